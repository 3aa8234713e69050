"""Plans of statements, kept from test to test.

A test, and each page of the matrix, is taken back by a rollback to a savepoint. psycopg then forgets every
statement that its connection has planned, because what was taken back may have been a table. Nearly always
it was rows alone: the plans hold, and planning a statement behind the policies takes longer than running it.
So lists are planned once here, too, as in any database that is small (`pam/db/prepared.py`).
"""

import re
from contextvars import ContextVar
from functools import lru_cache

from psycopg import _connection_base
from psycopg._preparing import PrepareManager

from pam.db import prepared
from pam.db.backend import base

ROWS = re.compile(
    rb"\s*(?:WITH|SELECT|INSERT|UPDATE|DELETE|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|SET|RESET|SHOW|LOCK|EXPLAIN)\b"
).match
STATEMENTS = 1000  # of a connection: those of all pages and of the tests


@lru_cache(5000)
def changes_rows_alone(statement):
    """Whether it is one statement, and one that changes no table."""
    return bool(ROWS(statement)) and b";" not in statement


class _Manager(PrepareManager):
    """psycopg's own, which forgets at a rollback only if more than rows may have changed by then."""

    more_than_rows = False

    def maybe_add_to_cache(self, query, prep, name):
        """Sees each statement before it runs."""
        if not self.more_than_rows and not changes_rows_alone(query.query):
            self.more_than_rows = True
        return super().maybe_add_to_cache(query, prep, name)

    def _should_discard(self, prep, results):
        rows_alone = not self.more_than_rows and all(one.command_status == b"ROLLBACK" for one in results)
        return False if rows_alone else super()._should_discard(prep, results)

    def clear(self):
        """Forgets all statements."""
        self.more_than_rows = False
        return super().clear()


def keep_plans():
    """Every connection that is made from now on keeps its plans."""
    _connection_base.PrepareManager = _Manager
    base.PLANS_KEPT = STATEMENTS
    prepared._small = ContextVar("pam_small_database", default=True)
