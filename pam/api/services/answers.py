"""What a system sends twice under one Idempotency-Key is done once, and answered alike."""

import hashlib
import json
import uuid
from datetime import datetime, timedelta

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from pam.access.visibility import Reader
from pam.api.models import SentOnce
from pam.reference.selectors.settings import setting


def _hash(key):
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def claim(*, actor: Reader, key: str, digest: str) -> SentOnce | None:
    """Claims `key` for what has this `digest`: None for the first, else what was sent first.

    Of two at once the second waits here until the first is answered. A first one that failed leaves no claim.
    """
    mine = uuid.uuid4()
    row = SentOnce(membership_id=actor.membership_id, key_hash=_hash(key), digest=digest, claim=mine)
    SentOnce.objects.bulk_create([row], ignore_conflicts=True)
    first = SentOnce.objects.filter(membership_id=actor.membership_id, key_hash=_hash(key)).first()
    return None if first is None or first.claim == mine else first


def keep(*, actor: Reader, key: str, response: HttpResponse) -> None:
    """Keeps the answer to what was claimed: numbers and addresses, as all answers to POST are."""
    rows = SentOnce.objects.filter(membership_id=actor.membership_id, key_hash=_hash(key), status=0)
    rows.update(status=response.status_code, answer=json.loads(response.content))


def again(first: SentOnce) -> HttpResponse:
    """The answer that was given to `first`."""
    response = JsonResponse(first.answer, status=first.status)
    response["Idempotent-Replayed"] = "true"
    return response


def forget(now: datetime | None = None) -> int:
    """Removes what was sent long ago; returns how many. Run by the system's own job."""
    oldest = (now or timezone.now()) - timedelta(hours=setting("api.remembered_hours"))
    return SentOnce.objects.filter(at__lt=oldest).delete()[0]
