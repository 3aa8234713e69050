"""Every write to an agreement, as verbs. Its administrators and its owner may; the database asks again."""

import uuid as uuids
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from pam.access.errors import Refused, Stale
from pam.access.in_force import AGREEMENT
from pam.access.models import Agency, Agreement, LawfulBasis, Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.scanned import scan_state_of_new
from pam.disclosure.selectors.agreements import may_maintain
from pam.disclosure.selectors.bases import is_usable
from pam.ui.dates import long_date

PLAIN = ["name", "purpose", "usual_basis", "record_kinds", "data_categories", "share_days", "owner"]


@transaction.atomic
def make(
    *,
    actor: Reader,
    agreement: Agreement,
    parties: Iterable[Agency],
    bases: Iterable[LawfulBasis],
    upload: UploadedFile | None = None,
) -> Agreement:
    """Keeps a new, unsaved agreement between the actor's agency and `parties`, on `bases`.

    Raises PermissionDenied if the actor is not an administrator; Refused without another party, without a
    basis, or with an end before its start.
    """
    if not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    agreement.agency_id = actor.agency_id
    _require_sense(agreement, parties, bases)
    if AGREEMENT.is_over(agreement, timezone.now()):
        raise Refused("The end must be in the future.", code="not_future", field="ends")
    _keep(actor, agreement, parties, bases, upload, why="Made", first=True)
    log(actor, Verb.COLLECTION, "make agreement", [], detail=agreement.name)
    return agreement


@transaction.atomic
def change(
    *,
    actor: Reader,
    agreement: Agreement,
    version: int,
    parties: Iterable[Agency],
    bases: Iterable[LawfulBasis],
    upload: UploadedFile | None = None,
) -> Agreement:
    """Saves an edited agreement that the form opened at `version`. Its dates change by `renew` and `end`
    alone.

    Raises PermissionDenied, Stale, or Refused as `make` does, and for taking out what shares rest on.
    """
    current = _claim(actor, agreement, version)
    agreement.starts_at, agreement.ends_at, agreement.agency_id = (
        current.starts_at,
        current.ends_at,
        current.agency_id,
    )
    _require_sense(agreement, parties, bases)
    _require_covered(agreement, parties, bases)
    _keep(actor, agreement, parties, bases, upload, why="Changed")
    log(actor, Verb.ALTERATION, "change agreement", [], detail=agreement.name)
    return agreement


@transaction.atomic
def renew(
    *,
    actor: Reader,
    agreement: Agreement,
    version: int,
    ends_at: datetime,
    upload: UploadedFile | None = None,
) -> Agreement:
    """Lets an agreement run until `ends_at`: what rests on it goes on, or works again if it had ended.

    A share whose own end has passed stays ended. Raises PermissionDenied, Stale, or Refused.
    """
    agreement = _claim(actor, agreement, version)
    if ends_at <= max(timezone.now(), agreement.ends_at):
        raise Refused(
            "The new end must be later than the end now, and in the future.", code="not_later", field="ends"
        )
    agreement.ends_at = ends_at
    _save(agreement, f"Renewed until {long_date(ends_at)}", upload)
    log(actor, Verb.ALTERATION, "renew agreement", [], detail=agreement.name)
    return agreement


@transaction.atomic
def end(*, actor: Reader, agreement: Agreement, version: int, reason: str) -> Agreement:
    """Ends an agreement at once: every share that rests on it stops. Raises PermissionDenied, Stale, or
    Refused.
    """
    agreement = _claim(actor, agreement, version)
    require_text(reason, "Say why it ends.", field="reason")
    now = _moment()
    if AGREEMENT.is_over(agreement, now):
        raise Refused("It has already ended.", code="already_ended")
    if agreement.starts_at >= now:
        raise Refused("It is not in force yet. Change its dates instead of ending it.", code="not_started")
    agreement.ends_at = now
    _save(agreement, f"Ended: {reason.strip()}"[:100])
    log(actor, Verb.ALTERATION, "end agreement", [], detail=agreement.name, reason=reason.strip())
    return agreement


def _moment():
    """The moment that the database calls now in this transaction: what ends then has ended for all that
    follows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def _claim(actor, agreement, version):
    """The agreement, locked, at `version` and counted up. Raises PermissionDenied or Stale."""
    # The database shows a row to lock it only to the person who may change it.
    current = Agreement.objects.select_for_update(of=("self",)).filter(pk=agreement.pk).first()
    if current is None or not may_maintain(actor, current):
        raise PermissionDenied
    if current.version != version:
        raise Stale(current)
    current.version = agreement.version = version + 1
    return current


def _require_usable(agreement, parties, bases):
    """Raises Refused for a basis that none of the agencies can disclose on."""
    agencies = [agreement.agency, *parties]
    for basis in bases:
        if not any(is_usable(basis, agency) for agency in agencies):
            raise Refused(
                f"None of these agencies can share on “{basis}”.",
                code="basis_of_other_agencies",
                field="bases",
            )


def _require_sense(agreement, parties, bases):
    if not any(party.pk != agreement.agency_id for party in parties):
        raise Refused("Choose at least one other agency.", code="missing", field="parties")
    if not bases:
        raise Refused("Choose at least one lawful basis.", code="missing", field="bases")
    _require_usable(agreement, parties, bases)
    if agreement.usual_basis and agreement.usual_basis not in bases:
        raise Refused(
            "The usual basis must be one that the agreement covers.",
            code="basis_not_covered",
            field="usual_basis",
        )
    if agreement.owner and agreement.owner.agency_id != agreement.agency_id:
        raise Refused("Choose a person from your own agency.", code="not_own_agency", field="owner")
    if agreement.ends_at <= agreement.starts_at:
        raise Refused("The end must be after the start.", code="end_before_start", field="ends")


LEFT_OUT = {
    "parties": "An agency you removed has shares under this agreement.",
    "bases": "A lawful basis you removed has shares under this agreement.",
    "record_kinds": "A kind of record you removed has shares under this agreement.",
}


def _require_covered(agreement, parties, bases):
    """Raises Refused if shares rest on what the agreement would no longer cover: they would go on all the
    same.
    """
    agencies = [*{agreement.agency_id, *(party.pk for party in parties)}]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pam_agreement_leaves_out(%s, %s, %s, %s)",
            [agreement.pk, agencies, [basis.pk for basis in bases], list(agreement.record_kinds)],
        )
        field = cursor.fetchone()[0]
    if field:
        raise Refused(
            f"{LEFT_OUT[field]} End those shares first, or end the agreement.",
            code="shares_rest_on_it",
            field=field,
        )


def _keep(actor, agreement, parties, bases, upload, *, why, first=False):
    _save(agreement, why, upload, first=first)
    agreement.parties.set({*parties, agreement.agency})
    agreement.bases.set(bases)


def _save(agreement, why, upload=None, *, first=False):
    agreement._change_reason = why
    fields = [*PLAIN, "starts_at", "ends_at", "version"]
    if upload is not None:
        agreement.file_name, agreement.file_type, agreement.file_size = (
            upload.name[-200:],
            upload.content_type,
            upload.size,
        )
        agreement.scan, agreement.scan_note = scan_state_of_new(), ""
        agreement.file.save(uuids.uuid4().hex, upload, save=False)
        fields += ["file", "file_name", "file_type", "file_size", "scan", "scan_note"]
    try:
        save_valid(agreement, update_fields=None if first else fields)
    except Exception:
        if upload is not None:
            agreement.file.delete(save=False)  # the row is rolled back, the file would stay
        raise
