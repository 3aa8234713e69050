"""The release watch: word some days before an earliest release date, and what follows when it comes. Run as
the jobs' role.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ocg.members.events import SOON
from ocg.members.lists import FIRST, LAST, LINE, RELEASED, SECOND, TOLD_ROLE
from ocg.members.models import MemberStatus
from ocg.members.selectors import is_exploited
from ocg.models import Ocg
from pam.access import visibility
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.access.selectors import contacts_of
from pam.access.visibility import Reader
from pam.notifications.models import Delivery
from pam.notifications.services import LIMIT, enqueue_each
from pam.records.bulk import rows
from pam.records.happenings import happened
from pam.records.models import Record
from pam.records.services import chronicle
from pam.reference.selectors.settings import setting, settings_by_value
from pam.ui.dates import long_date

KEYS = (FIRST, SECOND, LAST)


def _serving() -> QuerySet[MemberStatus]:
    """The statuses that count of those who serve, no matter who may see them, with a date of release."""
    every = rows(MemberStatus).filter(struck_at=None)
    newer = Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk"))
    own = every.filter(newer, member=OuterRef("member")).values("pk")
    found = every.filter(~Exists(own), state="serving", member__removed_at=None, release_on__isnull=False)
    return found.select_related("record", "member")


# --- Before ---


def warn(day: date | None = None) -> int:
    """Owes word of each release that is near enough; returns how many causes. A cause (status, date, which
    of the days before it) is owed once; of several that passed unsaid the nearest alone.
    """
    day = day or timezone.localdate()
    near = Q()
    for key in KEYS:
        for days, of_agencies in settings_by_value(key, "record__agency"):
            if days is not None:
                near |= of_agencies & Q(release_on__lte=day + timedelta(days=days))
    if not near:
        return 0
    # Of archived groups too: a release is what may bring one back.
    found = list(_serving().filter(near, release_on__gt=day).order_by("release_on"))
    owed = Delivery.objects.filter(event=SOON, about__in=[row.uuid for row in found])
    known = set(owed.values_list("about", "occasion"))
    causes = []
    groups = rows(Ocg).filter(pk__in={row.record_id for row in found})
    coordinators = dict(groups.values_list("pk", "coordinator_id"))
    for row in found:
        occasion = _occasion(row, day)
        if occasion and (row.uuid, occasion) not in known:
            causes.append((row.uuid, _people_to_warn(row, coordinators.get(row.record_id)), occasion))
        if len(causes) == LIMIT:
            break
    enqueue_each(SOON, causes)
    return len(causes)


def _occasion(row, day):
    """The date, and how many days before it this word is for."""
    left = (row.release_on - day).days
    wanted = [setting(key, row.record.agency_id) for key in KEYS]
    passed = [days for days in wanted if days is not None and left <= days]
    return f"{row.release_on.isoformat()} {min(passed)}" if passed else ""


def _people_to_warn(row, coordinator):
    """The lead (who recorded it, if there is none in force), the group's coordinator, those of the role in
    the owner team, and of the offender manager's agency those that the record is shared with.
    """
    lead = list(Membership.objects.live().filter(pk=row.record.lead_id))
    people = lead or list(Membership.objects.live().filter(pk=row.author_id))
    people += list(_may_see(row).filter(pk=coordinator))
    role = setting(TOLD_ROLE, row.record.agency_id)
    if role:
        own = _may_see(row).filter(agency_id=row.record.agency_id, roles__contains=[role])
        people += list(own.filter(teams=row.record.team_id))
    agency = row.member.manager_agency_id
    if agency and agency != row.record.agency_id:
        theirs = _may_see(row).filter(agency_id=agency)
        named = Q(principal_id__in=row.readers) | Q(teams__principal_id__in=row.readers)
        # Where the agency as a whole has the share, those who answer for it.
        people += list(theirs.filter(named)) or [
            one for one in contacts_of(agency) if theirs.filter(pk=one.pk).exists()
        ]
    return people


def _may_see(row):
    reached = row.readers
    people = Membership.objects.live().filter(clearance__gte=row.marking)
    return people.filter(
        Q(principal_id__in=reached) | Q(agency__principal_id__in=reached) | Q(teams__principal_id__in=reached)
    ).distinct()


# --- When it comes ---


def note_releases(day: date | None = None) -> int:
    """For each who serves and whose earliest release date has come: a line in the chronology, and the event
    that clocks begin with. Once each; returns how many. Safe to run twice at once: a row is claimed.

    It happens in the name of the lead, or else of who recorded it; where neither may see it now it
    waits.
    """
    day = day or timezone.localdate()
    due = _serving().filter(released_at=None, release_on__lte=day, record__closed_at=None)
    numbers = list(due.order_by("release_on", "pk").values_list("pk", flat=True)[:LIMIT])
    return sum(_note(number) for number in numbers)


@transaction.atomic
def _note(number):
    claimed = rows(MemberStatus).filter(pk=number, released_at=None)
    row = (
        claimed.select_related("record", "member__subject")
        .select_for_update(of=("self",), skip_locked=True)
        .first()
    )
    actor = row and _in_whose_name(row)
    if actor is None:
        return 0
    # Without a row of history: nothing that a person said changes by it.
    rows(MemberStatus).filter(pk=number).update(released_at=timezone.now())
    record = Record.objects.get(pk=row.record_id)
    with visibility.reading(actor):
        chronicle(
            actor=actor,
            record=record,
            kind=LINE,
            title=f"{row.member.subject.name}: earliest release date"[:200],
            text=f"{row.establishment or 'Serving'}. The date, {long_date(row.release_on)}, has come. "
            "Record the new status when it is known.",
            agencies=row.agencies,
        )
        if not is_exploited(row.member):
            happened(actor=actor, record=record, code=RELEASED, agencies=row.agencies)
    return 1


def _in_whose_name(row) -> Reader | None:
    for member in (row.record.lead_id, row.author_id, row.member.author_id):
        reader = reader_of_membership(member) if member else None
        if reader is None:
            continue
        with visibility.reading(reader):
            if visibility.visible_to(reader, MemberStatus).filter(pk=row.pk).exists():
                return reader
    return None
