"""Loosening a setting that needs a second person: asked for, accepted, refused, withdrawn.

The database keeps it from being done in any other way (pam/reference/sql/triggers.sql), and asks who decides
at the moment of deciding.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from pam.access.deciding import decide
from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.reference.models import SettingRequest
from pam.reference.selectors.settings import forget_settings

NO_LONGER_FITS = "This can no longer be accepted: the agency has changed since it was asked. Refuse it."
NO_LONGER_WAITING = "This request has been decided or withdrawn in the meantime."
DECIDE = "SELECT pam_decide_setting_request(%s, %s, %s)"
REFUSALS = {"no_longer_waiting": NO_LONGER_WAITING}


def ask(*, actor: Reader, key: str, value: Any = None, reset: bool = False) -> SettingRequest:
    """Asks for a setting's value, or for its `reset`, in the actor's name; the caller checked their right.

    Raises Refused if another request about it waits.
    """
    if SettingRequest.objects.waiting().filter(agency_id=actor.agency_id, key=key).exists():
        raise Refused(
            "A request to change this setting is waiting already. Withdraw it first, or let it be decided.",
            code="already_waiting",
        )
    row = SettingRequest(
        key=key, agency_id=actor.agency_id, value=value, reset=reset, asked_by_id=actor.membership_id
    )
    save_valid(row)
    log(actor, Verb.ALTERATION, "ask to loosen setting", detail=str(row))
    return row


@transaction.atomic
def accept_setting_request(*, actor: Reader, request: SettingRequest) -> None:
    """Gives the agency's setting the value that was asked for, at once.

    Raises PermissionDenied if it is not the actor's to decide, Refused if it waits no more.
    """
    _decide(request, True, "")
    log(actor, Verb.ALTERATION, "accept setting request", detail=str(request))


@transaction.atomic
def refuse_setting_request(*, actor: Reader, request: SettingRequest, reason: str) -> None:
    """Leaves the setting as it is. Raises as `accept_setting_request`; Refused without a reason."""
    reason = require_text(reason, "Say why.", field="reason")
    _decide(request, False, reason)
    log(actor, Verb.ALTERATION, "refuse setting request", detail=str(request), reason=reason)


def _decide(request, accepted, reason):
    try:
        with transaction.atomic():
            decide(DECIDE, request.uuid, accepted, reason, REFUSALS)
    except IntegrityError:
        raise Refused(NO_LONGER_FITS, code="no_longer_fits") from None
    forget_settings()


@transaction.atomic
def withdraw_setting_request(*, actor: Reader, request: SettingRequest) -> None:
    """Takes back what an administrator of the agency asked for. Raises PermissionDenied, or Refused."""
    if not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    rows = SettingRequest.objects.waiting().select_for_update().filter(agency_id=actor.agency_id)
    row = rows.filter(pk=request.pk).first()
    if row is None:
        raise Refused(NO_LONGER_WAITING, code="no_longer_waiting")
    row.withdrawn_at = timezone.now()
    save_valid(row, update_fields=["withdrawn_at"])
    log(actor, Verb.ALTERATION, "withdraw setting request", detail=str(request))
