"""Thirty kinds of bad input to the forms of cases: the sentence is beside its field, and what was typed
is still there. The same table is docs/bad-input.md.
"""

import html
import re
from pathlib import Path

import pytest
from django.urls import reverse

from pam.access import visibility
from pam.records.models import Subject
from pam.records.services import add_subject
from pvp.missing import services as missing
from pvp.models import MissingEpisode
from pvp.safety import services as safety
from tests.ocg.test_disruption_keys import chosen_already
from tests.pvp.test_cases import make_case
from tests.world.cases import episode, item, refer
from tests.world.disagreements import duty

DOCS = Path(__file__).parents[2] / "docs" / "bad-input.md"
LONG, NONE = "x" * 301, "nothing ticked"
COMING = {"day": 1, "month": 1, "year": 2090}
EVENT = {"what": "He rang the school", "source_agency": "Quay School"}
GRADED = {"text": "He is back", "source": "2", "assessment": "B", "handling": "P", "log_reference": "INT 1"}
NOT_SHARED = {
    "asked_by": "An uncle",
    "what": "Where she lives",
    "reason": "He looks for her",
    "decided_by": "DI",
}


def day(name, **parts):
    """What is sent for the boxes of a date."""
    return {f"{name}_{part}": value for part, value in (parts or COMING).items()}


# (page, its form, what it is of, what is sent besides what is filled in, field, sentence)
ROWS = [
    ("New case file", "pvp:new", None, {"title": ""}, "title", "Enter the name of the vulnerable person"),
    ("New case file", "pvp:new", None, {"born_day": 31, "born_month": 2, "born_year": 2010}, "born",
     "The date of birth must be a real date"),
    ("New case file", "pvp:new", None, {"born_age": "15 or 14"}, "born",
     "The first of the two must be the smaller one, and they must be close together"),
    ("New case file", "pvp:new", None, {"born_age": "a teenager"}, "born",
     "Enter an age up to 120, like 30, 14 or 15, or 30 in 2026, or a year, like about 1990"),
    ("New case file", "pvp:new", None, {"born_age": "15", "born_year": "2010"}, "born",
     "Enter a date of birth or an age, not both"),
    ("Views and wishes", "pvp:voice", "person", {"told": "no", "consent": "given"}, "not_told_because",
     "Say why they should not be told"),
    ("Views and wishes", "pvp:voice", "person", {"consent": "refused", "wishes": "To stay"}, "basis",
     "Without consent, select the lawful basis"),
    ("Views and wishes", "pvp:voice", "person", {"consent": "given", **day("asked_on")}, "asked_on",
     "The day they said it must be on or before"),
    ("MARAC referral", "pvp:marac_refer", "case", {"reason": "", "codes": "professional-judgement"}, "reason",
     "Say why"),
    ("MARAC referral", "pvp:marac_refer", "case", {"reason": "Out", "consent": "yes", "codes": NONE}, "codes",
     "Select at least one criterion"),
    ("MARAC referral", "pvp:marac_refer", "case",
     {"codes": "professional-judgement", "consent": "yes", "reason": "He is out"}, "judgement",
     "Give the reasons of the professional judgement"),
    ("MARAC referral", "pvp:marac_refer", "case",
     {"codes": "professional-judgement", "consent": "no", "reason": "He is out", "judgement": "Fear"},
     "ground",
     "Say on which lawful ground it is shared without consent"),
    ("MARAC referral", "pvp:marac_refer", "case",
     {"codes": "professional-judgement", "reason": "Out", "perpetrator": "the victim"}, "perpetrator",
     "The perpetrator must be another person"),
    ("Told about the MARAC", "pvp:marac_told", "referral", {"told": "not_told", "how": ""}, "how",
     "Say how they were told, or why not"),
    ("Told about the MARAC", "pvp:marac_told", "referral",
     {"told": "told", "how": "By telephone", "on_day": "", "on_month": "", "on_year": ""}, "on",
     "Enter the day"),
    ("Told about the MARAC", "pvp:marac_told", "referral", {"told": "told", "how": LONG}, "how",
     "How, or why not must be 300 characters or fewer"),
    ("Safety plan", "pvp:safety_add", "case", {"what": "New locks", "owner_name": ""}, "owner_name",
     "Say who does it: an agency, a team or a person"),
    ("Safety plan", "pvp:safety_add", "case",
     {"what": "New locks", "owner_name": "Nia", "due_day": 30, "due_month": 2, "due_year": 2027}, "due",
     "The date must be a real date"),
    ("Safety plan, end an item", "pvp:safety_end", "item", {"reason": " "}, "reason", "Say why it ends"),
    ("Safety plan agreed", "pvp:safety_agree", "case", {"how": "In person", **day("agreed_on")}, "agreed_on",
     "The day must be on or before"),
    ("Graded information", "pvp:graded_add", "case", {**GRADED, "handling": "C"}, "conditions",
     "Write the handling conditions"),
    ("Graded information", "pvp:graded_add", "case", {**GRADED, "text": "Told by Sam Roe, 07700 900123"},
     "text", "This may tell who the source is"),
    ("Missing episode", "pvp:missing_add", "case", {"summary": "Not home", "hour": "25:00"}, "hour",
     "Enter the time on the 24-hour clock, for example 14:05"),
    ("Missing episode", "pvp:missing_add", "case",
     {"summary": "Not home", "hour": "01:30", "day_day": 29, "day_month": 3, "day_year": 2026}, "hour",
     "01:30 did not happen on 29 March 2026"),
    ("Missing episode", "pvp:missing_add", "case", {"summary": "", "hour": "00:00"}, "summary",
     "Say what is known, in short"),
    ("Return", "pvp:missing_returned", "episode",
     {"hour": "10:00", "day_day": 1, "day_month": 1, "day_year": 2020, "found_how": "At home"}, "hour",
     "They cannot be back before they were missing"),
    ("Return interview", "pvp:missing_interview", "back", {"interview": "declined", "by": "Ife"}, "note",
     "Say why it was declined, and who will try again"),
    ("Chronology entry", "chronology:add", "case", {**EVENT, "what": ""}, "what", "Say what happened"),
    ("Chronology entry", "chronology:add", "case", {**EVENT, **day("happened")}, "happened",
     "The date must be today or in the past"),
    ("Chronology entry", "chronology:add", "case", {**EVENT, **day("happened", day="", month="", year=2020)},
     "late_reason", "Say why this is written so long after it happened"),
    ("Chronology entry", "chronology:add", "case", {**EVENT, "between": "on"}, "until",
     "Enter the later day too, if it was some time between two days"),
    ("Chronology entry", "chronology:add", "case", {**EVENT, "time": "14:05", "happened_day": ""}, "time",
     "A time needs a single day"),
    ("Decision not to share", "disagreements:not_share", "case",
     {**NOT_SHARED, "basis": "a duty", **day("review_on", day=1, month=1, year=2028)}, "harms_more",
     "The law obliges you to share this, unless telling would be more detrimental to the child"),
    ("Safe contact", "subjects:safe_contact_add", "person",
     {"messages": "agreed", "source": "Told by her", "way": "07700 900 618"}, "agreed_words",
     "Enter the words that were agreed"),
]  # fmt: skip


def as_docs():
    """The table of the docs."""
    for page, _, _, typed, field, sentence in ROWS:
        said = ", ".join(f"{name} “{str(value)[:40]}”" for name, value in typed.items())
        yield f"| {page} | {said} | {field} | {sentence} |"


@pytest.fixture
def things(people):
    """{what a form is of}: a case with its people, a referral, a plan, a child missing and one back."""
    case, actor = make_case(people), people.reader("owner")
    row = refer(people, case)
    with visibility.reading(actor):
        kept = safety.add_item(actor=actor, record=case, item=item())
        away, back = (
            missing.add_episode(actor=actor, record=case, episode=episode(), person=case.person)
            for _ in range(2)
        )
        missing.returned(actor=actor, episode=back, version=1, at=back.missing_from)
        add_subject(actor=actor, record=case, subject=Subject(name="Kim Marsh", category="witness"))
    back = MissingEpisode.objects.get(pk=back.pk)
    return {"case": case, "person": case.person, "referral": row, "item": kept, "episode": away, "back": back}


def beside(page, field):
    """The text of the error beside a field."""
    found = re.search(rf'<p id="id_{field}_error"[^>]*>(.*?)</p>', page, re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


def still_there(page, typed):
    """Those of the texts that were typed and are not in the form that came back."""
    shown = html.unescape(page[page.rindex('<form method="post"') :])
    return [
        value for value in typed.values() if isinstance(value, str) and value.strip() and value not in shown
    ]


def _errors(answer):
    return dict(answer.context["form"].errors) if answer.context else answer.status_code


@pytest.mark.slow
def test_each_has_its_sentence_beside_its_field_and_loses_nothing(things, sign_in):
    client, wrong, forms = sign_in("owner"), [], {}
    special = {"the victim": str(things["person"].uuid), "a duty": duty().pk}
    for _, name, of, typed, field, sentence in ROWS:
        address = reverse(name, args=[things[of].uuid] if of else [])
        if address not in forms:
            forms[address] = client.get(address).content.decode()
        form = forms[address]
        sent = {key: special.get(value, value) for key, value in typed.items()}
        sent = chosen_already(form[form.rindex('<form method="post"') :]) | sent
        answer = client.post(address, {key: value for key, value in sent.items() if value != NONE})
        page = answer.content.decode()
        said, gone = beside(page, field), [] if answer.status_code != 200 else still_there(page, typed)
        gone = [value for value in gone if value not in special and value != NONE]
        if sentence not in said or gone:
            wrong.append((name, typed, answer.status_code, said or _errors(answer), gone))
    assert not wrong, "\n".join(map(str, wrong))


def test_there_are_thirty_and_the_docs_have_the_same(db):
    assert len(ROWS) >= 30
    kept = [line for line in DOCS.read_text().splitlines() if line.startswith("| ")]
    assert kept[1:] == list(as_docs())
