"""Asking to be let into a record that one was told about, and answering, as verbs.

The asker never touches the record: what they may know of it comes from their signpost.
"""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import create_valid, require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.disclosure.models import AccessRequest
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors.access_requests import (
    REQUESTABLE_LEVELS,
    State,
    receiver,
    waiting_request,
)
from pam.disclosure.services.sharing import share_record
from pam.notifications.services import enqueue
from pam.records.models import Entry, Record
from pam.records.selectors.names import Signpost
from pam.records.services import chronicle

ANSWER_FIELDS = ["state", "answered_by", "answered_at", "answer", "level", "until"]


@transaction.atomic
def ask(*, actor: Reader, signpost: Signpost, wanted: int, reason: str) -> AccessRequest:
    """Asks for access to the record of `signpost` (from `signpost_of`). Returns the request.

    Raises Refused without a reason, or while an earlier request waits.
    """
    require_text(reason, "Say why you need access.", field="reason")
    require_listed([wanted], REQUESTABLE_LEVELS, field="wanted")
    if waiting_request(actor, signpost.record):
        raise Refused("You have already asked. Your request is waiting for an answer.", code="already_asked")
    request = create_valid(
        AccessRequest,
        record_id=signpost.record,
        reference=signpost.reference,
        kind=signpost.kind,
        asker_id=actor.membership_id,
        asker_agency_id=actor.agency_id,
        wanted=wanted,
        reason=reason.strip(),
    )
    log(
        actor,
        Verb.COLLECTION,
        "ask for access",
        [signpost.record],
        detail=signpost.reference,
        reason=reason.strip(),
    )
    return request


@transaction.atomic
def withdraw(*, actor: Reader, request: AccessRequest) -> AccessRequest:
    """Takes one's own waiting request back. Raises Refused if it is another person's or was answered
    meanwhile.
    """
    request = _still_waiting(request)
    if request.asker_id != actor.membership_id:
        raise Refused("Only the person who asked can withdraw it.", code="not_own")
    request.state = State.WITHDRAWN
    request.answered_at = timezone.now()
    save_valid(request, update_fields=["state", "answered_at"])
    log(actor, Verb.ALTERATION, "withdraw access request", [request.record_id], detail=request.reference)
    return request


def _still_waiting(request):
    """The request, locked. Raises Refused if it no longer waits."""
    row = (
        AccessRequest.objects.select_for_update(of=("self",))
        .filter(pk=request.pk, state=State.WAITING)
        .first()
    )
    if row is None:
        raise Refused(
            "This request has already been answered or withdrawn.",
            code="no_longer_waiting",
        )
    return row


@transaction.atomic
def accept(
    *, actor: Reader, request: AccessRequest, proposal: ShareProposal, whole_agency: bool = False
) -> AccessRequest:
    """Lets the asker (or their whole agency) in as `proposal` says, in whole or in part: a share like any
    other (`share_record`). Its receiver is asked for anew, with the request locked.

    Raises PermissionDenied without `manage`; Refused as `share` does, or if the request does not wait any
    more.
    """
    request = _still_waiting(request)
    record = visibility.visible_to(actor, Record).get(pk=request.record_id)
    proposal = replace(proposal, principal=receiver(request, whole_agency))
    share_record(actor=actor, record=record, proposal=proposal, owner_notified={request.asker_id})
    request.level, request.until = proposal.level, proposal.until
    return _answer(actor, request, State.ACCEPTED, proposal.reason)


@transaction.atomic
def decline(*, actor: Reader, request: AccessRequest, reason: str) -> AccessRequest:
    """Says no, and why; the asker reads the reason. Raises PermissionDenied, or Refused."""
    request = _still_waiting(request)
    record = visibility.visible_to(actor, Record).get(pk=request.record_id)
    visibility.require(actor, record, Level.MANAGE)
    require_text(reason, "Give a reason for declining. The person who asked will read it.", field="reason")
    asker = Membership.objects.get(pk=request.asker_id)
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.SHARE,
        title=f"Access declined to {asker}",
        text=reason.strip(),
        agencies=sorted({record.agency_id, actor.agency_id}),  # type: ignore[arg-type]
    )
    return _answer(actor, request, State.DECLINED, reason)


def _answer(actor, request, state, words):
    request.state, request.answer = state, words.strip()
    request.answered_by_id, request.answered_at = actor.membership_id, timezone.now()
    save_valid(request, update_fields=ANSWER_FIELDS)
    asker = Membership.objects.get(pk=request.asker_id)
    enqueue("access_answered", request.uuid, [asker])
    log(
        actor,
        Verb.ALTERATION,
        f"access request {state}",
        [request.record_id],
        detail=request.reference,
        recipient=str(asker),
        reason=words.strip(),
    )
    return request
