"""What is read of series: chained after the gate, a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, QuerySet
from django.http import Http404
from django.utils import timezone

from meetings.carried.models import CarriedAction
from meetings.models import AgendaItem, Meeting, MeetingAction
from meetings.series.models import MeetingSeries, StandingMember
from meetings.series.rhythm import next_day
from pam.access import visibility
from pam.access.levels import Level
from pam.access.naming import Offer, people_of_agency, short_words
from pam.access.visibility import Reader
from pam.actions.models import Action

LIMIT = 25  # meetings on the page of a series
MOST_CARRIED = 200
LOOKS_BACK = timedelta(days=35)  # of a first meeting, which follows none


def series_of(reader: Reader) -> QuerySet[MeetingSeries]:
    """The series that `reader` may open and that are not closed, by name."""
    rows = visibility.visible_to(reader, MeetingSeries).filter(closed_at=None)
    return rows.select_related("lead__user", "framework_version").order_by("title__folded", "pk")


def members_of(reader: Reader, series: MeetingSeries) -> list[StandingMember]:
    """Those who belong to the series, by agency and name."""
    rows = visibility.visible_to(reader, StandingMember).filter(record_id=series.pk, removed_at=None)
    rows = rows.select_related("person__user", "person__agency", "deputy__user", "deputy__agency")
    return list(rows.order_by("person__agency__name__folded", "person__user__name__folded", "pk"))


def meetings_of(reader: Reader, series: MeetingSeries) -> QuerySet[Meeting]:
    """The meetings of the series that `reader` may open, the latest first."""
    rows = visibility.visible_to(reader, Meeting).filter(of_series_id=series.pk)
    return rows.annotate(weight=F("framework_version__body__weight")).order_by("-starts_at", "-pk")


def meeting_before(reader: Reader, meeting: Meeting) -> Meeting | None:
    """The meeting of the same series that came before, as far as `reader` sees; None for the first. One that
    was cancelled does not count.
    """
    row = last_called(reader, meeting)
    while row is not None and row.state == Meeting.State.CANCELLED:
        row = last_called(reader, row)
    return row


def last_called(reader: Reader, meeting: Meeting) -> Meeting | None:
    """The same, a cancelled one too: items that it did not hear are carried from it."""
    if meeting.of_series_id is None:
        return None
    rows = visibility.visible_to(reader, Meeting).filter(of_series_id=meeting.of_series_id)
    return rows.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at", "-pk").first()


def next_called(reader: Reader, meeting: Meeting) -> Meeting | None:
    """The next meeting of the same series that is called and has not started, as far as `reader` sees."""
    if meeting.of_series_id is None:
        return None
    rows = visibility.visible_to(reader, Meeting).filter(
        of_series_id=meeting.of_series_id, state=Meeting.State.CALLED
    )
    return rows.filter(starts_at__gt=meeting.starts_at).order_by("starts_at", "pk").first()


def planned_day(reader: Reader, series: MeetingSeries) -> date | None:
    """The day of the next meeting of the series by its rhythm; None where it says no day."""
    last = meetings_of(reader, series).first()
    held = timezone.localtime(last.starts_at).date() if last else None
    return next_day(series, held, timezone.localdate())


def until_next(series: MeetingSeries | None, meeting: Meeting) -> date:
    """The day of the meeting after `meeting`, or 35 days later where no rhythm says it."""
    day = timezone.localtime(meeting.starts_at).date()
    after = next_day(series, day, day) if series else None
    return after or day + LOOKS_BACK


def open_actions(reader: Reader, series_id: int, before: Meeting) -> list[Action]:
    """The open actions that meetings of the series besides `before` raised, overdue first."""
    others = visibility.visible_to(reader, Meeting).filter(of_series_id=series_id).exclude(pk=before.pk)
    raised = visibility.visible_to(reader, MeetingAction).filter(record_id__in=others.values("pk"))
    rows = visibility.visible_to(reader, Action).open().filter(pk__in=raised.values("action_id"))
    return list(rows.order_by("due", "pk")[:MOST_CARRIED])


def times_carried(reader: Reader, actions: list[Action]) -> dict[int, int]:
    """{number of an action: to how many meetings it was carried}, as far as `reader` sees."""
    rows = visibility.visible_to(reader, CarriedAction).filter(action_id__in=[one.pk for one in actions])
    return dict(rows.order_by().values_list("action_id").annotate(n=Count("pk")))


def items_to_carry(reader: Reader, before: Meeting, carrying: set[str]) -> list[AgendaItem]:
    """The items of a meeting that come back: their outcome is one of `carrying`, or they are no standing item
    and were not reached.
    """
    rows = visibility.visible_to(reader, AgendaItem).filter(record_id=before.pk, removed_at=None)
    rows = rows.prefetch_related("decisions", "raised").order_by("position", "pk")
    own = [row for row in rows if row.about_id or not row.standing]
    return [row for row in own if row.outcome in carrying or not is_touched(row)]


@dataclass(frozen=True)
class LeftOff:
    """A standing item that was taken off the agenda of a series: why, and at which meeting."""

    code: str
    title: str
    why: str
    meeting: Meeting


def left_off(reader: Reader, of: MeetingSeries | Meeting) -> list[LeftOff]:
    """The standing items that a series leaves off, at the end or up to a meeting of it: at the latest meeting
    that had the item it was taken off with a reason, and nothing put it back.
    """
    series = of.of_series_id if isinstance(of, Meeting) else of.pk
    if series is None:
        return []
    rows = visibility.visible_to(reader, AgendaItem).filter(
        record__meeting__of_series_id=series, about=None, carried_from=None
    )
    if isinstance(of, Meeting):
        rows = rows.filter(record__meeting__starts_at__lte=of.starts_at)
    rows = rows.exclude(standing="").select_related("record__meeting")
    latest: dict[str, AgendaItem] = {}
    for row in rows.order_by(
        "standing", "-record__meeting__starts_at", F("removed_at").desc(nulls_first=True)
    ).distinct("standing"):
        latest[row.standing] = row
    return [
        LeftOff(code, row.title, row.removed_why, row.record.meeting)
        for code, row in latest.items()
        if row.removed_at is not None
    ]


def is_touched(item: AgendaItem) -> bool:
    """Whether anything is noted of an item: an outcome, a discussion, a decision, an action."""
    return bool(item.outcome or item.notes or item.decisions.all() or item.raised.all())


def possible_deputies(member: StandingMember) -> Offer:
    """The `Offer` of who can come in a standing member's place: people of their agency."""
    people = people_of_agency(member.person.agency_id)
    return Offer([("People", people)], "deputy", {"of": member.uuid}, short_words)


def open_deputies(reader: Reader, asked: Mapping[str, str]) -> Offer:
    """The same for the address of the suggestions, for who may change the member. Raises Http404."""
    rows = visibility.visible_to(reader, StandingMember).select_related("person")
    member = rows.filter(uuid=asked.get("of")).first()
    if member is None:
        raise Http404
    visibility.require(reader, member, Level.MANAGE)
    return possible_deputies(member)
