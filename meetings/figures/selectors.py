"""Figures over several meetings, of those that a reader may open. Each starts at the gate; each is a fixed
number of queries, whatever the number of meetings.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from meetings.minutes_document import Minutes
from meetings.models import AgendaItem, Attendance, Decision, Meeting, MeetingAction, MinutesCopy
from meetings.selectors.composing import from_content
from pam.access import visibility
from pam.access.conditions import conditions_each
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.reference.selectors.settings import setting

MOST_MEETINGS = 400
MOST_LINES = 200
MOST_FOUND = 50
MOST_TOGETHER = 24  # meetings whose minutes are one page
ENDED = (Meeting.State.CLOSED, Meeting.State.APPROVED)
# Each step of a meeting's paperwork, and how often it is done.
STEPS = (
    ("agenda", "Building the agenda", "meeting"),
    ("pack", "Putting the papers together", "meeting"),
    ("minutes", "Writing the minutes", "meeting"),
    ("chasing", "Chasing an action", "action"),
)


def ended_meetings(reader: Reader, chosen: dict[str, Any]) -> list[Meeting]:
    """The meetings that ended, of the kind, series and days that a person chose, as `reader` may open them;
    the latest first, at most 400.
    """
    rows = visibility.visible_to(reader, Meeting).filter(state__in=ENDED)
    rows = rows.filter(starts_at__date__gte=chosen["since"], starts_at__date__lte=chosen["until"])
    if chosen.get("series"):
        rows = rows.filter(series__iexact=chosen["series"])
    if kind := chosen.get("kind"):
        rows = rows.filter(framework_version__code=kind)
    return list(rows.order_by("-starts_at", "-pk")[:MOST_MEETINGS])


def kinds_held(reader: Reader) -> list[tuple[str, str]]:
    """[(code, name)] of the kinds of the meetings that `reader` may open."""
    rows = visibility.visible_to(reader, Meeting).exclude(framework_version=None)
    found = rows.order_by().values_list("framework_version__code", "framework_version__body__name").distinct()
    return sorted({code: name or code for code, name in found}.items(), key=lambda pair: pair[1])


@dataclass
class ActionCount:
    """How many actions of an agency or person are open, of these overdue, and of these from before the latest
    meeting; and how many ended.
    """

    agency: str
    owner: str
    open: int = 0
    overdue: int = 0
    carried: int = 0
    ended: int = 0


def action_counts(reader: Reader, meetings: list[Meeting]) -> list[ActionCount]:
    """The actions that the meetings gave, by agency and owner; the most overdue first."""
    numbers = [meeting.pk for meeting in meetings]
    raised = visibility.visible_to(reader, MeetingAction).filter(record_id__in=numbers)
    given = dict(raised.values_list("action_id", "record_id"))
    rows = visibility.visible_to(reader, Action).filter(pk__in=list(given)).with_owner()
    latest, today = (numbers[0] if numbers else None), timezone.localdate()
    found: dict[tuple[str, str], ActionCount] = {}
    for action in rows.select_related("owner_agency"):
        agency = action.owner_agency.name if action.owner_agency else ""
        count = found.setdefault((agency, action.owner_words), ActionCount(agency, action.owner_words))
        if action.status != Action.Status.OPEN:
            count.ended += 1
            continue
        count.open += 1
        count.overdue += action.due < today
        count.carried += given[action.pk] != latest
    return sorted(found.values(), key=lambda one: (-one.overdue, -one.open, one.agency, one.owner))


@dataclass
class AgencyActions:
    """The actions of one agency as parts of a bar: `scale` is the number at its whole width."""

    agency: str
    ended: int = 0
    open: int = 0
    overdue: int = 0
    scale: int = 1

    @property
    def parts(self) -> list[tuple[str, float, float]]:
        """[(class of the colour, where it starts, how wide it is)], in hundredths of the bar."""
        found, start = [], 0.0
        for name, number in (
            ("done", self.ended),
            ("open", self.open - self.overdue),
            ("overdue", self.overdue),
        ):
            width = round(100 * number / self.scale, 2)
            found.append((name, round(start, 2), width))
            start += width
        return found


def by_agency(counts: Iterable[ActionCount]) -> list[AgencyActions]:
    """The same of each agency, the most overdue first."""
    found: dict[str, AgencyActions] = {}
    for one in counts:
        row = found.setdefault(one.agency, AgencyActions(one.agency))
        row.ended, row.open, row.overdue = (
            row.ended + one.ended,
            row.open + one.open,
            row.overdue + one.overdue,
        )
    rows = sorted(found.values(), key=lambda row: (-row.overdue, -row.open, row.agency))
    most = max((row.ended + row.open for row in rows), default=1)
    for row in rows:
        row.scale = most or 1
    return rows


def decisions(reader: Reader, meetings: Iterable[Meeting]) -> QuerySet[Decision]:
    """The register of the decisions that the meetings took, the latest first."""
    rows = visibility.visible_to(reader, Decision).filter(record_id__in=[one.pk for one in meetings])
    return rows.annotate(marking=F("record__marking")).order_by("-created", "-pk")


@dataclass
class AgencyAttendance:
    """How often people of an agency were invited and came."""

    agency: str
    invited: int = 0
    present: int = 0
    apologies: int = 0
    absent: int = 0

    @property
    def share(self) -> int:
        """Of a hundred invitations, how many came."""
        return round(100 * self.present / self.invited) if self.invited else 0


def attendance_by_agency(reader: Reader, meetings: Iterable[Meeting]) -> list[AgencyAttendance]:
    """The attendance of each agency over the meetings, the least present first."""
    rows = visibility.visible_to(reader, Attendance).filter(
        record_id__in=[one.pk for one in meetings], removed_at=None
    )
    counted = rows.order_by().values_list("person__agency__name", "state").annotate(n=Count("pk"))
    found: dict[str, AgencyAttendance] = {}
    for agency, state, number in counted:
        row = found.setdefault(agency, AgencyAttendance(agency))
        row.invited += number
        if state in ("apologies", "absent"):
            setattr(row, state, getattr(row, state) + number)
        elif state != Attendance.State.INVITED:  # present, also for a part or by a deputy
            row.present += number
    return sorted(found.values(), key=lambda row: (row.share, row.agency))


@dataclass(frozen=True)
class Length:
    """How long a meeting was planned to take, and took."""

    meeting: Meeting
    planned: int
    took: int

    @property
    def over(self) -> int:
        """Minutes over what was planned; below 0: under it."""
        return self.took - self.planned


def lengths(reader: Reader, meetings: list[Meeting]) -> list[Length]:
    """Planned and used minutes of the meetings whose items have planned minutes."""
    items = visibility.visible_to(reader, AgendaItem).filter(
        record_id__in=[one.pk for one in meetings], removed_at=None
    )
    planned = dict(items.order_by().values_list("record_id").annotate(n=Sum("planned_minutes")))
    return [
        Length(one, planned[one.pk], round((one.ended_at - one.started_at).total_seconds() / 60))
        for one in meetings
        if planned.get(one.pk) and one.started_at and one.ended_at
    ]


@dataclass
class ItemLength:
    """What a standing item took over several meetings, in minutes, with what was below it."""

    title: str
    times: int = 0
    planned: int = 0
    took: int = 0

    @property
    def over(self) -> int:
        """Minutes over what was planned, of all meetings; below 0: under it."""
        return self.took - self.planned


def item_lengths(reader: Reader, meetings: list[Meeting]) -> list[ItemLength]:
    """Planned and used minutes of the standing items, of which at least one meeting took the time; the most
    over first. One query.
    """
    rows = visibility.visible_to(reader, AgendaItem).filter(
        record_id__in=[one.pk for one in meetings], removed_at=None
    )
    rows = rows.exclude(standing="").order_by("record__meeting__starts_at", "position")
    found: dict[str, ItemLength] = {}
    seconds: Counter[str] = Counter()
    held: dict[str, set[int]] = {}
    columns = ("standing", "record_id", "about_id", "title", "planned_minutes", "spent")
    for standing, record, about, title, planned, spent in rows.values_list(*columns):
        row = found.setdefault(standing, ItemLength(""))
        if about is None:
            row.title = (
                title  # as the latest meeting calls it; a record's name is no title of a standing item
            )
        row.planned += planned or 0
        seconds[standing] += spent
        held.setdefault(standing, set()).add(record)
    for standing, row in found.items():
        row.took, row.times = round(seconds[standing] / 60), len(held[standing])
    timed = [row for standing, row in found.items() if row.title and seconds[standing]]
    return sorted(timed, key=lambda row: (-row.over, row.title))


@dataclass(frozen=True)
class StepHours:
    """What a step took before and takes now, in minutes, how often it was done, and the hours given back."""

    label: str
    each: str
    times: int
    before: int | None
    now: int

    @property
    def hours(self) -> float:
        """(before - now) × times ÷ 60; 0 while it was not asked what it took before."""
        return 0.0 if self.before is None else (self.before - self.now) * self.times / 60


def hours_given_back(reader: Reader, meetings: list[Meeting]) -> list[StepHours]:
    """What each step of the paperwork took less, by the figures that the reader's agency has set."""
    raised = visibility.visible_to(reader, MeetingAction).filter(record_id__in=[one.pk for one in meetings])
    times = {"meeting": len(meetings), "action": raised.count()}
    return [
        StepHours(
            label,
            each,
            times[each],
            setting(f"meetings.before_{code}", reader.agency_id),
            setting(f"meetings.now_{code}", reader.agency_id),
        )
        for code, label, each in STEPS
    ]


def by_month(meetings: Iterable[Meeting]) -> list[tuple[date, int]]:
    """[(first day of a month, how many meetings)], the earliest first, months without one too."""
    counted = Counter(timezone.localdate(one.starts_at).replace(day=1) for one in meetings)
    if not counted:
        return []
    month, found = min(counted), []
    while month <= max(counted):
        found.append((month, counted[month]))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


@dataclass(frozen=True)
class IssuedMinutes:
    """The issued minutes of a meeting, as the reader's own copy has them."""

    meeting: Meeting
    copy: MinutesCopy
    minutes: Minutes
    no_print: bool


def minutes_together(reader: Reader, meetings: Iterable[Meeting]) -> tuple[list[IssuedMinutes], bool]:
    """(the newest copy that `reader` may read of each of the meetings, the earliest meeting first, of at most
    24; whether there are more). A fixed number of queries.
    """
    by_number = {one.pk: one for one in meetings}
    copies = list(_newest_copies(reader, by_number)[: MOST_TOGETHER + 1])
    more, copies = len(copies) > MOST_TOGETHER, copies[:MOST_TOGETHER]
    held = conditions_each(reader, {n for copy in copies for n in (copy.record_id, *copy.about_records)})
    found = []
    for copy in reversed(copies):
        numbers = (copy.record_id, *copy.about_records)
        no_print = any(held[number].no_print for number in numbers if number in held)
        found.append(IssuedMinutes(by_number[copy.record_id], copy, from_content(copy.content), no_print))
    return found, more


def _newest_copies(reader, numbers):
    """The newest copy that `reader` may read of the minutes of each of these meetings, the latest first."""
    rows = visibility.visible_to(reader, MinutesCopy).filter(record_id__in=numbers)
    newest = rows.order_by("record_id", "-edition", "number").distinct("record_id").values("pk")
    return rows.filter(pk__in=newest).order_by("-record__meeting__starts_at", "-record_id")


@dataclass(frozen=True)
class Passage:
    """Where words were found: a discussion or a decision of a meeting, and the number of the record that it
    is about.
    """

    meeting: Meeting
    title: str
    text: str
    about: int | None


def found_in_minutes(reader: Reader, meetings: list[Meeting], words: str) -> list[Passage]:
    """The discussions and decisions that hold all of `words`, at most 50 of each, as `reader` sees them."""
    wanted = words.split()[:6]
    if not wanted:
        return []
    by_number = {one.pk: one for one in meetings}
    decided = Q()
    for word in wanted:
        decided &= Q(text__icontains=word) | Q(rationale__icontains=word)
    rows = visibility.visible_to(reader, Decision).filter(decided, record_id__in=by_number)
    found = _discussed(reader, by_number, wanted) + [
        Passage(by_number[row.record_id], f"Decision {row.code}", row.text, row.about_id)
        for row in rows.order_by("-pk")[:MOST_FOUND]
    ]
    return sorted(found, key=lambda one: one.meeting.starts_at, reverse=True)


def _discussed(reader, by_number, words):
    """The discussions that hold all of `words`: as they were typed for who manages the meeting; others read
    what the minutes that were issued to them say of them, which may be less.
    """
    managed = [n for n, level in visibility.levels(reader, by_number).items() if level >= Level.MANAGE]
    said = Q()
    for word in words:
        said &= Q(notes__icontains=word)
    items = visibility.visible_to(reader, AgendaItem)
    typed = items.filter(said, record_id__in=managed, removed_at=None).order_by("-pk")[:MOST_FOUND]
    found = [Passage(by_number[row.record_id], row.title, row.notes, row.about_id) for row in typed]
    issued = [
        (copy.record_id, item)
        for copy in _newest_copies(reader, by_number.keys() - set(managed))[:MOST_FOUND]
        for item in copy.content["items"]
        if all(word.casefold() in item["notes"].casefold() for word in words)
    ][:MOST_FOUND]
    about = dict(items.filter(uuid__in=[item["key"] for _, item in issued]).values_list("uuid", "about_id"))
    return found + [
        Passage(by_number[number], item["title"], item["notes"], about.get(UUID(item["key"])))
        for number, item in issued
    ]
