"""The job that tells webhooks what has changed: each one as its system, asked of the gate when it is sent.

Two jobs at once, killed and started again, lose nothing; what a killed job had sent already comes again with
the same id.
"""

import json
import logging
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.reader import reader_of_membership
from pam.accounts.second_factors import decrypt, encrypt
from pam.actions.models import Action
from pam.api import posting
from pam.api.models import HookDelivery, HookEvent, Webhook, WebhookSecret
from pam.api.selectors.reading import address_of
from pam.api.selectors.terms import owed_by
from pam.api.selectors.tokens import allowed
from pam.audit.services import Verb, log
from pam.records.models import Document, Entry, Link, Record, Subject
from pam.reference.selectors.settings import setting

logger = logging.getLogger(__name__)
LIMIT = 500  # events or messages in one run; the next run takes the rest
RUN_SECONDS = 40  # mail waits in the same queue
CLAIM_SECONDS = 120  # longer than any try takes
OLD_SECRET = timedelta(days=1)  # both sign for so long
NOT_TRUE = "The system can no longer see it."
TERMS = "The terms for systems are not accepted for it."
GONE = "record.removed"  # of a record that was erased: there is no row to ask the gate about
# By the first word of an event's kind: the model, and the address at which it is read.
KINDS = {
    "record": (Record, "api:record"),
    "entry": (Entry, "api:entries"),
    "subject": (Subject, "api:subjects"),
    "document": (Document, "api:documents"),
    "action": (Action, "api:action"),
    "link": (Link, "api:links"),
}


def send_due(now: datetime | None = None) -> int:
    """Sends what is due; returns how many messages were taken. A receiver that fails keeps the others waiting
    once a run at most.
    """
    now = now or timezone.now()
    while make_messages() == LIMIT:
        continue
    died = now - timedelta(seconds=CLAIM_SECONDS)
    HookDelivery.objects.owed().filter(claimed_at__lt=died).update(claimed_at=None)
    due = HookDelivery.objects.owed().filter(claimed_at=None, due_at__lte=now).order_by("due_at", "pk")
    until, sent, failing = time.monotonic() + RUN_SECONDS, 0, set()
    for number, webhook in due.values_list("pk", "webhook_id")[:LIMIT]:
        if time.monotonic() > until:
            break
        if webhook not in failing:
            answer = _send(number, now)
            sent += bool(answer and answer.taken)
            failing |= {webhook} if answer and not answer.taken else set()
    return sent


def forget(now: datetime | None = None) -> int:
    """Removes old messages and events; returns how many messages."""
    now = now or timezone.now()
    old = now - timedelta(days=setting("api.hook_days"))
    HookEvent.objects.filter(at__lt=old).delete()
    return HookDelivery.objects.filter(at__lt=old).delete()[0]


@transaction.atomic
def make_messages() -> int:
    """Makes messages of what has changed, one for each webhook whose system sees the row; returns of how many
    events. The same row changed twice in between is told once, and as removed if it was.
    """
    events = list(HookEvent.objects.order_by("pk").select_for_update(skip_locked=True)[:LIMIT])
    if not events:
        return 0
    told: dict[tuple[str, UUID], str] = {}
    gone = [event for event in events if event.kind == GONE]
    for event in events:
        one = (event.kind.partition(".")[0], event.about)
        if event.kind != GONE and (one not in told or event.kind.endswith(".removed")):
            told[one] = event.kind
    made = []
    for webhook in Webhook.objects.filter(accepted=True, ended_at=None):
        reader = _reader(webhook)
        if reader is not None:
            seen = _seen(reader, told)
            made += [
                HookDelivery(webhook=webhook, kind=GONE, about=event.about)
                for event in gone
                if _could_open(reader, event)
            ]
            made += [
                HookDelivery(webhook=webhook, kind=told[one], about=one[1]) for one in told if one in seen
            ]
    HookDelivery.objects.bulk_create(made, batch_size=LIMIT)
    HookEvent.objects.filter(pk__in=[event.pk for event in events]).delete()
    return len(events)


def _reader(webhook):
    """The system of a webhook as a reader; None if it has ended, or the agency allows none."""
    reader = reader_of_membership(webhook.membership_id)
    return reader if reader and allowed(webhook.agency_id) else None


def _could_open(reader, event):
    """Whether `reader` could open and copy the record of `event` when it was erased: the database asked the
    gate then (pam_note_erasure_for_webhooks); they may be cleared for less since.
    """
    return bool({*reader.principals} & {*event.readers}) and event.marking <= reader.clearance


def _seen(reader, about):
    """Those of `about`, {(kind, uuid)}, that `reader` sees."""
    found = set()
    with visibility.ensure_reading(reader):
        for kind, (model, _) in KINDS.items():
            numbers = [one for of, one in about if of == kind]
            if numbers:
                rows = visibility.visible_to(reader, model).filter(uuid__in=numbers)
                found |= {(kind, one) for one in rows.values_list("uuid", flat=True)}
    return found


def _send(number, now):
    """Claims one message, asks the gate, sends it and writes down the outcome. Returns the Answer, or
    None if there was nothing to send.
    """
    stamp = timezone.now()
    mine = HookDelivery.objects.owed().filter(pk=number)
    if not mine.filter(claimed_at=None, due_at__lte=now).update(claimed_at=stamp):
        return None
    mine = mine.filter(claimed_at=stamp)
    row = HookDelivery.objects.select_related("webhook__agency").get(pk=number)
    try:
        reader = _reader(row.webhook) if row.webhook.state == "In use" else None
        if reader is not None and _lapsed(reader):
            _later(mine, row, TERMS, now)
            return None
        address = _address(row, reader) if reader is not None else None
        body, headers = message(row, address) if address is not None else (b"", {})
    except Exception:  # one that can't be made must not keep the others
        logger.exception("Webhook message %s could not be made", row.uuid)
        _later(mine, row, "The message could not be made.", now)
        return None
    if address is None:
        mine.update(claimed_at=None, dropped_at=timezone.now(), why=NOT_TRUE)
        return None
    answer = posting.post(row.webhook.url, body, headers, seconds=setting("api.hook_seconds"))
    if answer.taken:
        mine.update(claimed_at=None, sent_at=timezone.now(), why="")
    else:
        _later(mine, row, answer.why, now)
    return answer


def _lapsed(reader):
    """Whether the terms for systems stop this one."""
    owed = owed_by(reader)
    return owed is not None and owed.until is None


def _address(row, reader):
    """The address in the API of what a message is about ("" for a test), asked of the gate as the system and
    logged; None for what the system does not see, or may not copy. Of an erased record it was asked before.
    """
    if row.kind == "test":
        return ""
    if row.kind == GONE:
        return address_of(reverse("api:record", args=[row.about]))
    model, name = KINDS[row.kind.partition(".")[0]]
    with transaction.atomic(), visibility.ensure_reading(reader):
        found = visibility.visible_to(reader, model).filter(uuid=row.about).first()
        record = found if model is Record else None
        if found is not None and record is None:
            record = visibility.visible_to(reader, Record).filter(pk=found.record_id).first()
        if record is None or conditions_of(reader, record).no_print:
            return None
        if model is Link and not _both_ends(reader, found):
            return None
        log(reader, Verb.CONSULTATION, "webhook", [record.pk], detail=f"Webhook, {row.webhook}: {row.kind}")
    return address_of(reverse(name, args=[found.uuid if name == "api:action" else record.uuid]))


def _both_ends(reader, link):
    """Whether the system opens the other record of a link too, and may copy it, as the API's list asks."""
    other = visibility.visible_to(reader, Record).filter(pk=link.other_id).first()
    return other is not None and not conditions_of(reader, other).no_print


def message(row: HookDelivery, address: str) -> tuple[bytes, dict[str, str]]:
    """(body, headers) of a message, signed at this moment: id, kind, time and address, never case text. A
    training agency's says that it is: nothing in it is real.
    """
    moment = int(time.time())
    said: dict[str, Any] = {
        "id": str(row.uuid),
        "type": row.kind,
        "timestamp": row.at.isoformat(),
        "data": {"url": address},
    }
    if row.webhook.agency.training:
        said["training"] = True
    body = json.dumps(said).encode()
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "pam",
        "webhook-id": str(row.uuid),
        "webhook-timestamp": str(moment),
        "webhook-signature": posting.signature(secrets_of(row.webhook), row.uuid, moment, body),
    }


def secrets_of(webhook: Webhook) -> list[str]:
    """The secrets that sign for a webhook now, newest first: the one before the newest for a day more."""
    rows = list(WebhookSecret.objects.filter(webhook=webhook)[:2])
    if len(rows) == 2 and rows[0].made_at < timezone.now() - OLD_SECRET:
        del rows[1]
    return [decrypt(row.kept) for row in rows]


@transaction.atomic
def encrypt_all() -> int:
    """Brings the secrets of all webhooks under the first of `settings.MFA_KEYS`; returns how many. Raises
    ImproperlyConfigured, and changes nothing, if one was kept under a key that is missing.
    """
    rows = list(WebhookSecret.objects.select_for_update())
    for row in rows:
        row.kept = encrypt(decrypt(row.kept))
    WebhookSecret.objects.bulk_update(rows, ["kept"])
    return len(rows)


def _later(mine, row, why, now):
    """Frees a message for another try, each after twice the wait; after all tries it is dead."""
    failures = row.failures + 1
    longest, first = setting("api.hook_longest_wait"), setting("api.hook_first_wait")
    wait = timedelta(minutes=min(longest, first * 2 ** min(failures - 1, 16)))
    mine.update(
        claimed_at=None,
        failures=failures,
        due_at=now + wait,
        dead_at=timezone.now() if failures >= setting("api.hook_tries") else None,
        why=why[:200],
    )
