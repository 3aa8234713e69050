"""Systems of an agency and their tokens: added, asked for, accepted, refused, withdrawn, revoked.

The database keeps a token from working before a second person has accepted it (pam/api/sql/functions.sql).
"""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from pam.access.deciding import decide
from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.accounts.networks import Networks
from pam.accounts.selectors.people import require_administrator
from pam.api.models import ApiToken, Scope
from pam.api.selectors.tokens import allowed
from pam.audit.services import Verb, log
from pam.reference.selectors.settings import setting

MARK = "pam_"  # how each secret begins, so that scanners of code find one that was left there
DECIDE = "SELECT pam_decide_api_token(%s, %s, %s)"
REFUSALS = {"no_longer_waiting": "This token has been accepted, refused or withdrawn in the meantime."}
NETWORKS = Networks(key="api.networks", label="Networks", meaning="", group="", default="")


@transaction.atomic
def add_system(*, actor: Reader, name: str) -> Membership:
    """A new system of the actor's agency: it can do nothing before it has a token, and sees what is given to
    it as to a person. Raises PermissionDenied, or Refused.
    """
    require_administrator(actor)
    name = require_text(name, "Enter what the system is called.", field="name")
    if len(name) > 100:
        raise Refused("The name must be 100 characters or fewer.", code="max_length", field="name")
    same = Membership.objects.filter(agency_id=actor.agency_id, user__service=True, user__name__iexact=name)
    if same.exists():
        raise Refused("Your agency has a system with this name.", code="not_unique", field="name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_add_system(%s)", [name])
        number = cursor.fetchone()[0]
    if number is None:
        raise PermissionDenied
    log(actor, Verb.COLLECTION, "add system", detail=name)
    return Membership.objects.select_related("user").get(pk=number)


@transaction.atomic
def ask_for_token(
    *,
    actor: Reader,
    system: Membership,
    label: str,
    scopes: Collection[str],
    days: int,
    networks: str = "",
) -> tuple[ApiToken, str]:
    """Asks for a token for `system` of the actor's agency, for so many days. Returns it and its secret, which
    is kept nowhere and works once a second person has accepted it.

    Raises PermissionDenied, or Refused: where the agency allows none, for no scope, or for too many days.
    """
    require_administrator(actor)
    if not allowed(actor.agency_id):
        raise Refused("Your agency does not let its systems use the API.", code="not_allowed")
    if system.agency_id != actor.agency_id or not system.user.service:
        raise Refused("Choose a system of your agency.", code="not_own_agency", field="system")
    require_listed(scopes, Scope.values, field="scopes")
    if not scopes:
        raise Refused("Select what it may be used for.", code="missing", field="scopes")
    most = setting("api.token_days", actor.agency_id)
    if not 1 <= days <= most:
        raise Refused(f"The days must be from 1 to {most}.", code="out_of_range", field="days")
    secret = MARK + token_urlsafe(32)
    row = ApiToken(
        agency_id=actor.agency_id,
        membership_id=system.pk,
        label=require_text(label, "Say what it is for.", field="label"),
        prefix=secret[:10],
        token_hash=sha256(secret.encode()).hexdigest(),
        scopes=[scope for scope in Scope.values if scope in scopes],
        networks=_networks(networks),
        expires_at=timezone.now() + timedelta(days=days),
        asked_by_id=actor.membership_id,
    )
    save_valid(row)
    log(actor, Verb.ALTERATION, "ask for token", detail=f"{system.user.name}: {row}, {', '.join(row.scopes)}")
    return row, secret


def _networks(text):
    try:
        return NETWORKS.check(text.strip())
    except ValidationError as error:
        raise Refused(" ".join(error.messages) + ".", code="invalid", field="networks") from None


@transaction.atomic
def accept_token(*, actor: Reader, token: ApiToken) -> None:
    """Lets the token work from now on. Raises PermissionDenied if it is not the actor's to decide, Refused if
    it waits no more.
    """
    decide(DECIDE, token.uuid, True, "", REFUSALS)
    log(actor, Verb.ALTERATION, "accept token", detail=str(token))


@transaction.atomic
def refuse_token(*, actor: Reader, token: ApiToken, reason: str) -> None:
    """The token never works. Raises as `accept_token`; Refused without a reason."""
    reason = require_text(reason, "Say why.", field="reason")
    decide(DECIDE, token.uuid, False, reason, REFUSALS)
    log(actor, Verb.ALTERATION, "refuse token", detail=str(token), reason=reason)


@transaction.atomic
def end_token(*, actor: Reader, token: ApiToken) -> None:
    """Revokes a token, or withdraws one that waits: it stops at once. Raises PermissionDenied, or Refused if
    it has ended.
    """
    require_administrator(actor)
    rows = ApiToken.objects.filter(agency_id=actor.agency_id, pk=token.pk, ended_at=None)
    rows = rows.exclude(accepted=False)
    if not rows.update(ended_at=timezone.now(), ended_by_id=actor.membership_id):
        raise Refused("This token has ended already.", code="already_ended")
    log(actor, Verb.ALTERATION, "revoke token" if token.accepted else "withdraw token", detail=str(token))
