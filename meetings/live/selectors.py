"""What a screen shows of the meeting at this moment: as one reader sees it, or as all in the room do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Decision, Meeting, MeetingAction, RoomState, ShownOnWall
from meetings.models import PrivateNote as Note
from meetings.selectors.composing import shown_on
from meetings.selectors.kinds import body_of
from meetings.selectors.meetings import Agenda, agenda, name_records
from meetings.selectors.sight import NOTHING, Sight, sight
from pam.access import visibility
from pam.access.reader import readers_of
from pam.access.visibility import Reader
from pam.live.sights import sight_of
from pam.records.known import KnownLine, known_of
from pam.records.models import Record

LATEST = 3  # decisions and actions that were recorded last
MOST_LINES = 12  # of what is known: more can't be read from five metres


@dataclass
class Now:
    """What a screen shows. `item` is the one that the room is at, if it is to be shown; `elsewhere` is true
    if the room is at another. `left` is how many minutes are planned for what comes after `item`.
    """

    items: Agenda
    item: AgendaItem | None = None
    elsewhere: bool = False
    since: datetime | None = None
    left: int = 0
    invited: int = 0
    present: int = 0
    quorum: dict[str, Any] = field(default_factory=dict)
    latest: list[Decision | MeetingAction] = field(default_factory=list)
    known: list[KnownLine] = field(default_factory=list)
    names: dict = field(default_factory=dict)

    @property
    def has_quorum(self) -> bool:
        """Whether as many are present as the kind of meeting asks."""
        return self.present >= self.quorum.get("people", 0)

    @property
    def after(self) -> AgendaItem | None:
        """The item that comes next."""
        places = [place for place, row in enumerate(self.items) if self.item and row.pk == self.item.pk]
        rest = self.items[places[0] + 1 :] if places else self.items
        return next((row for row in rest if not row.outcome), None)

    @property
    def recorded(self) -> Decision | MeetingAction | None:
        """What was recorded last."""
        return self.latest[0] if self.latest else None


def now(reader: Reader, meeting: Meeting, *, only: Sight | None = None, named: bool = True) -> Now:
    """What `reader` may see of the meeting at this moment; narrowed to `only`, for the wall. Without `named`
    the names of its records are not read. A constant number of queries.
    """
    items = agenda(reader, meeting, only=only)
    rows = visibility.visible_to(reader, Attendance).filter(record_id=meeting.pk, removed_at=None)
    people, at = list(rows.only("state", "left_at", "record_id")), timezone.now()
    found = Now(items, invited=len(people), quorum=quorum_of(meeting))
    found.present = sum(row.in_room(at) for row in people)
    found.names = name_records(reader, items) if named else {}
    state = state_of(reader, meeting)
    if state is not None and state.at_item_id:
        found.item = next((row for row in items if row.pk == state.at_item_id), None)
        found.elsewhere, found.since = found.item is None, state.since if found.item else None
    found.left = sum(
        row.planned_minutes or 0
        for row in items
        if row is not found.item and not row.outcome and not (row.raised_decisions or row.raised_actions)
    )
    recorded = [row for item in items for row in (*item.raised_decisions, *item.raised_actions)]
    found.latest = sorted(recorded, key=lambda row: (row.created, row.pk), reverse=True)[:LATEST]
    return found


def quorum_of(meeting: Meeting) -> dict[str, Any]:
    """The quorum of a meeting, `people` among what its kind says of it: as its series asks, else the kind."""
    found = body_of(meeting).get("quorum", {})
    if meeting.of_series_id is None:
        return found
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_meeting_quorum(%s)", [meeting.pk])
        people = cursor.fetchone()[0]
    return found if people is None else {**found, "people": people}


def state_of(reader: Reader, meeting: Meeting) -> RoomState | None:
    """Where the room is; None before the chair has moved to an item."""
    return visibility.visible_to(reader, RoomState).filter(record_id=meeting.pk).first()


def note_of(reader: Reader, item: AgendaItem) -> Note | None:
    """The reader's own private note about an item."""
    rows = visibility.visible_to(reader, Note).filter(item_id=item.pk, author_id=reader.membership_id)
    return rows.first()


@dataclass
class Present:
    """What each person present may see, by the number of their membership; None if no one is present."""

    readers: dict[int, Reader]
    sights: dict[int, Sight]

    def blind_to(self, item: AgendaItem) -> frozenset[int]:
        """The numbers of those present who may not see an item."""
        return frozenset(person for person, theirs in self.sights.items() if item.pk not in theirs.items)

    def out_of(self, item: AgendaItem) -> frozenset[int]:
        """Of them, those who are out of it for a conflict of interest: no yes of the chair covers them."""
        closed = set(item.withheld_from or ())
        return frozenset(number for number, one in self.readers.items() if closed & set(one.principals))

    def common(self, without: Iterable[int] = ()) -> Sight:
        """What all of them may see, some left out. A person who can't open the meeting leaves nothing."""
        rest = [theirs for person, theirs in self.sights.items() if person not in set(without)]
        common = rest[0] if rest else NOTHING
        for theirs in rest[1:]:
            common = common & theirs
        return common


def present_at(reader: Reader, meeting: Meeting) -> Present:
    """Those noted as present, as readers, with their sight of the meeting."""
    people = _in_room(reader, meeting)
    readers = readers_of(people)
    sights = {person: sight(readers.get(person), meeting) or NOTHING for person in people}
    return Present({person: readers[person] for person in people if person in readers}, sights)


def sight_of_room(reader: Reader, meeting: Meeting) -> str:
    """The fingerprint of what the reader and each person in the room may see: it changes as one of them
    comes, goes or loses a right.
    """
    told = [sight_of("meeting", meeting.uuid, reader.membership_id)]
    for number, one in readers_of(_in_room(reader, meeting)).items():
        with visibility.reading(one):
            told.append(f"{number} {sight_of('meeting', meeting.uuid, number)}")
    return " ".join(told)


def _in_room(reader, meeting):
    """The numbers of the memberships of those who are in the room."""
    rows = visibility.visible_to(reader, Attendance).filter(record_id=meeting.pk, removed_at=None)
    rows = rows.filter(state__in=Attendance.HERE).only("person_id", "state", "left_at", "record_id")
    at = timezone.now()
    return [row.person_id for row in rows if row.in_room(at)]


def attendances(
    reader: Reader, meeting: Meeting, people: Iterable[int] | None = None
) -> QuerySet[Attendance]:
    """Those invited, of `people` (numbers of memberships) alone if they are given, by name."""
    rows = visibility.visible_to(reader, Attendance).filter(record_id=meeting.pk, removed_at=None)
    rows = rows if people is None else rows.filter(person_id__in=people)
    return rows.select_related("person__user", "person__agency").order_by("person__user__name__folded", "pk")


def stepped_out(reader: Reader, meeting: Meeting) -> list[Attendance]:
    """Those who were here and have left the room."""
    at = timezone.now()
    rows = attendances(reader, meeting).filter(state__in=Attendance.HERE).exclude(left_at=None)
    return [row for row in rows if row.is_out(at)]


def on_wall(reader: Reader, meeting: Meeting, present: Present) -> tuple[Sight, dict[int, frozenset[int]]]:
    """(what the wall may show, {item: the people that the chair said yes about}): what everyone present may
    see, and each item to which the chair said yes, as long as no one else is present who may not see it.
    """
    common, allowed = present.common(), {}
    rows = visibility.visible_to(reader, ShownOnWall).filter(record_id=meeting.pk, ended_at=None)
    for row in rows.select_related("item"):
        blind = present.blind_to(row.item)
        if not blind or not blind <= set(row.people) or present.out_of(row.item):
            continue
        own = _of_item(reader, row.item_id, present.common(without=blind))
        if row.item_id not in own.items:
            own = _of_item(reader, row.item_id, sight(reader, meeting) or NOTHING)
        allowed[row.item_id] = blind
        common = Sight(
            common.items | own.items, common.decisions | own.decisions, common.actions | own.actions
        )
    return common, allowed


def _of_item(reader, item, whole):
    """What of a sight is of one item."""
    decisions = visibility.visible_to(reader, Decision).filter(item_id=item, pk__in=whole.decisions)
    actions = visibility.visible_to(reader, MeetingAction).filter(item_id=item, pk__in=whole.actions)
    return Sight(
        frozenset({item}) & whole.items,
        frozenset(decisions.values_list("pk", flat=True)),
        frozenset(actions.values_list("pk", flat=True)),
    )


def known_to_all(meeting: Meeting, item: AgendaItem, readers: Iterable[Reader]) -> list[KnownLine]:
    """The lines about an item's record that each of `readers` may know, word for word the same."""
    common: list[KnownLine] | None = None
    for reader in readers:
        with visibility.reading(reader):
            theirs = _known(reader, meeting, item)
        common = theirs if common is None else [line for line in common if line in theirs]
    return (common or [])[:MOST_LINES]


def _known(reader, meeting, item):
    record = visibility.visible_to(reader, Record).filter(pk=item.about_id).first()
    if record is None:
        return []
    earlier = visibility.visible_to(reader, Meeting).filter(
        agendaitems__about_id=record.pk, agendaitems__removed_at=None, started_at__lt=meeting.started_at
    )
    since = earlier.aggregate(last=Max("started_at"))["last"] if meeting.started_at else None
    return known_of(reader, record, since)


def conditions_for(present: Present, items: Iterable[AgendaItem]) -> dict[int, list[str]]:
    """{record: the sentences on which any of those present was shown it} of the items' records."""
    return shown_on(present.readers.values(), [item.about_id for item in items if item.about_id])
