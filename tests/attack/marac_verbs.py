"""The verbs of lists of cases and of research, for the table of verbs."""

from meetings.caselist import services
from meetings.caselist.services import Person
from meetings.models import CaseEntry, Meeting, Research, ResearchLine
from meetings.research import services as research
from tests.attack.verb import CODE, TEXT, Verb


def _list(w):
    return Meeting.objects.select_related("framework_version").get(pk=w.marac.pk)


def _entry(w, **more):
    entry = CaseEntry.objects.select_related("item").get(pk=w.parts["marac"]["entry"].pk)
    return {"meeting": _list(w), "entry": entry, "version": entry.version, **more}


def _told(w):
    found = _entry(w, told_words="At the office")
    del found["meeting"]
    return found


def _research(w, **more):
    row = Research.objects.select_related("entry").get(pk=w.parts["marac"]["research"].pk)
    return {"research": row, "version": row.version, **more}


def _line(w, **more):
    row = ResearchLine.objects.get(pk=w.parts["marac"]["line"].pk)
    return {"line": row, "version": row.version, **more}


def _add(w):
    found = _research(w, kind="fact", text="Seen")
    del found["version"]
    return found


def _in(**values):
    def before(w):
        row = CaseEntry.objects.get(pk=w.parts["marac"]["entry"].pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return before


def _no_lines(w):
    ResearchLine.objects.filter(pk=w.parts["marac"]["line"].pk).delete()


MARAC_VERBS = [
    Verb(services.refer, lambda w: {
        "meeting": _list(w), "entry": CaseEntry(criteria="High", reason="Why"),
        "people": [Person("Jane", "Victim")]}, {
        "entry.criteria": TEXT, "entry.reason": TEXT, "entry.safe_contact": TEXT}),
    Verb(services.set_aside, lambda w: _entry(
        w, state="transferred", reason="Moved", other_list="South"), {
        "state": CODE, "reason": TEXT, "other_list": TEXT}),
    Verb(services.note_told, _told, {"told_words": TEXT}, before=_in(state="heard")),
    Verb(research.answer, lambda w: _research(w, state="nothing"), {
        "state": CODE}, persona="granted", before=_no_lines),
    Verb(research.add_line, _add, {"kind": CODE, "text": TEXT}, persona="granted"),
    Verb(research.keep_back, lambda w: _line(w, reason="Not relevant"), {
        "reason": TEXT}, persona="granted"),
    Verb(research.note_call, lambda w: _research(
        w, phone_with="Gita", phone_words="A visit", state="known"), {
        "phone_with": TEXT, "phone_words": TEXT, "state": CODE}, before=_in(emergency=True)),
]  # fmt: skip
