"""Sharing, and ending a share: the grant, its receipt and its line in the log."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.errors import Refused
from pam.access.in_force import GRANT
from pam.access.levels import Level
from pam.access.models import Grant, HandlingCondition, Principal
from pam.access.services import add_grant
from pam.access.validation import require_listed, require_text
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors.bases import is_usable
from pam.disclosure.selectors.grounds import agreements_for, may_share_once, no_agreement, one_off_days
from pam.disclosure.selectors.sharing import purposes
from pam.disclosure.services.receipts import close_receipts, keep_receipt
from pam.records.models import Record
from pam.records.parts import part_kinds
from pam.ui.dates import long_date


@transaction.atomic
def share(*, actor: Reader, record: Record, proposal: ShareProposal) -> Grant:
    """Gives the receiver of `proposal` (a `ShareProposal`) a live grant on `record`; returns it.

    Replaces a grant that they already have. Another agency needs a lawful basis and an agreement in force
    that covers it; or, from a person who may do that once without, a justification. Chosen kinds of part go
    with `view` alone. The person who reads it on conditions passes them on. Nobody changes their own reach to
    another team's record. Raises PermissionDenied without `manage`, Refused with the reason otherwise.
    Logged as a disclosure when it leaves the owning agency (DPA 2018 s.62).
    """
    visibility.require(actor, record, Level.MANAGE)
    _require_sense(record, proposal)
    if proposal.source == Grant.Source.SHARE:
        _require_own_to_pass_on(actor, record, proposal)
    proposal = _on_its_ground(actor, record, proposal)
    grant = add_grant(
        actor=actor,
        record=record,
        principal=proposal.principal,
        level=proposal.level,
        reason=proposal.reason,
        source=proposal.source,
        until=proposal.until,
        purpose=proposal.purpose,
        lawful_basis=proposal.basis,
        agreement=proposal.agreement,
        justification=proposal.justification,
        conditions=proposal.conditions,
        condition_text=proposal.condition_text,
        kinds=None if proposal.kinds is None else sorted(proposal.kinds),
    )
    if proposal.leaves(record):
        keep_receipt(record, proposal.principal, grant)
    _log_share(actor, record, proposal)
    return grant


def _require_sense(record, proposal):
    if proposal.principal.pk == record.team.principal_id:
        raise Refused(
            "The owner team can already manage this record.", code="is_owner_team", field="principal"
        )
    require_listed([proposal.level], Level, field="level")
    require_listed(proposal.kinds or (), part_kinds(record), field="kinds")
    if proposal.basis and proposal.leaves(record) and not is_usable(proposal.basis, record.agency):
        raise Refused(
            f"{record.agency.name} cannot share on this lawful basis. Choose another.",
            code="basis_of_other_agencies",
            field="lawful_basis",
        )
    require_listed([proposal.purpose] if proposal.purpose else (), purposes(), field="purpose")
    if proposal.conditions:
        known = HandlingCondition.objects.values_list("code", flat=True)
        require_listed(proposal.conditions, known, field="conditions")
    if proposal.until is not None and proposal.until <= timezone.now():
        raise Refused("The end date must be in the future.", code="not_future", field="until")
    require_text(proposal.reason, "Say why you are sharing it.", field="reason")
    if proposal.kinds is not None and proposal.level != Level.VIEW:
        raise Refused(
            "You can only choose parts for people who view. People who add or manage see all parts.",
            code="kinds_need_view",
            field="level",
        )


def _require_own_to_pass_on(actor, record, proposal):
    """Raises Refused for a share of what `actor` has on condition, for longer, or to themselves."""
    if _is_own_reach(actor, record, proposal.principal.pk):
        raise Refused(
            "You cannot change your own access. Ask the owner team.", code="own_access", field="principal"
        )
    _require_own_end(actor, record, proposal.until)
    if conditions_of(actor, record).no_onward:
        raise Refused(
            "This record was shared with you on condition that you do not pass it on. Ask the owner team.",
            code="no_onward_sharing",
        )


def _on_its_ground(actor, record, proposal):
    """The proposal with the agreement that it rests on, or its justification; neither inside the agency."""
    if not proposal.leaves(record):
        return replace(proposal, agreement=None, justification="")
    if proposal.basis is None:
        raise Refused(
            "Choose the lawful basis for sharing with another agency.",
            code="basis_missing",
            field="lawful_basis",
        )
    justification = proposal.justification.strip()
    if justification and proposal.agreement is None:
        _require_one_off(actor, record, proposal)
        return replace(proposal, justification=justification)
    agreement = _agreement_that_covers(record, proposal)
    return replace(proposal, agreement=agreement, justification="")


def _log_share(actor, record, proposal):
    once, reason = proposal.justification, proposal.reason
    log(
        actor,
        Verb.DISCLOSURE if proposal.leaves(record) else Verb.ALTERATION,
        f"share{' without agreement' if once else ''} ({Level(proposal.level).label.lower()})",
        [record.pk],
        detail=_coded(record, proposal),
        recipient=str(proposal.principal),
        recipient_agency=proposal.principal.agency_id,
        reason=f"{reason} No agreement: {once}" if once else reason,
    )


def _coded(record, proposal):
    """What was shared and why, in words from lists alone: auditors read them without opening the reason."""
    basis = str(proposal.basis) if proposal.basis else ""
    coded = [purposes().get(proposal.purpose, ""), basis]
    return "; ".join(filter(None, [record.reference, *coded]))


def _require_one_off(actor, record, proposal):
    """Raises Refused unless `actor` may share once without an agreement, none covers it, and it ends soon."""
    if not may_share_once(actor):
        raise Refused(
            "You do not have permission to share without an agreement. Ask a supervisor.",
            code="one_off_not_allowed",
            field="lawful_basis",
        )
    if agreements_for(record, proposal.principal, basis=proposal.basis).exists():
        raise Refused(
            "An agreement now covers this. Share it under that agreement.",
            code="agreement_exists",
            field="lawful_basis",
        )
    latest = timezone.localdate() + timedelta(days=one_off_days(actor))
    if proposal.until is None or timezone.localdate(proposal.until) > latest:
        raise Refused(
            f"Without an agreement, sharing must end by {long_date(latest)}.",
            code="one_off_too_long",
            field="until",
        )


def _is_own_reach(actor, record, principal_id):
    """Whether `actor`, who isn't of the owner team, reaches `record` by this very principal."""
    return principal_id in actor.principals and record.team.principal_id not in actor.principals


def _require_own_end(actor, record, until):
    """Raises Refused if a person of another agency would pass the record on for longer than they have it."""
    if actor.agency_id == record.agency_id:
        return
    rows = Grant.objects.filter(
        content_object_id=record.pk, group_id__in=actor.principals, level=Level.MANAGE
    )
    ends = [GRANT.end_of(grant) for grant in rows.select_related("agreement")]
    if not ends or None in ends:
        return
    if until is None or timezone.localdate(until) > timezone.localdate(max(ends)):
        raise Refused(
            f"Your own access ends on {long_date(max(ends))}. Choose that date or an earlier one.",
            code="longer_than_own",
            field="until",
        )


def _agreement_that_covers(record, proposal):
    covering = agreements_for(record, proposal.principal, basis=proposal.basis)
    if proposal.agreement is not None:
        covering = covering.filter(pk=proposal.agreement.pk)
    found = covering.first()
    if found is None:
        raise Refused(no_agreement(proposal.principal), code="no_agreement", field="lawful_basis")
    return found


@transaction.atomic
def revoke(*, actor: Reader, grant: Grant, reason: str) -> None:
    """Ends `grant` at once. Raises PermissionDenied without `manage` on its record; Refused without a reason,
    or if it is the actor's own reach.
    """
    record = grant.content_object
    visibility.require(actor, record, Level.MANAGE)
    if _is_own_reach(actor, record, grant.group_id):
        raise Refused(
            "This share gives you your own access. Ask the owner team to end it.",
            code="own_access",
            field="reason",
        )
    require_text(reason, "Say why the share ends.", field="reason")
    principal = Principal.objects.get(pk=grant.group_id)
    grant._change_reason = reason[:100]  # type: ignore[attr-defined]
    close_receipts(record.pk, grant.group_id, reason)
    grant.delete()
    log(
        actor,
        Verb.ALTERATION,
        "revoke share",
        [record.pk],
        detail=record.reference,
        recipient=str(principal),
        recipient_agency=principal.agency_id,  # type: ignore[attr-defined]
        reason=reason,
    )
