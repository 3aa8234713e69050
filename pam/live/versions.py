"""Which version of a record stands: a random text in Redis, new after each change that was committed.

Redis holds fingerprints and random texts, nothing of a record. Without it every question is answered from the
database: `standing` says None, and nobody is told that something is unchanged.
"""

import logging
import secrets
import time
from functools import cache

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
PATIENCE = 0.3  # seconds for one question to Redis
REST = 5.0  # seconds without a question, after one that was not answered
KEPT = 24 * 60 * 60  # seconds that a version is kept without a change
_away = {"until": 0.0}


@cache
def client() -> Redis:
    """The connection to Redis of this process."""
    return Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


def _ask(question):
    """What `question(client)` answers; None while Redis is away, which is tried again after a rest."""
    if time.monotonic() < _away["until"]:
        return None
    try:
        return question(client())
    except RedisError as error:
        _away["until"] = time.monotonic() + REST
        logger.warning("Redis does not answer; followers ask the database: %s", type(error).__name__)
        return None


def key_of(record: int) -> str:
    """What stands for the record with this number in Redis and in tickets: it tells nothing of the number."""
    return salted_hmac("pam.live.key", str(record), algorithm="sha256").hexdigest()[:32]


def publish(record: int) -> None:
    """Gives the record with this number a new version once the transaction is committed."""
    transaction.on_commit(lambda: _publish(key_of(record)), robust=True)


def _publish(key):
    _ask(lambda redis: redis.set(f"live:{key}", secrets.token_hex(8), ex=KEPT))


def current_version(record: str) -> str | None:
    """The version of the record with this key; None while Redis is away. Asked before the database is read:
    what is read is then never older than it.
    """
    key, new = f"live:{record}", secrets.token_hex(8)
    return _ask(lambda redis: redis.set(key, new, ex=KEPT, nx=True, get=True) or new)


def remember(follower: str, state: str, seconds: int = 0) -> None:
    """Keeps for some seconds what a follower was last answered, and from what; without `seconds` for as long
    as what it replaces.
    """
    name = f"live:to:{follower}"
    if seconds:
        _ask(lambda redis: redis.set(name, state, ex=seconds))
    else:
        _ask(lambda redis: redis.set(name, state, xx=True, keepttl=True))


def remembered(record: str, follower: str) -> tuple[str, str] | None:
    """(version of the record with this key, what was kept of this follower); None without either, and while
    Redis is away.
    """
    found = _ask(lambda redis: redis.mget(f"live:{record}", f"live:to:{follower}"))
    return (found[0], found[1]) if found and found[0] and found[1] else None
