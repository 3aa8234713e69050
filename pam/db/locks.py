"""Changing tables that people are using: a lock is waited for only briefly, and asked for again and again.

The person who waits for the lock on a whole table keeps all others waiting behind them. So nobody waits
longer than `LOCK_TIMEOUT` for what they change, then lets the others through, and tries again.
"""

import random
import time
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg import errors

LOCK_TIMEOUT = "200ms"
PAUSE = 1.0  # seconds, on average, for what has waited meanwhile
PATIENCE = 300.0  # seconds, then it fails and says why


class TooBusy(Exception):
    """A table was in use all the time. `args[0]` says which work was given up."""


def is_busy(error):
    """Whether an error of the database says that a lock was not to be had in time."""
    return isinstance(error.__cause__, errors.LockNotAvailable | errors.DeadlockDetected)


def patiently(work, description):
    """Runs `work()` until no lock is missing; returns its result. `description` says in words what is done.

    `work` must be safe to repeat after an OperationalError. Raises TooBusy after `PATIENCE` seconds.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except OperationalError as error:
            if not is_busy(error):
                raise
            if time.monotonic() > end:
                raise TooBusy(
                    f"{description} was given up after {PATIENCE:.0f} seconds: a long query or "
                    "transaction holds the table. End that, and migrate again."
                ) from error
        time.sleep(random.uniform(PAUSE / 2, PAUSE * 3 / 2))


def in_short_transaction(work, description):
    """Runs `work(cursor)` in a transaction of its own under `LOCK_TIMEOUT`, patiently; returns its result."""

    def once():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            return work(cursor)

    return patiently(once, description)


@contextmanager
def short_locks(connection):
    """A block in which every statement of a connection waits for a lock no longer than `LOCK_TIMEOUT`."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{before}'")
