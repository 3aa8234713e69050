"""Every write to a series of meetings, as verbs. Each takes `actor`, a `visibility.Reader`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from meetings.models import Attendance, Meeting
from meetings.selectors.inviting import grounds_offered
from meetings.series.building import STEP, build
from meetings.series.models import MeetingSeries, StandingMember
from meetings.series.selectors import left_off, members_of
from meetings.services.conduct import call_meeting
from meetings.services.inviting import invite
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.frameworks.selectors import version_in_force
from pam.records.services import add_part, create_record, save_part, save_record


@dataclass(frozen=True)
class Called:
    """The next meeting, and (person, why) of the standing members who could not be invited."""

    meeting: Meeting
    left_out: list[tuple[Membership, str]]


def create_series(*, actor: Reader, series: MeetingSeries) -> MeetingSeries:
    """Keeps a new series. Raises Refused as `create_record` does, or for a kind that is not in force."""
    _kind_in_force(actor, series)
    return create_record(actor=actor, record=series)


def edit_series(
    *, actor: Reader, series: MeetingSeries, version: int, changed: Collection[str] = ()
) -> MeetingSeries:
    """Saves an edited series that the form opened at `version`. Meetings that were called stay as they are.
    Raises as `save_record`.
    """
    return save_record(actor=actor, record=series, version=version, changed=changed)


def restore_value(
    *, actor: Reader, row: MeetingSeries, version: int, changed: Collection[str]
) -> MeetingSeries:
    """Saves a series of which an earlier value was put back. Raises as `edit_series`."""
    return edit_series(actor=actor, series=row, version=version, changed=changed)


@transaction.atomic
def add_members(
    *, actor: Reader, series: MeetingSeries, people: Collection[Membership]
) -> list[StandingMember]:
    """Makes `people` standing members: they are invited to each meeting that is called from now on, and may
    not open the series itself because of it. Raises PermissionDenied without `manage`, or Refused for nobody.
    """
    visibility.require(actor, series, Level.MANAGE)
    if not people:
        raise Refused("Tick at least one person.", code="missing", field="people")
    kept = []
    for person in people:
        row = StandingMember.objects.filter(record_id=series.pk, person=person).first()
        if row is None:
            row = add_part(
                actor=actor,
                part=StandingMember(person=person),
                record=series,
                level=Level.MANAGE,
                operation="add standing member",
            )
        elif row.removed_at:
            row.removed_at = None
            row = save_part(actor=actor, part=row, version=row.version, level=Level.MANAGE)
        kept.append(row)
    return kept


@transaction.atomic
def change_member(
    *, actor: Reader, member: StandingMember, version: int, deputy: Membership | None, leaves: bool = False
) -> StandingMember:
    """Says who comes in a standing member's place (None: nobody), or that they leave the series.

    Raises PermissionDenied without `manage`, Stale, or Refused for themselves as their deputy.
    """
    visibility.require(actor, member, Level.MANAGE)
    if deputy is not None and deputy.pk == member.person_id:
        raise Refused("Choose another person as the deputy.", code="themselves", field="deputy")
    member.deputy = deputy
    member.removed_at = timezone.now() if leaves else None
    return save_part(
        actor=actor, part=member, version=version, level=Level.MANAGE, operation="change standing member"
    )


@transaction.atomic
def call_next(*, actor: Reader, series: MeetingSeries, starts_at: datetime) -> Called:
    """Calls the next meeting of the series: of its kind in the version in force, with the agenda that builds
    itself, and its standing members invited. Those of other agencies are invited on the ground that is usual
    for their agency.

    Raises PermissionDenied without `manage`; Refused as `call_meeting`, for a meeting of the series at the
    same time, and for a closed series.
    """
    visibility.require(actor, series, Level.MANAGE)
    if series.closed_at:
        raise Refused("This series is closed. Reopen it first.", code="closed")
    meetings = visibility.visible_to(actor, Meeting).filter(of_series_id=series.pk)
    if meetings.filter(starts_at=starts_at).exists():
        raise Refused("A meeting of this series is called for that time already.", code="twice", field="hour")
    kind = _kind_in_force(actor, series)
    meeting = Meeting(
        title=series.title,
        summary=series.summary,
        series=series.title[:120],
        of_series=series,
        place=series.place,
        lead=series.lead,
        secretary=series.secretary,
        marking=series.marking,
        handling=series.handling,
        team=series.team,
        starts_at=starts_at,
        paper_days=series.paper_days,
    )
    without = {left.code for left in left_off(actor, series)}
    meeting = call_meeting(actor=actor, meeting=meeting, kind=kind, step=STEP, without=without)
    left_out = _invite_members(actor, series, meeting)
    build(actor, meeting, series)
    return Called(meeting, left_out)


def _invite_members(actor, series, meeting):
    """Invites who belongs to the series; returns who could not be, and why."""
    there = set(
        Attendance.objects.filter(record_id=meeting.pk, removed_at=None).values_list("person_id", flat=True)
    )
    people = [row.person for row in members_of(actor, series) if row.person_id not in there]
    live = set(Membership.objects.live().filter(pk__in=[p.pk for p in people]).values_list("pk", flat=True))
    gone = [(p, f"No longer acts for {p.agency.name}.") for p in people if p.pk not in live]
    people = [person for person in people if person.pk in live]
    usual = {agency.pk: ground for agency, (_, ground) in grounds_offered(actor, meeting).items() if ground}
    if not people:
        return gone
    try:
        with transaction.atomic():
            return gone + invite(actor=actor, meeting=meeting, people=people, grounds=usual).left_out
    except Refused as refusal:  # none of them could be
        return gone + [(person, refusal.message) for person in people]


def _kind_in_force(actor, series):
    kind = version_in_force(actor, "agenda", series.framework_version.code)
    if kind is None:
        words = "This kind of meeting is no longer in use. Choose another for the series."
        raise Refused(words, code="not_in_force", field="framework_version")
    return kind
