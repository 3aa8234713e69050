"""The webhooks of an agency, and the messages that none of them took."""

from django.db.models import F, OuterRef, Subquery

from pam.access.selectors import with_deciders
from pam.accounts.selectors.people import require_administrator
from pam.api.models import HookDelivery, Webhook
from pam.api.selectors.tokens import LIMIT, _Deciders, _require


def webhooks_of(reader):
    """The webhooks of the reader's agency, newest first, each with `mine` (the reader's to decide), and for
    administrators `sent` and `failed`, the time and words of the last message taken and of the last failure.
    Raises PermissionDenied.
    """
    _require(reader)
    owed = HookDelivery.objects.filter(webhook=OuterRef("pk")).order_by("-at", "-pk")
    rows = Webhook.objects.filter(agency_id=reader.agency_id).select_related(
        "membership__user", "asked_by__user", "decided_by__user"
    )
    rows = rows.annotate(
        decider_ids=_Deciders(F("agency_id"), F("asked_by_id")),
        sent=Subquery(owed.filter(sent_at__isnull=False).values("sent_at")[:1]),
        failed=Subquery(owed.filter(sent_at=None).exclude(why="").values("why")[:1]),
    )
    rows = with_deciders(rows[:LIMIT])
    for row in rows:
        row.mine = row.waiting and reader.membership_id in row.decider_ids
    return rows


def webhook_of(reader, uuid):
    """One webhook of the reader's agency, as in `webhooks_of`, or None. Raises PermissionDenied."""
    return next((row for row in webhooks_of(reader) if row.uuid == uuid), None)


def dead_of(reader):
    """The messages of the reader's agency that were given up, newest first. Raises PermissionDenied."""
    require_administrator(reader)
    rows = HookDelivery.objects.filter(webhook__agency_id=reader.agency_id, dead_at__isnull=False)
    return rows.select_related("webhook")[:LIMIT]


def dead_message(reader, uuid):
    """One of them, or None. Raises PermissionDenied."""
    require_administrator(reader)
    rows = HookDelivery.objects.filter(webhook__agency_id=reader.agency_id, dead_at__isnull=False, uuid=uuid)
    return rows.select_related("webhook").first()
