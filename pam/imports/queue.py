"""The way to the worker: a nudge that an import waits, and how far it is with one, past its transaction.

The import waits in the database; both are only conveniences. Numbers travel here, and no word of a file.
"""

import logging

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
HOUR = 3600


def _redis():
    once = Retry(NoBackoff(), 0)
    return Redis.from_url(settings.CELERY_BROKER_URL, retry=once, socket_connect_timeout=1, socket_timeout=1)


def nudge(number: int, person: int) -> None:
    """Asks the worker for an import now. Where that fails, the beat's next round finds it waiting."""
    from pam.imports.tasks import work_on

    try:
        with _redis() as queue:
            queue.ping()
        work_on.delay(number, person)
    except Exception as error:  # whatever the broker's client raises
        logger.warning("The queue cannot be reached; the import waits: %s", type(error).__name__)


def note_progress(number: int, done: int) -> None:
    """Notes how many rows are through a step that is one transaction."""
    try:
        with _redis() as queue:
            queue.set(f"pam.import.{number}", done, ex=HOUR)
    except RedisError:
        return


def progress(number: int) -> int:
    """How many rows are through, as far as it is known."""
    try:
        with _redis() as queue:
            return int(queue.get(f"pam.import.{number}") or 0)
    except (RedisError, ValueError):
        return 0
