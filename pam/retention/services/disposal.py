"""Disposal in two persons' hands: one proposes, another decides; then the record is gone and a certificate
stays.
"""

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import create_valid, require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.models import Entry, Record
from pam.records.services import chronicle
from pam.retention.models import Certificate, Disposal, Hold
from pam.retention.selectors.disposal import State
from pam.retention.selectors.groups import label_of, terms
from pam.retention.selectors.keeping import require_keeper
from pam.retention.services.keeping import lock

REFUSALS = {
    "sight": "This has already been decided, or you cannot open the record.",
    "role": "Only a supervisor of the agency that owns the record can decide.",
    "proposer": "You proposed this. Another supervisor must decide.",
    "lead": "You lead this record. Another supervisor must decide.",
    "hold": "The record is on legal hold. Lift the hold first.",
    "changed": "The record has changed since you opened this page. Read what is new, and decide again.",
}


@transaction.atomic
def propose(*, actor: Reader, record: Record, ground: str, reason: str) -> Disposal:
    """Proposes that `record` is disposed of. Raises PermissionDenied, or Refused: on hold, proposed already,
    no reason.
    """
    require_keeper(actor, record)
    require_text(reason, "Say why it does not need to be kept.", field="reason")
    require_listed([ground], [row.code for row in terms("dispose")], field="ground")
    lock(record)
    if Hold.objects.filter(record_id=record.pk, lifted_at=None).exists():
        raise Refused("The record is on legal hold. Lift the hold first.", code="on_hold")
    if Disposal.objects.filter(record_id=record.pk, state=State.PROPOSED).exists():
        raise Refused(
            "Its disposal has already been proposed and is waiting for a decision.", code="already_proposed"
        )
    row = create_valid(
        Disposal, record_id=record.pk, ground=ground, reason=reason.strip(), proposer_id=actor.membership_id
    )
    log(actor, Verb.ALTERATION, "propose disposal", [record.pk], detail=record.reference)
    _chronicle(actor, record, f"Disposal proposed: {label_of('dispose', ground)}", reason)
    return row


@transaction.atomic
def end_proposal(*, actor: Reader, disposal: Disposal, record: Record, state: str, words: str) -> Disposal:
    """Declines a proposal (a second person) or withdraws it (who manages the record). Raises PermissionDenied
    or Refused.
    """
    require_text(words, "Say why.", field="reason")
    row = (
        Disposal.objects.select_for_update(of=("self",)).filter(pk=disposal.pk, state=State.PROPOSED).first()
    )
    if row is None:
        raise Refused("This has already been decided, or you cannot decide it.", code="no_longer_waiting")
    if state == State.WITHDRAWN:
        require_keeper(actor, record)
    elif (refusal := disposal.refusal) not in ("", "hold"):  # type: ignore[attr-defined]
        raise Refused(REFUSALS[refusal], code=refusal)
    row.state, row.answered_by_id, row.answered_at, row.answer = (
        state,
        actor.membership_id,
        timezone.now(),
        words.strip(),
    )
    save_valid(row, update_fields=["state", "answered_by", "answered_at", "answer"])
    log(
        actor,
        Verb.ALTERATION,
        f"{row.get_state_display().lower()} disposal",
        [record.pk],
        detail=record.reference,
    )
    _chronicle(actor, record, f"Disposal {row.get_state_display().lower()}", words)
    return row


@transaction.atomic
def dispose(*, actor: Reader, disposal: Disposal, record: Record, seen: int) -> Certificate:
    """Approves a proposal as its second person, erases the record, and returns the certificate.

    `seen` is the number of rows that the actor was told would go. The files go once this is committed, by a
    job. Raises PermissionDenied without the role, Refused for a conflict, a hold, or a record that has
    changed.
    """
    if not actor.has_role(Membership.Role.SUPERVISOR):
        raise PermissionDenied
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pam_dispose(%s, %s)", [disposal.pk, seen])
            number = cursor.fetchone()[0]
    except IntegrityError:
        raise Refused(
            "Something that must stay still refers to this record, so nothing was erased.", code="referred_to"
        ) from None
    except DatabaseError as error:
        raise _refused(error) from None
    log(actor, Verb.ERASURE, "dispose", [record.pk], detail=record.reference)
    return Certificate.objects.get(pk=number)


def _refused(error):
    """The Refused of what pam_dispose() or a room that must let go says; any other error as it is."""
    state, words = getattr(error.__cause__, "sqlstate", ""), error.__cause__.diag.message_primary or ""
    if state == "PAM01":  # a room's own sentence
        return Refused(words, code="not_ready")
    return Refused(REFUSALS[words], code=words) if words in REFUSALS else error


def _chronicle(actor, record, title, text):
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.DECISION,
        title=title,
        text=text,
        agencies=[record.agency_id],
    )
