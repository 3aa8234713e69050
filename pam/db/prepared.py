"""Which statements the database plans once for a connection, and which anew with each reader's values.

Planning is half the time of a small query. But the plan that suits a reader of half the records would have a
reader of a few wait for the whole table, and PostgreSQL keeps what it planned under the settings of the
person who came first.

What Django asks by a number, a uuid or a record is planned once by itself (`pam/db/backend/compiler.py`).
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection

_small = ContextVar("pam_small_database", default=False)


def prepared_statements():
    """A block of statements that go by a key: their plan is the same for every reader. Not for lists, counts,
    searches.
    """
    return _planning(settings.DATABASES["default"]["OPTIONS"]["prepare_threshold"])


def unprepared_statements():
    """A block of statements whose plan depends on who is reading:
    all that is asked behind the second wall.
    """
    return prepared_statements() if _small.get() else _planning(None)


@contextmanager
def all_prepared_statements():
    """A block in which every statement is: for loading a database so small that one plan is as good as
    another.
    """
    token = _small.set(True)
    try:
        yield
    finally:
        _small.reset(token)


@contextmanager
def _planning(threshold):
    connection.ensure_connection()
    raw = connection.connection
    before, raw.prepare_threshold = raw.prepare_threshold, threshold
    try:
        yield
    finally:
        raw.prepare_threshold = before
