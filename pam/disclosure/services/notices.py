"""Who is told about requests for access and of break-glass. Run as the owner role: the person who causes it
never learns who was told, so the rows that cause it are themselves the list of what is still owed.
"""

from datetime import datetime

from django.utils import timezone

from pam.access.models import Membership
from pam.disclosure.models import AccessRequest, BreakGlassAccess
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, enqueue
from pam.records.models import Record
from pam.reference.selectors.settings import before_by_agency


def enqueue_requests(now: datetime | None = None) -> None:
    """Owes word of requests for access: to the lead, and to the supervisors after some days."""
    now = now or timezone.now()
    rows = AccessRequest.objects.select_related("record__team", "record__lead__user").order_by("pk")
    rows = rows.filter(state="waiting")
    for row in rows.filter(not_yet_enqueued("access_asked"))[:LIMIT]:
        enqueue("access_asked", row.uuid, managers_of(row.record))
    late = before_by_agency("disclosure.access_request_days", now, "asked_at", "record__agency")
    for row in rows.filter(late, escalated_at=None)[:LIMIT]:
        enqueue("access_unanswered", row.uuid, supervisors_of(row.record))
        AccessRequest.objects.filter(pk=row.pk, state="waiting").update(escalated_at=now)


def enqueue_break_glass() -> None:
    """Owes word of each use of break-glass: to the record's lead, and to the auditors of both agencies."""
    rows = BreakGlassAccess.objects.select_related("record__team").filter(
        not_yet_enqueued("break_glass"), record__isnull=False
    )
    for row in rows[:LIMIT]:
        auditors = Membership.objects.live().filter(
            roles__contains=["auditor"], agency_id__in=[row.agency_id, row.record_agency_id]
        )
        managers = managers_of(row.record) if row.record else []
        told = {person.pk: person for person in [*managers, *auditors]}
        told.pop(row.membership_id, None)
        enqueue("break_glass", row.uuid, told.values())


def managers_of(record: Record) -> list[Membership]:
    """Who is told about what waits at `record`: its lead; without one in force, the owner team."""
    lead = Membership.objects.live().filter(pk=record.lead_id, clearance__gte=record.marking)
    return list(lead) or list(_team(record))


def supervisors_of(record: Record) -> list[Membership]:
    """The supervisors of the owner team; without one, the whole team."""
    return list(_team(record).filter(roles__contains=["supervisor"])) or list(_team(record))


def _team(record):
    return Membership.objects.live().filter(teams=record.team_id, clearance__gte=record.marking)
