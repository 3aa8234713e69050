"""A meeting of the small world, at each of its stages: with the shared OCG, the hidden PVP case and a plain
item.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Meeting
from meetings.services import conduct
from pam.access import visibility
from pam.records.models import Record
from tests.world.world import text


@dataclass
class Room:
    """What the tests point at, by name."""

    world: object
    meeting: Meeting = None
    items: dict = field(default_factory=dict)
    decisions: dict = field(default_factory=dict)
    raised: dict = field(default_factory=dict)

    @property
    def people(self):
        return self.world.people

    @property
    def chair(self):
        return self.people.reader("owner")

    def now(self):
        """The meeting as the database has it."""
        return Meeting.objects.get(pk=self.meeting.pk)

    def attendance_of(self, persona):
        """The line of the attendance list of a persona."""
        return Attendance.objects.get(record_id=self.meeting.pk, person=self.people.memberships[persona])

    def reading(self):
        """The database as the chair sees it."""
        return visibility.reading(self.chair)


def new_meeting(people, **fields):
    """An unsaved meeting of the owner's, starting in an hour."""
    owner = people.memberships["owner"]
    fields = {
        "title": "Monthly tasking",
        "series": "Tasking",
        "starts_at": timezone.now() + timedelta(hours=1),
    } | fields
    return Meeting(team=people.teams["unit"], lead=owner, **fields)


def called(world, *, invite=("granted",)):
    """A meeting with an agenda of three: a plain item,
    the OCG that probation sees, the case that it doesn't.
    """
    room = Room(world)
    people = world.people
    with room.reading():
        room.meeting = conduct.call_meeting(actor=room.chair, meeting=new_meeting(people))
        conduct.invite(
            actor=room.chair,
            meeting=room.meeting,
            people=[people.memberships[p] for p in invite],
            grounds=people.grounds(),
        )
        for name, fields in {
            "plain": {"title": "Welcome"},
            "ocg": {"about": Record.objects.get(pk=world.ocg.pk)},
            "pvp": {"about": Record.objects.get(pk=world.pvp.pk)},
        }.items():
            room.items[name] = conduct.add_item(actor=room.chair, meeting=room.meeting, **fields)
    return room


def held(world, **kwargs):
    """The same, being held: everyone present,
    a decision on each item, an action for probation on the OCG.
    """
    room = called(world, **kwargs)
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.meeting)
        conduct.all_present(actor=room.chair, meeting=room.meeting)
        for name, canary in (("ocg", "canaryshared"), ("pvp", "canaryhidden"), ("plain", "canarymeeting")):
            item = AgendaItem.objects.get(pk=room.items[name].pk)
            conduct.write_notes(
                actor=room.chair,
                meeting=room.meeting,
                item=item,
                notes=text(canary, "Said"),
                version=item.version,
            )
            room.decisions[name] = conduct.decide(
                actor=room.chair,
                meeting=room.meeting,
                item=item,
                text=text(canary, "Agreed"),
                rationale=text(canary, "Because"),
            )
        room.raised["ocg"] = raise_action(room, "ocg", "granted", "canaryshared")
        room.raised["pvp"] = raise_action(room, "pvp", "owner", "canaryhidden")
    return room


def raise_action(room, item, owner, canary):
    """An action of the meeting for a persona, due in a week."""
    row = AgendaItem.objects.select_related("about").get(pk=room.items[item].pk)
    return conduct.raise_action(
        actor=room.chair,
        meeting=room.meeting,
        item=row,
        title=text(canary, "Visit"),
        owner=room.people.memberships[owner],
        due=timezone.localdate() + timedelta(days=7),
        strand="protect" if row.about and row.about.kind == "ocg" else "",
    )


def closed(world, **kwargs):
    """The same, closed: its minutes wait for approval."""
    room = held(world, **kwargs)
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.meeting)
    return room


def approved(world, **kwargs):
    """The same, approved. Returns the room and its copies."""
    room = closed(world, **kwargs)
    with room.reading():
        copies = conduct.approve(actor=room.chair, meeting=room.meeting)
    return room, copies
