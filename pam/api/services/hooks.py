"""Webhooks of an agency: asked for, accepted, refused, ended; their secrets; tests, and what is sent again.

The database keeps a webhook from working before a second person has accepted it (pam/api/sql/functions.sql).
"""

import base64
from secrets import token_bytes

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from pam.access.deciding import decide
from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.accounts.second_factors import encrypt
from pam.accounts.selectors.people import require_administrator
from pam.api.models import HookDelivery, Webhook
from pam.api.posting import MARK, BadAddress, target_of
from pam.api.selectors.tokens import allowed
from pam.audit.services import Verb, log

DECIDE = "SELECT pam_decide_webhook(%s, %s, %s)"
REFUSALS = {"no_longer_waiting": "This webhook has been accepted, refused or withdrawn in the meantime."}
ENDED = "This webhook has ended already."


@transaction.atomic
def ask_for_webhook(*, actor: Reader, system: Membership, label: str, url: str) -> tuple[Webhook, str]:
    """Asks for a webhook to `url`, about what `system` of the actor's agency may see. Returns it and the
    secret that its messages are signed with, which is shown to nobody again.

    Raises PermissionDenied, or Refused: where the agency allows none, or for an address that is not public.
    """
    require_administrator(actor)
    if not allowed(actor.agency_id):
        raise Refused("Your agency does not let its systems use the API.", code="not_allowed")
    if system.agency_id != actor.agency_id or not system.user.service:
        raise Refused("Choose a system of your agency.", code="not_own_agency", field="system")
    url = require_text(url, "Enter the address.", field="url")
    try:
        target_of(url)
    except BadAddress as error:
        raise Refused(str(error), code="bad_address", field="url") from None
    row = Webhook(
        agency_id=actor.agency_id,
        membership_id=system.pk,
        label=require_text(label, "Say what it is for.", field="label"),
        url=url,
        asked_by_id=actor.membership_id,
    )
    save_valid(row)
    secret = _new_secret(row)
    log(actor, Verb.ALTERATION, "ask for webhook", detail=f"{system.user.name}: {row}")
    return row, secret


def _new_secret(row):
    secret = MARK + base64.b64encode(token_bytes(32)).decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_keep_webhook_secret(%s, %s)", [row.uuid, encrypt(secret)])
        if not cursor.fetchone()[0]:
            raise Refused(ENDED, code="already_ended")
    return secret


@transaction.atomic
def accept_webhook(*, actor: Reader, webhook: Webhook) -> None:
    """Lets it work from now on. Raises PermissionDenied if it is not the actor's to decide, Refused if it
    waits no more.
    """
    decide(DECIDE, webhook.uuid, True, "", REFUSALS)
    log(actor, Verb.ALTERATION, "accept webhook", detail=f"{webhook}: {webhook.url}")


@transaction.atomic
def refuse_webhook(*, actor: Reader, webhook: Webhook, reason: str) -> None:
    """It never works. Raises as `accept_webhook`; Refused without a reason."""
    reason = require_text(reason, "Say why.", field="reason")
    decide(DECIDE, webhook.uuid, False, reason, REFUSALS)
    log(actor, Verb.ALTERATION, "refuse webhook", detail=str(webhook), reason=reason)


@transaction.atomic
def end_webhook(*, actor: Reader, webhook: Webhook) -> None:
    """Ends a webhook, or withdraws one that waits: nothing more is sent to it. Raises PermissionDenied, or
    Refused if it has ended.
    """
    require_administrator(actor)
    rows = Webhook.objects.filter(agency_id=actor.agency_id, pk=webhook.pk, ended_at=None)
    if not rows.exclude(accepted=False).update(ended_at=timezone.now(), ended_by_id=actor.membership_id):
        raise Refused(ENDED, code="already_ended")
    log(actor, Verb.ALTERATION, "end webhook", detail=str(webhook))


@transaction.atomic
def rotate_secret(*, actor: Reader, webhook: Webhook) -> str:
    """A new secret, which is shown to nobody again; the one before it signs for a day more. Raises
    PermissionDenied, or Refused if the webhook has ended.
    """
    require_administrator(actor)
    secret = _new_secret(webhook)
    log(actor, Verb.ALTERATION, "new webhook secret", detail=str(webhook))
    return secret


@transaction.atomic
def send_test(*, actor: Reader, webhook: Webhook) -> HookDelivery:
    """Owes the webhook a message of the kind "test". Raises PermissionDenied, or Refused unless it is in
    use.
    """
    require_administrator(actor)
    if webhook.agency_id != actor.agency_id:
        raise PermissionDenied
    if webhook.state != "In use":
        raise Refused("Only a webhook in use can be tested.", code="not_in_use")
    row = HookDelivery.objects.create(webhook=webhook, kind="test")
    log(actor, Verb.ALTERATION, "test webhook", detail=str(webhook))
    return row


@transaction.atomic
def send_dead_again(*, actor: Reader, delivery: HookDelivery) -> None:
    """Lets a message that was given up be tried anew, with the same id. Raises PermissionDenied, or Refused
    if it is given up no more, or its webhook has ended.
    """
    require_administrator(actor)
    rows = HookDelivery.objects.filter(
        pk=delivery.pk,
        webhook__agency_id=actor.agency_id,
        webhook__accepted=True,
        webhook__ended_at=None,
        dead_at__isnull=False,
    )
    if not rows.update(dead_at=None, failures=0, due_at=timezone.now(), why=""):
        raise Refused("This message is being sent again already, or its webhook has ended.", code="not_dead")
    log(actor, Verb.ALTERATION, "send webhook message again", detail=str(delivery.webhook))
