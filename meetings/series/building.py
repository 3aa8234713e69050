"""The agenda that builds itself: what a meeting's kind says it is built from, found by the gate as the person
who calls it. Everyone in the room then sees of it what they may see: an item about a record is for those who
may open that record, a carried action for those who see it.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone

from meetings.agenda_kind import CARRIED, MINUTES, OVERDUE
from meetings.carried.models import CarriedAction
from meetings.conflicts.services import carry_conflicts, close_as_given, with_officers
from meetings.models import AgendaItem, Meeting, MeetingAction
from meetings.selectors.kinds import carrying_outcomes, standing_item
from meetings.series import selectors
from meetings.series.models import MeetingSeries
from pam.access import visibility
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.records.bulk import add_parts
from pam.records.models import Record
from pam.records.services import add_part, save_part
from pam.records.topics import LIMIT, Period, find_records, is_topic
from pam.ui.dates import long_date

STEP = 200  # between the positions of two standing items: so many items fit below one


@dataclass
class _Agenda:
    """The agenda while it is built: which records are on it, and the last position below each item."""

    actor: Reader
    meeting: Meeting
    about: set[int] = field(default_factory=set)
    last: dict[int, int] = field(default_factory=dict)

    def add(self, items: Collection[AgendaItem]) -> None:
        """Keeps new items, all at once."""
        if items:
            add_parts(
                actor=self.actor,
                record=self.meeting,
                parts=items,
                level=Level.MANAGE,
                operation="build agenda",
            )

    def new(self, below: AgendaItem | None, **values) -> AgendaItem:
        """A new item below a standing one, or as the last of all. `add` keeps it."""
        start = below.position if below else 30_000
        position = self.last.get(start, start) + 1
        self.last[start] = position
        if below:
            values.setdefault("standing", below.standing)
        if values.get("about_id"):
            self.about.add(values["about_id"])
        return AgendaItem(position=position, **values)


def build(actor: Reader, meeting: Meeting, series: MeetingSeries) -> None:
    """Fills the agenda of a new meeting of the series, whose standing items are on it already."""
    rows = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    standing = list(rows.order_by("position", "pk"))
    agenda = _Agenda(actor, meeting)
    before = selectors.meeting_before(actor, meeting)
    if before is not None:
        _minutes_to_agree(agenda, standing, before)
        carry_actions(actor, meeting, standing)
    if (last := selectors.last_called(actor, meeting)) is not None:
        _carried_items(agenda, standing, last)
    since = before.starts_at if before else meeting.created - selectors.LOOKS_BACK
    until = selectors.until_next(series, meeting)
    for item in standing:
        row = standing_item(meeting, item)
        if is_topic(row.get("built-from", "")):
            period = Period(since, until, row.get("record-kinds", ()))
            _topic(agenda, item, find_records(actor, row["built-from"], period))


def _topic(agenda, item, found):
    numbers = [number for number in found if number not in agenda.about and number != agenda.meeting.pk]
    rows = visibility.visible_to(agenda.actor, Record).filter(pk__in=numbers[:LIMIT]).in_bulk()
    each = _minutes_each(item, len(rows))
    if each:
        item.planned_minutes = max(0, item.planned_minutes - each * len(rows))
        save_part(actor=agenda.actor, part=item, version=item.version, level=Level.MANAGE)
    items = []
    for number in numbers:
        if number in rows:
            title = f"{rows[number].reference} {rows[number].title}"[:200]
            items.append(agenda.new(item, title=title, about_id=number, planned_minutes=each))
    agenda.add(items)


def _minutes_each(item, count):
    """How many of a standing item's minutes each of the `count` records below it gets."""
    if not count or not item.planned_minutes:
        return None
    return max(1, item.planned_minutes // count)


def roll_over(actor: Reader, cancelled: Meeting) -> Meeting | None:
    """Brings the items of a cancelled meeting that are its own, and the open actions of earlier ones, to the
    next meeting of the series that is called; returns that. None where there is none yet, or where the actor
    does not manage it: then they come once it is called or starts.
    """
    following = selectors.next_called(actor, cancelled)
    if following is None or visibility.level(actor, following) < Level.MANAGE:
        return None
    rows = visibility.visible_to(actor, AgendaItem).filter(record_id=following.pk, removed_at=None)
    standing = list(rows.order_by("position", "pk"))
    agenda = _Agenda(actor, following, about={row.about_id for row in standing if row.about_id})
    for row in standing:
        below = row.position - row.position % STEP
        agenda.last[below] = max(agenda.last.get(below, below), row.position)
    own = [row for row in standing if row.standing and not row.about_id and not row.times_carried]
    _carried_items(agenda, own, cancelled)
    carry_actions(actor, following, own)
    return following


def bring_up_to_date(actor: Reader, meeting: Meeting) -> None:
    """What came up in the series since the agenda of `meeting` was built: open actions of earlier meetings,
    and minutes of the last one that are not approved.
    """
    if meeting.of_series_id is None:
        return
    rows = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    _require_minutes_item(actor, meeting)
    carry_actions(actor, meeting, list(rows.filter(about=None).order_by("position", "pk")))


def _minutes_item(actor: Reader, meeting: Meeting) -> AgendaItem | None:
    """The item at which the minutes of the meeting before are agreed, as far as the actor sees one."""
    before = selectors.meeting_before(actor, meeting)
    if before is None:
        return None
    rows = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    return rows.filter(about_id=before.pk).first()


def _require_minutes_item(actor: Reader, meeting: Meeting) -> AgendaItem | None:
    """Adds the minutes of the meeting before as the first item where they are not approved and no item says
    so; returns what was added.
    """
    before = selectors.meeting_before(actor, meeting)
    if before is None or before.state == Meeting.State.APPROVED or _minutes_item(actor, meeting):
        return None
    item = AgendaItem(title=_minutes_title(before), about_id=before.pk, position=0)
    return add_part(
        actor=actor, part=item, record=meeting, level=Level.MANAGE, operation="add minutes to agree"
    )


def _minutes_to_agree(agenda, standing, before):
    if before.state == Meeting.State.APPROVED:
        return
    below = _built_from(agenda.meeting, standing, MINUTES) or (standing[0] if standing else None)
    agenda.add([agenda.new(below, title=_minutes_title(before), about_id=before.pk)])


def _minutes_title(before):
    day = timezone.localtime(before.starts_at).date()
    return f"Minutes of {long_date(day)} ({before.reference}), to be agreed"


def _carried_items(agenda, standing, before):
    by_code = {item.standing: item for item in standing}
    there = visibility.visible_to(agenda.actor, AgendaItem).filter(record_id=agenda.meeting.pk)
    carried = set(there.exclude(carried_from=None).values_list("carried_from_id", flat=True))
    brought = {}
    for row in selectors.items_to_carry(agenda.actor, before, carrying_outcomes(before)):
        if row.about_id in agenda.about or row.pk in carried:
            continue
        brought[row.pk] = agenda.new(
            by_code.get(row.standing),
            title=row.title,
            about_id=row.about_id,
            planned_minutes=row.planned_minutes,
            kind=row.kind,
            for_principals=with_officers(row.for_principals, agenda.meeting.pk, row.withheld_from),
            carried_from_id=row.pk,
            times_carried=row.times_carried + 1,
        )
    if brought:
        agenda.add(list(brought.values()))
        carry_conflicts(agenda.actor, agenda.meeting, brought)


def _built_from(meeting, standing, *codes):
    return next((item for item in standing if standing_item(meeting, item).get("built-from") in codes), None)


def carry_actions(actor: Reader, meeting: Meeting, standing: list[AgendaItem]) -> list[CarriedAction]:
    """Brings the open actions of earlier meetings of the series to the meeting that are not there yet, on the
    item that its kind says; the first item where it names none. Returns what was brought.
    """
    found = selectors.open_actions(actor, meeting.of_series_id, meeting) if meeting.of_series_id else []
    there = visibility.visible_to(actor, CarriedAction).filter(record_id=meeting.pk)
    known = set(there.values_list("action_id", flat=True))
    new = [action for action in found if action.pk not in known]
    item = _built_from(meeting, standing, CARRIED, OVERDUE) or (standing[0] if standing else None)
    if not new or item is None:
        return []
    times = selectors.times_carried(actor, new)
    given = visibility.visible_to(actor, MeetingAction).filter(action_id__in=[one.pk for one in new])
    closed = {row.action_id: (row.withheld_from, row.for_principals) for row in given}
    brought = []
    for action in new:
        row = CarriedAction(
            record_id=meeting.pk,
            item=item,
            about_id=action.record_id,
            action=action,
            times=times.get(action.pk, 0),
        )
        close_as_given(row, item, *closed[action.pk])
        brought.append(
            add_part(
                actor=actor,
                part=row,
                record=meeting,
                agencies=action.agencies,
                level=Level.MANAGE,
                operation="carry action",
            )
        )
    return brought


def attach_reasons(reader: Reader, meeting: Meeting, items: list[AgendaItem]) -> None:
    """Sets `why`, the reason for which a record is on the agenda of a meeting of a series, in words that
    `reader` may read; "" for others. A constant number of queries for each standing item.
    """
    for item in items:
        item.why = ""
    if meeting.of_series_id is None or meeting.state != Meeting.State.CALLED:
        return
    before = selectors.meeting_before(reader, meeting)
    series = visibility.visible_to(reader, MeetingSeries).filter(pk=meeting.of_series_id).first()
    since = before.starts_at if before else meeting.created - selectors.LOOKS_BACK
    until = selectors.until_next(series, meeting)
    found: dict[str, dict[int, str]] = {}
    for item in items:
        row = standing_item(meeting, item) if item.about_id else {}
        if not is_topic(row.get("built-from", "")):
            continue
        if item.standing not in found:
            period = Period(since, until, row.get("record-kinds", ()))
            found[item.standing] = find_records(reader, row["built-from"], period)
        item.why = found[item.standing].get(item.about_id, "")
