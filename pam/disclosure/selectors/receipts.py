"""Receipts of disclosures and corrections, as each side may read them."""

from datetime import timedelta

from django.utils import timezone

from pam.access.levels import Level
from pam.disclosure.models import Correction, Receipt

NEWS = timedelta(days=30)  # how long a correction is on "My work"


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
    """One receipt visible to the current reader, or None. The database asks who may."""
    return _rows().filter(uuid=uuid).first()


def corrections_of(receipt):
    """The corrections of what the receipt's share disclosed,
    newest first; for the person who may read the receipt.
    """
    rows = Correction.objects.filter(record_id=receipt.record_number, at__gte=receipt.given_at)
    if receipt.kinds is not None:
        rows = rows.filter(part_kind__in=[*receipt.kinds, "record"])
    return list(rows.select_related("given_by__user"))


def latest_corrections(reader):
    """The latest corrections that were told to `reader`, newest first; not those of one's own agency."""
    rows = Correction.objects.filter(at__gt=timezone.now() - NEWS).exclude(record_agency_id=reader.agency_id)
    return rows.select_related("record_agency")


def with_receipts(reader, corrections):
    """Those of `corrections` of which `reader` has a receipt, each with its latest as `receipt`."""
    rows = list(corrections)
    numbers = [row.record_id for row in rows]
    mine = receipts_of(reader).filter(record_number__in=numbers).order_by("given_at") if rows else ()
    latest = {row.record_number: row for row in mine}
    for row in rows:
        row.receipt = latest.get(row.record_id)
    return [row for row in rows if row.receipt]


def disclosed(record):
    """The receipts of `record` at view and above, newest first: who would read a correction. For the person
    who manages it.
    """
    return list(_rows().filter(record_number=record.pk, level__gte=Level.VIEW))
