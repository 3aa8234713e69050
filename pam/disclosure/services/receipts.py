"""Receipts of disclosures, and corrections of what was disclosed. They outlive the share."""

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Grant, Principal
from pam.access.validation import create_valid, require_listed, require_text
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.disclosure.models import Correction, Receipt
from pam.disclosure.selectors.receipts import disclosed
from pam.records.models import Record
from pam.records.parts import part_kinds

REPLACED = "Replaced by a later share"


def keep_receipt(record: Record, principal: Principal, grant: Grant) -> Receipt:
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
    return create_valid(
        Receipt,
        record_number=record.pk,
        reference=record.reference,
        record_kind=record.kind,
        record_agency_id=record.agency_id,
        principal_id=principal.pk,
        **{name: getattr(grant, name) for name in fields},
    )


def close_receipts(record_number: int, principal_id: int, why: str) -> None:
    """Says on the live receipt of a share that it was withdrawn, and why. Part of the verb that ends the
    share.
    """
    rows = Receipt.objects.filter(record_number=record_number, principal_id=principal_id, ended_at=None)
    rows.update(ended_at=timezone.now(), why_ended=why[:200])


@transaction.atomic
def correct(*, actor: Reader, record: Record, part_kind: str, text: str) -> Correction:
    """Tells everyone who received `part_kind` (a kind of part, or "record") of `record` what was wrong
    with it.

    Raises PermissionDenied without `manage`; Refused without words, or if it was disclosed to nobody.
    """
    visibility.require(actor, record, Level.MANAGE)
    require_text(text, "Say what was wrong and what is right.", field="text")
    require_listed([part_kind], ["record", *part_kinds(record)], field="part_kind")
    reached = [
        row
        for row in disclosed(record)
        if row.kinds is None or part_kind == "record" or part_kind in row.kinds
    ]
    if not reached:
        raise Refused(
            "That was not disclosed, so there is no one to tell.",
            code="disclosed_to_nobody",
            field="part_kind",
        )
    row = create_valid(
        Correction,
        record_id=record.pk,
        reference=record.reference,
        record_agency_id=record.agency_id,
        part_kind=part_kind,
        text=text.strip(),
        given_by_id=actor.membership_id,
    )
    for principal in {one.principal_id: one.principal for one in reached}.values():
        log(
            actor,
            Verb.DISCLOSURE,
            "correction",
            [record.pk],
            detail=record.reference,
            recipient=str(principal),
            recipient_agency=principal.agency_id,
        )
    return row
