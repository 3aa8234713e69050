"""Plays a MARAC that is to come: six cases on its list, open to five teams of four agencies, part of the
research in, one line released and one kept back.
"""

from meetings.caselist import services
from meetings.caselist.models import CaseEntry, Research
from meetings.caselist.services import Person
from meetings.models import Meeting
from meetings.research import services as research
from meetings.selectors.kinds import kinds_in_force
from meetings.services import conduct
from pam.disclosure.selectors.grounds import grounds_by_agency

TEAMS = ("offenders", "safety", "children", "safeguarding", "advice")
CRITERIA = {
    "high": "Visible high risk: 14 or more of the questions were answered yes.",
    "repeat": "Repeat: a further incident within 12 months of the last referral.",
    "judgement": "Professional judgement: the number of answers alone does not show the risk.",
}
# victim, perpetrator, children, criterion, reason
CASES = (
    ("Marta Quill", "Owen Tarn", ("Finn Tarn, 3 June 2019",), "high", "He has her keys and waits outside."),
    ("Alina Brandt", "Pavel Brandt", (), "repeat", "Two reports since the last referral, both at night."),
    ("Josie Farrow", "Kit Lomas", ("Amy Lomas", "Ned Lomas"), "high", "He was released a week ago."),
    ("Ruby Osei", "Dean Wick", (), "judgement", "She answers no to everything while he is in the room."),
    ("Helen Strand", "Mark Strand", ("Lea Strand",), "high", "Threats with a knife, heard by the child."),
    ("Nadia Vale", "Tom Keel", (), "repeat", "He found the new address through a friend."),
)


def arrange(world):
    """Notes what happens before it."""
    world.story.on(-4, _call, world, hour=9)
    world.story.on(-3, _answer, world, hour=14)


def _call(world):
    city, chair = world.city, world.city.people["chair"]
    with world.story.acting(chair) as actor:
        meeting = Meeting(
            title="MARAC, Harbourne",
            starts_at=world.story.when(6, 9, 30),
            place="Civic centre, room 2",
            lead=chair,
            secretary=city.people["secretary"],
            team=city.teams["command"],
            retention_group=world.group("2"),
        )
        kind = kinds_in_force(actor).get(code="marac")
        meeting = conduct.call_meeting(actor=actor, meeting=meeting, kind=kind)
        world.records["marac"] = meeting
        for victim, perpetrator, children, criterion, reason in CASES:
            people = [Person(victim, "Victim"), Person(perpetrator, "Perpetrator")]
            people += [Person(*_child(child)) for child in children]
            entry = CaseEntry(criteria=CRITERIA[criterion], reason=reason)
            services.refer(actor=actor, meeting=meeting, entry=entry, people=people)
            entry = CaseEntry.objects.get(pk=entry.pk)
            services.accept(actor=actor, meeting=meeting, entry=entry, version=entry.version)
        grounds = {number: found[0] for number, found in grounds_by_agency(meeting).items()}
        principals = [city.teams[key].principal for key in TEAMS if city.teams[key].agency_id in grounds]
        services.open_list(actor=actor, meeting=meeting, principals=principals, grounds=grounds)


def _child(words):
    name, _, born = words.partition(", ")
    return name, "Child", born


def _answer(world):
    """Probation knows two of the cases, and nothing of a third."""
    person = next(
        one for one in world.city.people.values() if one.agency_id == world.city.agencies["probation"].pk
    )
    meeting = world.records["marac"]
    with world.story.acting(person) as actor:
        rows = list(Research.objects.filter(record_id=meeting.pk, agency_id=person.agency_id).order_by("pk"))
        if len(rows) < 3:
            return
        known, kept, nothing = rows[:3]
        line = research.add_line(
            actor=actor, research=known, kind="fact", text="Missed his last two appointments with us."
        )
        research.release(actor=actor, line=line, version=line.version)
        line = research.add_line(
            actor=actor, research=kept, kind="opinion", text="He speaks of her as if she were still at home."
        )
        words = "Said in confidence to his officer; the risk is covered by the line above."
        research.keep_back(actor=actor, line=line, version=line.version, reason=words)
        research.answer(actor=actor, research=nothing, version=nothing.version, state="nothing")
