"""Asking to be let into a record that one was told of, and answering: reads and writes, as verbs.

The asker never touches the record: what they may know of it comes from their signpost.
"""

from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models import F, Func
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.audit.services import Verb, log
from pam.disclosure.models import AccessRequest
from pam.disclosure.services.sharing import share_record
from pam.notifications.services import enqueue
from pam.records.kinds import kind_of
from pam.records.models import Entry, Record
from pam.records.services import chronicle

State = AccessRequest.State
WANTABLE = (Level.VIEW, Level.CONTRIBUTE)
ANSWER_FIELDS = ["state", "answered_by", "answered_at", "answer", "level", "until"]


@dataclass(frozen=True)
class ToldOf:
    """A record as a signpost shows it, with the number that a request for it carries."""

    record: int
    reference: str
    kind: str
    agency: str
    team: str

    @property
    def kind_label(self):
        """What people call this kind of record."""
        return kind_of(self.kind).label


def told_of(uuid):
    """The `ToldOf` of a record that whoever reads was told of and can't open; None for any other, hidden or
    absent.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT record, reference, kind, agency, team FROM pam_told_of(%s)", [uuid])
        row = cursor.fetchone()
    return ToldOf(*row) if row else None


def waiting_request(reader, record):
    """The request for the record with this number that `reader` made and nobody has answered, or None."""
    return AccessRequest.objects.filter(
        record_id=record, asker_id=reader.membership_id, state=State.WAITING
    ).first()


def asked(reader, uuid):
    """A request by somebody of the reader's agency, as they may see it, or None.

    The database asks who may.
    """
    rows = AccessRequest.objects.filter(uuid=uuid, asker_agency_id=reader.agency_id)
    return rows.select_related("asker__user", "answered_by__user", "answered_by__agency").first()


def _managed():
    """The requests about records that whoever reads manages."""
    reach = Func(F("record_id"), function="pam_level", output_field=models.IntegerField())
    rows = AccessRequest.objects.annotate(reach=reach).filter(reach__gte=Level.MANAGE)
    return rows.select_related("asker__user", "asker_agency", "answered_by__user")


def to_answer(uuid):
    """A request about a record that whoever reads manages, or None."""
    return _managed().filter(uuid=uuid).first()


def waiting_for_me(most):
    """The unanswered requests about records that whoever reads manages, oldest first."""
    return list(_managed().filter(state=State.WAITING).order_by("asked_at", "pk")[:most])


def about(record, most):
    """The requests about `record`, newest first, for who manages it; nothing for others."""
    return list(_managed().filter(record_id=record.pk)[:most])


def asked_by(reader, most):
    """The latest requests of `reader`, newest first."""
    return list(AccessRequest.objects.filter(asker_id=reader.membership_id)[:most])


@transaction.atomic
def ask(*, actor, told, wanted, reason):
    """Asks for access to the record of a signpost (`told`, from `told_of`). Returns the request.

    Raises Refused without a reason, or while an earlier request waits.
    """
    if not reason.strip():
        raise Refused("Say why you need access.", field="reason")
    if waiting_request(actor, told.record):
        raise Refused("You have already asked. Your request is waiting for an answer.")
    request = AccessRequest.objects.create(
        record_id=told.record,
        reference=told.reference,
        kind=told.kind,
        asker_id=actor.membership_id,
        asker_agency_id=actor.agency_id,
        wanted=wanted,
        reason=reason.strip(),
    )
    log(actor, Verb.COLLECTION, "ask for access", [told.record], what=told.reference, reason=reason.strip())
    return request


@transaction.atomic
def withdraw(*, actor, request):
    """Takes one's own waiting request back. Raises Refused if it is somebody else's or was answered
    meanwhile.
    """
    request = _still_waiting(request)
    if request.asker_id != actor.membership_id:
        raise Refused("Only the person who asked can withdraw it.")
    request.state = State.WITHDRAWN
    request.answered_at = timezone.now()
    request.save(update_fields=["state", "answered_at"])
    log(actor, Verb.ALTERATION, "withdraw access request", [request.record_id], what=request.reference)
    return request


def _still_waiting(request):
    """The request, locked. Raises Refused if it does not wait any more."""
    row = (
        AccessRequest.objects.select_for_update(of=("self",))
        .filter(pk=request.pk, state=State.WAITING)
        .first()
    )
    if row is None:
        raise Refused("This request has already been answered or withdrawn.")
    return row


def receiver(request, whole_agency):
    """Whom the share would name: the asker alone, or everyone at their agency. Raises Refused if they have
    left.
    """
    asker = Membership.objects.live().select_related("principal__agency", "agency__principal__agency")
    asker = asker.filter(pk=request.asker_id).first()
    if asker is None:
        raise Refused("The person who asked has left or is suspended. Decline the request.")
    return asker.agency.principal if whole_agency else asker.principal


@transaction.atomic
def accept(*, actor, request, level, reason, until, whole_agency=False, **share):
    """Lets the asker (or their whole agency) in, in whole or in part: a share like any other
    (`share_record`).

    Raises PermissionDenied without `manage`; Refused as `share` does, or if the request does not wait any
    more.
    """
    request = _still_waiting(request)
    record = visibility.visible_to(actor, Record).get(pk=request.record_id)
    share_record(
        actor=actor,
        record=record,
        principal=receiver(request, whole_agency),
        level=level,
        reason=reason,
        until=until,
        told_otherwise={request.asker_id},
        **share,
    )
    request.level, request.until = level, until
    return _answer(actor, request, State.ACCEPTED, reason)


@transaction.atomic
def decline(*, actor, request, reason):
    """Says no, and why; the asker reads the reason. Raises PermissionDenied, or Refused."""
    request = _still_waiting(request)
    record = visibility.visible_to(actor, Record).get(pk=request.record_id)
    visibility.require(actor, record, Level.MANAGE)
    if not reason.strip():
        raise Refused("Give a reason for declining. The person who asked will read it.", field="reason")
    asker = Membership.objects.get(pk=request.asker_id)
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.SHARE,
        title=f"Access declined to {asker}",
        text=reason.strip(),
        agencies=sorted({record.agency_id, actor.agency_id}),
    )
    return _answer(actor, request, State.DECLINED, reason)


def _answer(actor, request, state, words):
    request.state, request.answer = state, words.strip()
    request.answered_by_id, request.answered_at = actor.membership_id, timezone.now()
    request.save(update_fields=ANSWER_FIELDS)
    asker = Membership.objects.get(pk=request.asker_id)
    enqueue("access_answered", request.uuid, [asker])
    log(
        actor,
        Verb.ALTERATION,
        f"access request {state}",
        [request.record_id],
        what=request.reference,
        recipient=str(asker),
        reason=words.strip(),
    )
    return request
