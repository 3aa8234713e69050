"""Disposal in two persons' hands: one proposes, another decides; then the record is gone and a certificate
stays.
"""

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import F, Func
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.audit.services import Verb, log
from pam.records.models import Entry
from pam.records.services import chronicle
from pam.retention.models import Certificate, Disposal, Hold
from pam.retention.selectors import label_of
from pam.retention.services.keeping import lock, require_keeper

State = Disposal.State
REFUSALS = {
    "sight": "This has already been decided, or you cannot open the record.",
    "role": "Only a supervisor of the agency that owns the record can decide.",
    "proposer": "You proposed this. Another supervisor must decide.",
    "lead": "You lead this record. Another supervisor must decide.",
    "hold": "The record is on legal hold. Lift the hold first.",
    "changed": "The record has changed since you opened this page. Read what is new, and decide again.",
}


def _proposals():
    refusal = Func(F("pk"), function="pam_refusal_of_disposal", output_field=models.TextField())
    rows = Disposal.objects.annotate(refusal=refusal)
    return rows.select_related("record", "record__team", "proposer__user", "answered_by__user")


def waiting():
    """The proposals that nobody has decided, of records of one's agency that whoever reads can open."""
    return _proposals().filter(state=State.PROPOSED)


def mine_to_decide(most):
    """The proposals that whoever reads may decide, oldest first."""
    return list(waiting().filter(refusal="").order_by("proposed_at", "pk")[:most])


def proposal(uuid):
    """One proposal that whoever reads may see, with `refusal`: why they can't decide it, or ""; or None."""
    return _proposals().filter(uuid=uuid).first()


def proposal_of(record):
    """The newest proposal about `record` that whoever reads may see, or None."""
    return _proposals().filter(record_id=record.pk).first()


def counts_of(record):
    """{what people call it: how many} of what a disposal of `record` would erase."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_erasable(%s)::text", [record.pk])
        found = cursor.fetchone()[0]
    return models.JSONField().from_db_value(found, None, connection) if found else {}


@transaction.atomic
def propose(*, actor, record, ground, reason):
    """Proposes that `record` is disposed of. Raises PermissionDenied, or Refused: on hold, proposed already,
    no reason.
    """
    require_keeper(actor, record)
    if not reason.strip():
        raise Refused("Say why it does not need to be kept.", field="reason")
    lock(record)
    if Hold.objects.filter(record_id=record.pk, lifted_at=None).exists():
        raise Refused("The record is on legal hold. Lift the hold first.")
    if Disposal.objects.filter(record_id=record.pk, state=State.PROPOSED).exists():
        raise Refused("Its disposal has already been proposed and is waiting for a decision.")
    row = Disposal.objects.create(
        record_id=record.pk, ground=ground, reason=reason.strip(), proposer_id=actor.membership_id
    )
    log(actor, Verb.ALTERATION, "propose disposal", [record.pk], what=record.reference)
    _tell(actor, record, f"Disposal proposed: {label_of('dispose', ground)}", reason)
    return row


@transaction.atomic
def end_proposal(*, actor, disposal, record, state, words):
    """Declines a proposal (a second person) or withdraws it (who manages the record). Raises PermissionDenied
    or Refused.
    """
    if not words.strip():
        raise Refused("Say why.", field="reason")
    row = (
        Disposal.objects.select_for_update(of=("self",)).filter(pk=disposal.pk, state=State.PROPOSED).first()
    )
    if row is None:
        raise Refused("This has already been decided, or you cannot decide it.")
    if state == State.WITHDRAWN:
        require_keeper(actor, record)
    elif disposal.refusal not in ("", "hold"):
        raise Refused(REFUSALS[disposal.refusal])
    row.state, row.answered_by_id, row.answered_at, row.answer = (
        state,
        actor.membership_id,
        timezone.now(),
        words.strip(),
    )
    row.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    log(
        actor,
        Verb.ALTERATION,
        f"{row.get_state_display().lower()} disposal",
        [record.pk],
        what=record.reference,
    )
    _tell(actor, record, f"Disposal {row.get_state_display().lower()}", words)
    return row


@transaction.atomic
def dispose(*, actor, disposal, record, seen):
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
            "Something that must stay still refers to this record, so nothing was erased."
        ) from None
    except DatabaseError as error:
        raise _refused(error) from None
    log(actor, Verb.ERASURE, "dispose", [record.pk], what=record.reference)
    return Certificate.objects.get(pk=number)


def _refused(error):
    """The Refused of what pam_dispose() or a room that must let go says; any other error as it is."""
    state, words = getattr(error.__cause__, "sqlstate", ""), error.__cause__.diag.message_primary or ""
    if state == "PAM01":  # a room's own sentence
        return Refused(words)
    return Refused(REFUSALS[words]) if words in REFUSALS else error


def certificates():
    """The certificates of disposal that whoever reads may see."""
    return Certificate.objects.select_related("proposed_by__user", "approved_by__user", "agency")


def certificate(uuid):
    """One certificate that whoever reads may see, or None."""
    return certificates().filter(uuid=uuid).first()


def _tell(actor, record, title, text):
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.DECISION,
        title=title,
        text=text,
        agencies=[record.agency_id],
    )
