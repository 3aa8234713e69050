"""Mails about corrections: one to each person who may have read what was wrong. Run as the owner role."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from pam.access.models import Membership, Principal
from pam.audit.models import LogEntry
from pam.disclosure.models import Correction, Receipt
from pam.notifications.models import Notice
from pam.notifications.services import MOST, owe

KIND = "correction"


def owe_corrections():
    """Writes the mails that corrections cause; returns how many corrections it looked at."""
    told = Notice.objects.filter(kind=KIND, about=OuterRef("uuid"))
    rows = list(Correction.objects.filter(~Exists(told)).order_by("-pk")[:MOST])
    for row in rows:
        receipts = Receipt.objects.filter(record_number=row.record_id, level__gte=2, given_at__lte=row.at)
        if row.what != "record":
            receipts = receipts.filter(Q(kinds=None) | Q(kinds__contains=[row.what]))
        for receipt in receipts.select_related("principal").order_by("-given_at"):
            owe(KIND, row.uuid, _people(receipt), reverse("disclosure:receipt", args=[receipt.uuid]))
    return len(rows)


def _people(receipt):
    """Whom a receipt's mails go to: those it names who opened the record; nobody did: all whom it names.

    Of a whole agency then its supervisors and administrators, who know whom it concerns.
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
