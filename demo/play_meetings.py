"""Plays the command meetings: called, held, decided, minuted. One waits for approval, one is being held
today.
"""

from datetime import timedelta

from meetings.issue import services as issue
from meetings.live import services as live
from meetings.models import Attendance, Meeting
from meetings.services import conduct
from pam.access import visibility
from pam.access.levels import Level
from pam.disclosure.selectors.grounds import grounds_by_agency
from pam.records.models import Record

TACTICAL, MULTI = "Organised crime management meeting", "Harbourne multi-agency command meeting"
# days from today, series, place, groups and cases on the agenda, how it ends
MEETINGS = [
    (
        -560,
        TACTICAL,
        "Conference room 2, headquarters",
        ("ropewalk", "saltgate", "whinfield"),
        ("case-05",),
        "approved",
    ),
    (-470, MULTI, "Civic centre, room 4", ("saltgate", "ropewalk"), ("case-09", "case-11"), "approved"),
    (
        -392,
        TACTICAL,
        "Conference room 2, headquarters",
        ("cinder", "gannet", "dunmere"),
        ("case-04",),
        "approved",
    ),
    (
        -318,
        MULTI,
        "Civic centre, room 4",
        ("ropewalk", "cinder", "millreach"),
        ("case-16", "case-12"),
        "approved",
    ),
    (
        -245,
        TACTICAL,
        "Conference room 2, headquarters",
        ("gannet", "parlour", "eastfold"),
        ("case-14",),
        "approved",
    ),
    (
        -180,
        MULTI,
        "Civic centre, room 4",
        ("ropewalk", "saltgate", "cinder"),
        ("case-17", "case-07"),
        "approved",
    ),
    (
        -122,
        TACTICAL,
        "Conference room 2, headquarters",
        ("gannet", "cinder", "parlour"),
        ("case-03",),
        "approved",
    ),
    (
        -76,
        MULTI,
        "Civic centre, room 4",
        ("ropewalk", "dunmere", "millreach"),
        ("case-19", "case-12"),
        "approved",
    ),
    (
        -48,
        TACTICAL,
        "Conference room 2, headquarters",
        ("ropewalk", "gannet", "parlour"),
        ("case-08",),
        "approved",
    ),
    (
        -27,
        MULTI,
        "Civic centre, room 4",
        ("ropewalk", "cinder", "dunmere"),
        ("case-25", "case-03", "case-38"),
        "approved",
    ),
    (
        -6,
        MULTI,
        "Civic centre, room 4",
        ("ropewalk", "cinder", "millreach"),
        ("case-27", "case-36"),
        "closed",
    ),
    (
        0,
        MULTI,
        "Civic centre, room 4",
        ("ropewalk", "cinder", "gannet"),
        ("case-25", "case-26", "case-38"),
        "held",
    ),
]
FROM_PARTNERS = [  # those who come, by agreement: names or keys, lawful basis
    (("probation", "council", "health", "Christine Voss"), "cda-115"),
    (("Teresa Bloom",), "dpa-sch8-safeguarding"),
    (("eastmoor",), "dpa-law-enforcement"),
]
FROM_POLICE = ("lro", "pvp", "lead", "Alison Brandt")

# What is said, decided (and why) and asked for, about a group and about a person at risk: the word beside an
# action is its strand; actions about people have none.
GROUP_TALK = [
    (
        (
            "The coordinator took the meeting through the scores. "
            "Partners agreed that the harm is felt most by tenants and by the youngest."
        ),
        "Keep at the present tier and review in six weeks.",
        "Threat has moved little, and the plan's main steps are still to come.",
        ("Bring the scores again with a view from each partner", "prepare"),
    ),
    (
        "Supply is the symptom: the meeting spent its time on who is being recruited and from where.",
        "Move two officers from visits to diversion for eight weeks.",
        "Arrests of runners have been made good within days; recruitment has not been touched.",
        ("Name the six most likely to be recruited, and a trusted adult for each", "prevent"),
    ),
    (
        (
            "There are two ways to act, and each would spoil the other. "
            "The risk to those in the addresses decided it."
        ),
        "Safeguarding visits go first; warrants follow within 72 hours.",
        "Waiting would leave three people with those who hurt them.",
        ("Plan the reception of those found at the addresses", "protect"),
    ),
    (
        "Financial enquiries show more coming in than the known business explains.",
        "Open a parallel financial investigation.",
        "Restraint early has worked better here than confiscation late.",
        ("Financial profile of the two nominees", "pursue"),
    ),
    (
        "Community confidence is low after the last incident; councillors ask what they may say.",
        "One set of lines for all partners, no names.",
        "Different answers from each agency last time did harm.",
        ("Agree lines to take with each partner's press office", "prepare"),
    ),
]
CASE_TALK = [
    (
        (
            "The officer in the case put the person's own wish first. "
            "Health and housing each had a piece that the others lacked."
        ),
        "Grade stays as it is; plan goes on for 28 days.",
        "Risk has not gone, and the person says that the plan helps.",
        ("Check with the person that the plan still fits, alone and in a safe place", ""),
    ),
    (
        "Discussed whether to move the person. Moving would break the two ties that keep them safe.",
        "Make the present address safer, and do not move for now.",
        "It is what the person wants, and the risk can be managed there.",
        ("Extra locks, camera and a marker on the address", ""),
    ),
    (
        "The person has been asked the same questions by four agencies.",
        "One lead professional; others ask through them.",
        "Telling it again and again is doing harm.",
        ("Name the lead professional and tell the person", ""),
    ),
    (
        "Evidence without the person's account was gone through step by step.",
        "Go on without relying on a statement.",
        "The person should not carry the prosecution alone.",
        ("Gather telephone, medical and camera evidence", ""),
    ),
]


def arrange(world):
    """Notes all that happens around the meetings."""
    for number, meeting in enumerate(MEETINGS, 1):
        day, *_, ends = meeting
        key = f"meeting-{number:02d}"
        starts = _starts(world, day)
        world.story.at(starts - timedelta(days=9, hours=3), _call, world, key, meeting, starts)
        world.story.at(starts, _open, world, key)
        for place, about in enumerate((None, *meeting[3], *meeting[4])):
            if ends != "held" or place < 2:
                world.story.at(
                    starts + timedelta(minutes=4 + 9 * place), _discuss, world, key, about, number + place
                )
        if ends != "held":
            world.story.at(starts + timedelta(minutes=85), _step, world, key, conduct.close)
            world.story.at(starts + timedelta(hours=4), _send, world, key)
        if ends == "approved":
            world.story.at(starts + timedelta(days=2, hours=3), _step, world, key, conduct.approve)


def _starts(world, day):
    """Ten o'clock, or for today's meeting the half hour before now: it has begun, and is in office hours if
    it is day.
    """
    if day:
        return world.story.when(day, 10, 0)
    begun = world.story.end - timedelta(minutes=40)
    return begun.replace(minute=begun.minute // 30 * 30, second=0, microsecond=0)


def _call(world, key, meeting, starts):
    day, series, place, groups, cases, _ = meeting
    city, chair = world.city, world.city.people["chair"]
    record = Meeting(
        title=f"{series}, {starts:%B %Y}",
        series=series,
        place=place,
        starts_at=starts,
        lead=chair,
        secretary=city.people["secretary"],
        team=city.teams["command"],
        summary="Threat, risk and harm of the groups named, and the safety of the people named.",
        handling="Minutes go to each partner in the copy that is theirs. Do not forward.",
        retention_group=world.group("2"),
    )
    with world.story.acting(chair) as actor:
        world.records[key] = conduct.call_meeting(actor=actor, meeting=record)
        world.open_to[key] = {"command"}
        conduct.invite(actor=actor, meeting=record, people=[city.people[p] for p in FROM_POLICE])
        # Eastmoor come for the group that they share.
        partners = FROM_PARTNERS[:2] * (series == MULTI) + FROM_PARTNERS[2:] * ("gannet" in groups)
        for names, basis in partners:
            invited = conduct.invite(
                actor=actor,
                meeting=record,
                people=[city.people[name] for name in names],
                grounds=_grounds_on(record, city.bases[basis]),
            )
            assert not invited.left_out, "the demo's partners have agreements"
        conduct.add_item(actor=actor, meeting=record, title="Actions of the last meeting")
        for about in (*groups, *cases):
            # A case that comes later than the call is put on the agenda on the day.
            if about in world.records:
                conduct.add_item(
                    actor=actor,
                    meeting=record,
                    about=visibility.visible_to(actor, Record).get(pk=world.records[about].pk),
                )
        conduct.add_item(actor=actor, meeting=record, title="Any other business")


def _grounds_on(meeting, basis):
    """{agency: its first ground on this lawful basis}."""
    offered = grounds_by_agency(meeting).items()
    firsts = {agency: next((one for one in found if one.basis == basis), None) for agency, found in offered}
    return {agency: ground for agency, ground in firsts.items() if ground}


def _open(world, key):
    with world.story.acting(world.city.people["chair"]) as actor:
        meeting = world.records[key]
        conduct.start(actor=actor, meeting=meeting)
        for row in Attendance.objects.filter(record_id=meeting.pk, removed_at=None).order_by("pk"):
            state = world.rng.choices(["present", "apologies", "absent"], [84, 12, 4])[0]
            needed = row.person_id in (meeting.lead_id, meeting.secretary_id)
            conduct.take_attendance(
                actor=actor, meeting=meeting, attendance=row, state="present" if needed else state
            )


def _discuss(world, key, about, turn):
    """One item: what was said, and for a record a decision and now and then an action."""
    record = world.records.get(about)
    if about and record is None:  # not known yet on that day
        return
    with world.story.acting(world.city.people["chair"]) as actor:
        meeting = world.records[key]
        item = (
            meeting.agendaitems.filter(removed_at=None, about_id=record.pk if record else None)
            .order_by("position")
            .first()
        )
        if item is None:
            return
        live.go_to(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk), item=item)
        if about is None:
            notes = "The chair asked for the actions that are overdue, and who would report on them."
            conduct.write_notes(actor=actor, meeting=meeting, item=item, notes=notes, version=item.version)
            return
        talk = CASE_TALK if about.startswith("case-") else GROUP_TALK
        notes, decision, why, (title, strand) = talk[turn % len(talk)]
        conduct.write_notes(actor=actor, meeting=meeting, item=item, notes=notes, version=item.version)
        conduct.decide(actor=actor, meeting=meeting, item=item, text=decision, rationale=why)
        if visibility.level(actor, record) >= Level.CONTRIBUTE and turn % 4:
            _raise(world, key, about, actor, item, title, strand)


def _raise(world, key, about, actor, item, title, strand):
    rng, record = world.rng, world.records[about]
    outside = sorted(t for t in world.open_to[about] if world.city.teams[t].agency_id != record.agency_id)
    own = [team for team in ("ocg", "pvp") if team in world.open_to[about]]
    owner = world.city.some(rng, *(outside if outside and rng.random() < 0.5 else own))
    days = rng.choice([10, 14, 21, 28])
    raised = conduct.raise_action(
        actor=actor, meeting=world.records[key], item=item, title=title, owner=owner, strand=strand,
        due=world.story.moment.date() + timedelta(days=days),
    )  # fmt: skip
    if rng.random() < 0.85:
        moment = world.story.moment + timedelta(days=days * rng.uniform(0.4, 1.2))
        world.story.at(moment, world.finish, raised.action, "done", "Done and reported to the meeting.")


def _step(world, key, service):
    with world.story.acting(world.city.people["chair"]) as actor:
        service(actor=actor, meeting=Meeting.objects.get(pk=world.records[key].pk))


def _send(world, key):
    """The secretary has tidied the minutes."""
    with world.story.acting(world.city.people["secretary"]) as actor:
        issue.send_to_chair(actor=actor, meeting=Meeting.objects.get(pk=world.records[key].pk))
