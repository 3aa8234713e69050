"""Every write to the grants, and the making of agencies, teams and memberships.

What a share between agencies rests on is asked in `pam.disclosure`, which calls `add_grant`.
"""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import passed_on_conditions
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Agency, Grant, Membership, Principal, Team, User
from pam.access.validation import create_valid, require_valid, save_valid, valid_values
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.kept import KeptBy

# `record: Any` is a row of `records.Record`, of a room above this one.


def _ask_permissions(codenames):
    rows = Permission.objects.filter(content_type__app_label="records", content_type__model="record")
    return {row.codename: row for row in rows.filter(codename__in=codenames)}


_permissions = KeptBy(_ask_permissions, for_ever=True)


def _permission(level):
    """guardian's permission row for a level."""
    codename = Level(level).codename
    return _permissions([codename])[codename]


@transaction.atomic
def add_grant(
    *, actor: Reader, record: Any, principal: Principal, level: int, reason: str, source: str, **terms: Any
) -> Grant:
    """Writes the one grant that `principal` has on `record`, in place of an earlier one. Returns it.

    `terms` are the further fields of `Grant`: `until`, `purpose`, `lawful_basis`, `agreement`,
    `justification`, `conditions`, `condition_text`, `kinds`. Raises PermissionDenied without `manage`. The
    caller logs it.
    """
    visibility.require(actor, record, Level.MANAGE)
    conditions, condition_text = passed_on_conditions(
        actor, record, principal.pk, terms.pop("conditions", ()), terms.pop("condition_text", "")
    )
    fresh = {"until": None, "lawful_basis": None, "agreement": None, "justification": "", "kinds": None}
    fresh["purpose"] = ""
    values = (
        fresh
        | terms
        | {
            "level": level,
            "permission": _permission(level),
            "source": source,
            "given_by_id": actor.membership_id,
            "given_at": timezone.now(),
            "reason": reason.strip(),
            "conditions": conditions,
            "condition_text": condition_text,
        }
    )
    grant, _ = Grant.objects.select_for_update().update_or_create(
        content_object_id=record.pk, group_id=principal.pk, defaults=valid_values(Grant, **values)
    )
    return grant


def left_to_name(record: Any, numbers: Collection[int]) -> dict[int, Membership]:
    """{number: membership} of those memberships that `name_on_record` has something to do for, or to refuse:
    not of the owner team, and without a grant to manage that has no end, or of another agency.
    """
    if not numbers:
        return {}
    manage = Grant.objects.filter(content_object_id=record.pk, level=Level.MANAGE, until=None)
    members = Membership.objects.filter(teams=record.team_id)
    rows = Membership.objects.filter(pk__in=numbers).exclude(pk__in=members.values("pk"))
    rows = rows.exclude(agency_id=record.agency_id, principal_id__in=manage.values("group_id"))
    return {row.pk: row for row in rows}


@transaction.atomic
def name_on_record(*, actor: Reader, record: Any, membership: Membership | None, reason: str) -> Grant | None:
    """Lets a person of the owning agency who is named on `record` (LRO, SRO, chair) manage it."""
    if membership is None or membership.teams.filter(pk=record.team_id).exists():
        return None
    if membership.agency_id != record.agency_id:
        raise Refused(
            "Choose a person from the agency that owns the record.", code="not_owner_agency", field="lead"
        )
    if Grant.objects.filter(
        content_object_id=record.pk, group_id=membership.principal_id, level=Level.MANAGE, until=None
    ).exists():
        return None
    grant = add_grant(
        actor=actor,
        record=record,
        principal=membership.principal,
        level=Level.MANAGE,
        reason=reason,
        source=Grant.Source.ROLE,
    )
    log(
        actor,
        Verb.ALTERATION,
        "share (manage)",
        [record.pk],
        detail=record.reference,
        recipient=str(membership.principal),
        recipient_agency=membership.agency_id,
        reason=reason,
    )
    return grant


@transaction.atomic
def end_names(*, actor: Reader, record: Any, named: Collection[int]) -> None:
    """Ends the grants that were given for being named on `record` to those whose memberships aren't in
    `named`.

    Part of saving the record, which asked for `manage`.
    """
    principals = Membership.objects.filter(pk__in=named).values("principal_id")
    rows = Grant.objects.filter(content_object_id=record.pk, source=Grant.Source.ROLE).exclude(
        group_id__in=principals
    )
    for grant in rows:
        principal = Principal.objects.get(pk=grant.group_id)
        grant._change_reason = "No longer named on the record"  # type: ignore[attr-defined]
        grant.delete()
        log(
            actor,
            Verb.ALTERATION,
            "revoke share",
            [record.pk],
            detail=record.reference,
            recipient=str(principal),
            reason="No longer named on the record",
        )


# --- Agencies, teams, memberships: made by the owner's processes (demo, tests, later the administrator) ---


def _principal(kind, label, agency=None):
    return create_valid(Principal, name=f"{kind}:{uuid.uuid4()}", kind=kind, label=label, agency=agency)


@transaction.atomic
def create_agency(*, name: str, short_name: str, kind: str, contact: str = "") -> Agency:
    """A new agency with its principal."""
    principal = _principal(Principal.Kind.AGENCY, name)
    agency = create_valid(
        Agency, principal=principal, name=name, short_name=short_name, kind=kind, contact=contact
    )
    principal.agency = agency
    save_valid(principal, update_fields=["agency"])
    return agency


@transaction.atomic
def create_team(*, agency: Agency, name: str, contact: str = "") -> Team:
    """A new team of `agency` with its principal."""
    require_valid(Team(name=name, contact=contact), fields=["name", "contact"])
    principal = _principal(Principal.Kind.TEAM, f"{name}, {agency.short_name}", agency)
    return create_valid(Team, principal=principal, agency=agency, name=name, contact=contact)


@transaction.atomic
def create_membership(*, user: User, agency: Agency, teams: Iterable[Team] = (), **fields: Any) -> Membership:
    """`user` acting for `agency` in `teams`; `fields` are those of Membership (roles, clearance, post …)."""
    principal = _principal(Principal.Kind.PERSON, f"{user.name}, {agency.short_name}", agency)
    membership = create_valid(Membership, principal=principal, user=user, agency=agency, **fields)
    membership.teams.set(teams)
    return membership
