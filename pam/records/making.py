"""Files that a job makes of rows that wait: minutes, profiles.

That a row still has to become a file is a fact of the database (`WAITING`); the message to the worker is only
a nudge. So a stopped broker or a killed worker delays a file and loses none.
"""

import hashlib
import logging
import uuid as uuids
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from pam.access.validation import save_valid
from pam.db.reading import working
from pam.pdf import PdfUnavailable

logger = logging.getLogger(__name__)
TRY_AGAIN_AFTER = timedelta(minutes=1)  # after a failure; a killed worker's rows are free at once
STUCK_AFTER = "5min"  # a worker whose machine went away without closing its connection frees its row
MOST = 20  # rows of one round


class MadeFile(models.Model):
    """What a row needs whose PDF a job makes. `claimed_at` is when the job last tried; `problem` says why
    that failed. A subclass adds its `file`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being made"
        MADE = "made", "Ready"

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    claimed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def waited(self) -> timedelta:
        """How long the file has been waited for."""
        return (self.made_at or timezone.now()) - self.created  # type: ignore[attr-defined]


def nudge(task: Any, numbers: Iterable[int]) -> None:
    """Asks the worker to run `task` with each number now. Where that fails, the next round finds them
    waiting.
    """
    try:
        _require_queue()
        for number in numbers:
            task.delay(number)
    except Exception as error:  # whatever the broker's client raises: the rows wait in the database
        logger.warning("The queue cannot be reached; files wait: %s", type(error).__name__)


def _require_queue():
    """Raises within two seconds if the queue does not answer: the client that sends tasks tries for 6 to 10
    s.
    """
    once = Retry(NoBackoff(), 0)
    with Redis.from_url(
        settings.CELERY_BROKER_URL, retry=once, socket_connect_timeout=1, socket_timeout=1
    ) as queue:
        queue.ping()


def waiting(model: Any) -> list[int]:
    """The numbers of the rows of `model` (a `MadeFile`) that wait to be made, oldest first; those that just
    failed rest for a minute.
    """
    with working(model.gate.job):
        rows = model.objects.filter(state=MadeFile.State.WAITING)
        rows = rows.filter(Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - TRY_AGAIN_AFTER))
        return list(rows.order_by("created", "pk").values_list("pk", flat=True)[:MOST])


def make(
    model: Any,
    number: int,
    render: Callable[[Any], bytes],
    done: Callable[[Any], None] = lambda row: None,
) -> bool:
    """Makes the PDF of one row of `model` by `render(row)`, unless it is made or another worker is at it;
    returns whether it did. `done(row)` is called in the same transaction.

    The claim is the row's own lock, held while the file is made: a worker that is killed frees it at
    once. Each try has a file name of its own, so that a worker that lost the lock with its connection touches
    no other file; what it leaves is removed as a leftover (pam/retention/leftovers.py).
    """
    with working(model.gate.job):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{STUCK_AFTER}'")
        rows = model.objects.select_for_update(skip_locked=True)
        row = rows.filter(pk=number, state=MadeFile.State.WAITING).first()
        if row is None:
            return False
        row.claimed_at = timezone.now()
        try:
            _store(row, render(row))
        except PdfUnavailable as reason:
            row.problem = str(reason)[:200]
        except Exception:
            logger.exception("%s %s could not be made", model.__name__, row.uuid)
            row.problem = "The PDF could not be made. It is tried again each minute."
        save_valid(row)
        if row.state == MadeFile.State.MADE:
            done(row)
        return row.state == MadeFile.State.MADE


def _store(row, pdf):
    """Stores the file, and states in the row that it is made."""
    row.file.save(f"{uuids.uuid4().hex}.pdf", ContentFile(pdf), save=False)
    row.sha256 = hashlib.sha256(pdf).hexdigest()
    row.state, row.made_at, row.problem = MadeFile.State.MADE, timezone.now(), ""
