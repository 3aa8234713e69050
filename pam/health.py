"""`/healthz`: the process is alive. `/readyz`: what it needs answers, so that it may be sent people.

Neither says anything to those who ask but which part does not answer; neither needs a sign-in.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from pathlib import Path
from typing import Any

import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from pam.access.middleware import public

logger = logging.getLogger(__name__)
SECONDS = 3.0  # for all three together: a probe that hangs is worse than one that fails
KEPT = 1.0  # seconds for which an answer is given again: nobody makes a thousand connections by asking
_pool = ThreadPoolExecutor(max_workers=6, thread_name_prefix="readyz")
_last: dict[str, Any] = {}


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers "ok" as soon as the process takes requests; asks neither database nor Redis."""
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 if database, queue and storage answer within SECONDS, else 503; each is "ok" or "no answer"."""
    if time.monotonic() - _last.get("at", 0.0) > KEPT:
        _last.update(found=_ask(), at=time.monotonic())
    found = _last["found"]
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


def _ask() -> dict[str, str]:
    deadline = time.monotonic() + SECONDS
    waiting = {name: _pool.submit(check) for name, check in CHECKS.items()}
    found = {}
    for name, answer in waiting.items():
        try:
            answer.result(max(0.0, deadline - time.monotonic()))
            found[name] = "ok"
        except TookTooLong:
            answer.cancel()
            found[name] = "no answer"
            logger.warning("readyz: %s did not answer within %s seconds", name, SECONDS)
        except Exception as error:  # whatever a driver raises: the part is not there
            found[name] = "no answer"
            logger.warning("readyz: %s: %s", name, type(error).__name__)
    return found


def ask_database() -> None:
    """Signs in to the database anew and asks it something; raises if it doesn't answer.

    Not over the pool: one that is full of people's work must not look like a database that is gone.
    """
    wanted = connection.get_connection_params()
    known = {key: wanted[key] for key in ("host", "port", "user", "password", "dbname") if key in wanted}
    with psycopg.connect(**known, connect_timeout=2, options="-c statement_timeout=2000") as asked:
        asked.execute("SELECT 1")


def ask_queue() -> None:
    """Pings Redis; raises if it doesn't answer."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
    try:
        client.ping()
    finally:
        client.close()


def ask_storage() -> None:
    """Writes and removes a file where documents are kept; raises if that can't be done."""
    folder = Path(settings.MEDIA_ROOT)
    probe = folder / f".readyz-{time.monotonic_ns()}"
    probe.write_bytes(b"")
    probe.unlink()


CHECKS: dict[str, Callable[[], None]] = {
    "database": ask_database,
    "queue": ask_queue,
    "storage": ask_storage,
}
