"""Receipts of disclosures, and corrections of what was disclosed. They outlive the share."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.disclosure.models import Correction, Receipt

REPLACED = "Replaced by a later share"
NEWS = timedelta(days=30)  # how long a correction stands on "My work"


def keep_receipt(record, principal, grant):
    """Writes the receipt of a share that leaves the owning agency; the one before it ends.

    Part of `share`.
    """
    close_receipts(record.pk, principal.pk, REPLACED)
    fields = (
        "level",
        "lawful_basis",
        "agreement",
        "conditions",
        "condition_text",
        "kinds",
        "given_by_id",
        "given_at",
        "until",
    )
    return Receipt.objects.create(
        record_number=record.pk,
        reference=record.reference,
        record_kind=record.kind,
        record_agency_id=record.agency_id,
        principal_id=principal.pk,
        **{name: getattr(grant, name) for name in fields},
    )


def close_receipts(record_number, principal_id, why):
    """Says on the live receipt of a share that it was withdrawn, and why. Part of the verb that ends the
    share.
    """
    rows = Receipt.objects.filter(record_number=record_number, principal_id=principal_id, ended_at=None)
    rows.update(ended_at=timezone.now(), why_ended=why[:200])


def _rows():
    return Receipt.objects.select_related(
        "record_agency", "lawful_basis", "agreement", "principal__agency", "given_by__user"
    )


def receipts_of(reader, *, reference=""):
    """The receipts of what was shared with `reader`, their teams or their agency; `reference` narrows to one
    record.
    """
    rows = _rows().filter(principal_id__in=reader.principals)
    return rows.filter(reference=reference) if reference else rows


def receipt(uuid):
    """One receipt that whoever reads may see, or None. The database asks who may."""
    return _rows().filter(uuid=uuid).first()


def corrections_of(receipt):
    """The corrections of what the receipt's share disclosed,
    newest first; for whoever may read the receipt.
    """
    rows = Correction.objects.filter(record_id=receipt.record_number, at__gte=receipt.given_at)
    if receipt.kinds is not None:
        rows = rows.filter(what__in=[*receipt.kinds, "record"])
    return list(rows.select_related("given_by__user"))


def corrections_for(reader, most):
    """The latest corrections that were told to `reader`, newest first, each with `receipt`; not those of
    one's own agency.
    """
    rows = Correction.objects.filter(at__gt=timezone.now() - NEWS).exclude(record_agency_id=reader.agency_id)
    rows = list(rows.select_related("record_agency")[:most])
    mine = receipts_of(reader).filter(record_number__in=[row.record_id for row in rows]).order_by("given_at")
    latest = {row.record_number: row for row in mine}
    for row in rows:
        row.receipt = latest.get(row.record_id)
    return [row for row in rows if row.receipt]


def disclosed(record):
    """The receipts of `record` at view and above, newest first: who would read a correction. For who manages
    it.
    """
    return list(_rows().filter(record_number=record.pk, level__gte=Level.VIEW))


@transaction.atomic
def correct(*, actor, record, what, text):
    """Tells everybody to whom `what` (a kind of part, or "record") of `record` was disclosed what was wrong
    with it.

    Raises PermissionDenied without `manage`; Refused without words, or if it was disclosed to nobody.
    """
    visibility.require(actor, record, Level.MANAGE)
    if not text.strip():
        raise Refused("Say what was wrong and what is right.", field="text")
    reached = [row for row in disclosed(record) if row.kinds is None or what == "record" or what in row.kinds]
    if not reached:
        raise Refused("That was not disclosed, so there is no one to tell.", field="what")
    row = Correction.objects.create(
        record_id=record.pk,
        reference=record.reference,
        record_agency_id=record.agency_id,
        what=what,
        text=text.strip(),
        given_by_id=actor.membership_id,
    )
    for principal in {one.principal_id: one.principal for one in reached}.values():
        log(
            actor,
            Verb.DISCLOSURE,
            "correction",
            [record.pk],
            what=record.reference,
            recipient=str(principal),
            recipient_agency=principal.agency_id,
        )
    return row
