"""Plays the households of some people at risk: safe contact, relations, wishes, numbers, answers."""

from demo.reading import columns, read
from pam.access import visibility
from pam.access.models import LawfulBasis
from pam.records import services
from pam.records.models import Subject
from pam.subjects.models import Particular, Relation, SafeContact
from pam.subjects.services.identities import add_known_subject
from pam.subjects.services.particulars import add_particular
from pam.subjects.services.relations import add_relation
from pam.subjects.services.safe_contacts import add_safe_contact
from pvp.models import CaseFile, PersonVoice
from pvp.people.services import write_voice
from pvp.strands.selectors import strand_version
from pvp.strands.services import answer_strand

COLUMNS = ("case", "day", "safe", "people", "afraid", "voice", "identifiers", "answers")
SAME = {"Daz Pike": "Darren Pike"}  # how one case calls who the others know


def arrange(world):
    """Notes each household, on a day after its case began; the first ones that name a person come first."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in columns(read("households.yaml"), *COLUMNS)]
    for row in rows:
        world.story.on(-row["day"], _begin, world, row, hour=15)


def _begin(world, row):
    case = CaseFile.objects.select_related("person", "strand", "lead").get(title=row["case"])
    with world.story.acting(case.lead) as actor:
        today = world.story.moment.date()
        contact = SafeContact(**{**row["safe"], "checked_on": today})
        add_safe_contact(actor=actor, record=case, subject=case.person, contact=contact)
        for kind, value, source in row["identifiers"] or ():
            number = world.term("subjects.identifier", kind)
            particular = Particular(type="identifier", number_kind=number, value=value, source=source)
            add_particular(actor=actor, record=case, subject=case.person, particular=particular)
        for person in row["people"]:
            _person(world, actor, case, person, row["afraid"])
        _voice(actor, case, row["voice"], today)
        answers = row["answers"] or {}
        asked = strand_version(actor, case)
        answer_strand(actor=actor, case=case, asked=asked, answers=answers, version=0)


def _person(world, actor, case, told, afraid):
    subject = Subject(name=told["name"], category=told["category"], role=told["role"])
    subject.born = told["born"]
    known = visibility.visible_to(actor, Subject).exclude(record_id=case.pk)
    known = known.filter(name=SAME.get(told["name"], told["name"]), record__kind="pvp").first()
    if known is not None:
        subject = add_known_subject(actor=actor, record=case, subject=subject, same_as=known)
    else:
        subject = services.add_subject(actor=actor, record=case, subject=subject)
    ends = (case.person, subject) if told.get("back") else (subject, case.person)
    _tie(world, actor, case, *ends, told["relation"], told["together"])
    if told["name"] == afraid:
        _tie(world, actor, case, case.person, subject, "afraid", told["together"])


def _tie(world, actor, case, one, other, code, together):
    kind = world.term("subjects.relation", code)
    relation = Relation(subject=one, kind=kind, other=other, together=together)
    add_relation(actor=actor, record=case, relation=relation)


def _voice(actor, case, told, today):
    told = dict(told)
    if told.pop("basis", False):
        told["basis"] = LawfulBasis.objects.order_by("pk").first()
    voice = PersonVoice(**told, asked_on=today, told_on=today if told["told"] == "yes" else None)
    write_voice(actor=actor, record=case, subject=case.person, voice=voice, version=0)
