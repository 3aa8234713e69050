"""Mails about what waits behind a closed door: owed first, then sent once each. Run as the owner role.

A mail holds a link and says no more, because mail can be read by others. The rows that cause a mail are
themselves the list of what is still owed, so that whoever asks never learns who was told.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from pam.access.models import Membership
from pam.disclosure.models import AccessRequest, BreakGlassAccess
from pam.notifications.models import Notice
from pam.notifications.services import MOST, owe, untold
from pam.reference.models import ReferenceValue

Kind = Notice.Kind


def days(code):
    """A number of the list `doors.days`, which an administrator can change; None if it was retired."""
    return (
        ReferenceValue.objects.filter(listing="doors.days", code=code, retired=False)
        .values_list("score", flat=True)
        .first()
    )


def owe_for_requests(now=None):
    """Writes the mails that requests for access cause: to the lead, to the supervisors after some days, to
    the asker.
    """
    now = now or timezone.now()
    rows = AccessRequest.objects.select_related("record__team", "record__lead__user", "asker").order_by("pk")
    for row in rows.filter(untold(Kind.ASKED), state="waiting")[:MOST]:
        owe(
            Kind.ASKED,
            row.uuid,
            managers_of(row.record),
            reverse("disclosure:access_request_answer", args=[row.uuid]),
        )
    patience = days("escalate")
    if patience is not None:
        for row in rows.filter(
            state="waiting", escalated_at=None, asked_at__lte=now - timedelta(days=patience)
        )[:MOST]:
            owe(
                Kind.ESCALATED,
                row.uuid,
                supervisors_of(row.record),
                reverse("disclosure:access_request_answer", args=[row.uuid]),
            )
            AccessRequest.objects.filter(pk=row.pk, state="waiting").update(escalated_at=now)
    for row in rows.filter(untold(Kind.ANSWERED), state__in=("accepted", "declined"))[:MOST]:
        owe(Kind.ANSWERED, row.uuid, [row.asker], reverse("disclosure:access_request", args=[row.uuid]))


def owe_for_openings():
    """Writes the mails that break-glass causes:
    to the record's lead, and to the auditors of both agencies.
    """
    for row in BreakGlassAccess.objects.select_related("record__team").filter(
        untold(Kind.GLASS), record__isnull=False
    )[:MOST]:
        auditors = Membership.objects.live().filter(
            roles__contains=["auditor"], agency_id__in=[row.agency_id, row.record_agency_id]
        )
        told = {person.pk: person for person in [*managers_of(row.record), *auditors]}
        told.pop(row.membership_id, None)
        owe(Kind.GLASS, row.uuid, told.values(), reverse("disclosure:break_glass_use", args=[row.uuid]))


def managers_of(record):
    """Who is told of what waits at `record`: its lead; without one in force, the owner team."""
    lead = Membership.objects.live().filter(pk=record.lead_id, clearance__gte=record.marking)
    return list(lead) or list(_team(record))


def supervisors_of(record):
    """The supervisors of the owner team; without one, the whole team."""
    return list(_team(record).filter(roles__contains=["supervisor"])) or list(_team(record))


def _team(record):
    return Membership.objects.live().filter(teams=record.team_id, clearance__gte=record.marking)
