"""Sharing: every write to the grants, and the making of agencies, teams and memberships."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Agreement, Grant, Membership, Principal
from pam.access.services import give_grant
from pam.audit.services import Verb, log
from pam.disclosure.services.receipts import close_receipts, keep_receipt
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_date


def agreements_for(record, principal, *, basis=None):
    """The agreements in force that let `record` be shared with `principal`'s agency, by name.

    Both agencies must be parties, and the kind of record must be covered; with `basis` (a LawfulBasis) that
    too.
    """
    now = timezone.now()
    rows = Agreement.objects.filter(starts_at__lte=now, ends_at__gt=now, parties=record.agency_id)
    rows = rows.filter(parties=principal.agency_id)
    rows = rows.filter(Q(record_kinds=[]) | Q(record_kinds__contains=[record.kind]))
    if basis is not None:
        rows = rows.filter(bases=basis)
    return rows.order_by("name").distinct()


@transaction.atomic
def share(
    *,
    actor,
    record,
    principal,
    level,
    basis,
    reason,
    until,
    agreement=None,
    source=Grant.Source.SHARE,
    justification="",
    conditions=(),
    condition_text="",
    kinds=None,
):
    """Gives `principal` a live grant on `record` at `level` until `until` (aware datetime, or None for no
    end).

    Replaces a grant that the principal already has. Another agency needs a lawful basis and an agreement in
    force that covers it; or, from somebody who may do that once without, a `justification`. `conditions` are
    codes of handling conditions, `condition_text` one in the actor's own words. `kinds` are the codes of the
    kinds of part that it reaches, None for all of them; they go with `view` alone. Whoever reads it on
    conditions passes them on. Raises PermissionDenied without `manage`, Refused with the reason otherwise.
    Nobody changes their own reach to another team's record. Logged as a disclosure when it leaves the owning
    agency (DPA 2018 s.62).
    """
    visibility.require(actor, record, Level.MANAGE)
    outside = principal.agency_id != record.agency_id
    if principal.pk == record.team.principal_id:
        raise Refused("The owner team can already manage this record.", field="principal")
    if source == Grant.Source.SHARE and _is_own_reach(actor, record, principal.pk):
        raise Refused("You cannot change your own access. Ask the owner team.", field="principal")
    if until is not None and until <= timezone.now():
        raise Refused("The end date must be in the future.", field="until")
    if source == Grant.Source.SHARE:
        _require_own_end(actor, record, until)
        if conditions_of(actor, record).no_onward:
            raise Refused(
                "This record was shared with you on condition that you do not pass it on. Ask the owner team."
            )
    if not reason.strip():
        raise Refused("Say why you are sharing it.", field="reason")
    if kinds is not None and level != Level.VIEW:
        raise Refused(
            "You can only choose parts for people who view. People who add or manage see all parts.",
            field="level",
        )
    if outside:
        if basis is None:
            raise Refused("Choose the lawful basis for sharing with another agency.", field="lawful_basis")
        if justification.strip() and agreement is None:
            _require_one_off(actor, record, principal, basis, until)
        else:
            agreement, justification = _agreement_that_covers(record, principal, basis, agreement), ""
    else:
        agreement, justification = None, ""
    grant = give_grant(
        actor=actor,
        record=record,
        principal=principal,
        level=level,
        reason=reason,
        source=source,
        until=until,
        lawful_basis=basis,
        agreement=agreement,
        justification=justification.strip(),
        conditions=conditions,
        condition_text=condition_text,
        kinds=None if kinds is None else sorted(kinds),
    )
    if outside:
        keep_receipt(record, principal, grant)
    log(
        actor,
        Verb.DISCLOSURE if outside else Verb.ALTERATION,
        f"share{' without agreement' if justification else ''} ({Level(level).label.lower()})",
        [record.pk],
        what=record.reference,
        recipient=str(principal),
        recipient_agency=principal.agency_id,
        reason=f"{reason} No agreement: {justification}" if justification else reason,
    )
    return grant


def may_share_once(reader):
    """Whether `reader` may share without an agreement: as a supervisor, where their agency lets them."""
    allowed = setting("disclosure.one_off_by_supervisors", reader.agency_id)
    return allowed and reader.has_role(Membership.Role.SUPERVISOR)


def _require_one_off(actor, record, principal, basis, until):
    """Raises Refused unless `actor` may share once without an agreement, none covers it, and it ends soon."""
    if not may_share_once(actor):
        raise Refused(
            "You do not have permission to share without an agreement. Ask a supervisor.",
            field="lawful_basis",
        )
    if agreements_for(record, principal, basis=basis).exists():
        raise Refused("An agreement now covers this. Share it under that agreement.", field="lawful_basis")
    latest = timezone.localdate() + timedelta(days=setting("disclosure.one_off_days", actor.agency_id))
    if until is None or timezone.localdate(until) > latest:
        raise Refused(f"Without an agreement, sharing must end by {long_date(latest)}.", field="until")


def _is_own_reach(actor, record, principal_id):
    """Whether `actor`, who isn't of the owner team, reaches `record` by this very principal."""
    return principal_id in actor.principals and record.team.principal_id not in actor.principals


def _require_own_end(actor, record, until):
    """Raises Refused if somebody of another agency would pass the record on for longer than they have it."""
    if actor.agency_id == record.agency_id:
        return
    rows = Grant.objects.filter(
        content_object_id=record.pk, group_id__in=actor.principals, level=Level.MANAGE
    )
    ends = [
        min(filter(None, (grant.until, grant.agreement and grant.agreement.ends_at)), default=None)
        for grant in rows.select_related("agreement")
    ]
    if not ends or None in ends:
        return
    if until is None or timezone.localdate(until) > timezone.localdate(max(ends)):
        raise Refused(
            f"Your own access ends on {long_date(max(ends))}. Choose that date or an earlier one.",
            field="until",
        )


def _agreement_that_covers(record, principal, basis, agreement):
    covering = agreements_for(record, principal, basis=basis)
    if agreement is not None:
        covering = covering.filter(pk=agreement.pk)
    found = covering.first()
    if found is None:
        raise Refused(no_agreement(principal), field="lawful_basis")
    return found


def no_agreement(principal):
    """The sentence for a share with `principal` that no agreement covers."""
    return (
        f"No information sharing agreement in force with {principal.agency.name} covers this kind of "
        "record on this "
        "lawful basis."
    )


@transaction.atomic
def revoke(*, actor, grant, reason):
    """Ends `grant` at once. Raises PermissionDenied without `manage` on its record; Refused without a reason,
    or if it is the actor's own reach.
    """
    record = grant.content_object
    visibility.require(actor, record, Level.MANAGE)
    if _is_own_reach(actor, record, grant.group_id):
        raise Refused("This share gives you your own access. Ask the owner team to end it.", field="reason")
    if not reason.strip():
        raise Refused("Say why the share ends.", field="reason")
    principal = Principal.objects.get(pk=grant.group_id)
    grant._change_reason = reason[:100]
    close_receipts(record.pk, grant.group_id, reason)
    grant.delete()
    log(
        actor,
        Verb.ALTERATION,
        "revoke share",
        [record.pk],
        what=record.reference,
        recipient=str(principal),
        recipient_agency=principal.agency_id,
        reason=reason,
    )
