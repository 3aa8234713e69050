"""Who is told about a correction: each person who may have read what was wrong. Run as the owner role."""

from django.db.models import Q

from pam.access.levels import Level
from pam.access.models import Membership, Principal
from pam.audit.models import LogEntry
from pam.disclosure.models import Correction, Receipt
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, enqueue


def enqueue_corrections() -> int:
    """Owes word of corrections; returns how many corrections it looked at."""
    rows = list(Correction.objects.filter(not_yet_enqueued("correction")).order_by("-pk")[:LIMIT])
    for row in rows:
        receipts = Receipt.objects.filter(
            record_number=row.record_id, level__gte=Level.VIEW, given_at__lte=row.at
        )
        if row.part_kind != "record":
            receipts = receipts.filter(Q(kinds=None) | Q(kinds__contains=[row.part_kind]))
        told = [person for receipt in receipts.select_related("principal") for person in _people(receipt)]
        enqueue("correction", row.uuid, told)
    return len(rows)


def _people(receipt):
    """Who a receipt's mails go to: those it names who opened the record; nobody did: all who it names.

    Of a whole agency then its supervisors and administrators, who know who it concerns.
    """
    live, principal = Membership.objects.live(), receipt.principal
    if principal.kind == Principal.Kind.PERSON:
        return list(live.filter(principal_id=principal.pk))
    named = live.filter(agency_id=principal.agency_id)
    if principal.kind == Principal.Kind.TEAM:
        named = named.filter(teams__principal_id=principal.pk)
    looked = LogEntry.objects.filter(records__contains=[receipt.record_number], agency_id=principal.agency_id)
    read = list(named.filter(user_id__in=looked.values("actor_id")).distinct())
    if read or principal.kind == Principal.Kind.TEAM:
        return read or list(named)
    return list(named.filter(roles__overlap=[Membership.Role.SUPERVISOR, Membership.Role.ADMINISTRATOR]))
