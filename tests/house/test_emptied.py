"""After a test that commits the database is what every test finds."""

import pytest
from django.db import DatabaseError, connection, transaction

from ocg.models import Ocg
from pam.access.models import Membership
from pam.audit.models import LogEntry
from pam.records.models import RetentionGroup
from pam.reference.models import ReferenceValue
from tests.emptied import Kept
from tests.records.world import group
from tests.world.people import make_people

STATE = """
SELECT (SELECT array_agg(tgname || tgrelid::regclass::text || tgenabled::text ORDER BY tgrelid, tgname)
          FROM pg_trigger WHERE NOT tgisinternal),
       (SELECT array_agg(relname ORDER BY oid) FROM pg_class WHERE relforcerowsecurity)
"""


def state():
    """Which triggers are enabled, and for which roles policies are in force."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone()


def shipped():
    """The rows of two tables that migrations fill."""
    return [list(model._base_manager.order_by("pk").values()) for model in (RetentionGroup, ReferenceValue)]


def test_rows_are_gone_what_was_shipped_is_as_it_was_and_the_log_is_kept_again(committed):
    kept, before = Kept(), (state(), shipped())
    group(make_people())
    ReferenceValue._base_manager.filter(pk=before[1][1][0]["id"]).update(label="Another")
    RetentionGroup._base_manager.filter(pk=before[1][0][-1]["id"]).delete()
    assert Membership._base_manager.exists() and LogEntry._base_manager.exists()
    kept.put_back()
    assert state() == before[0], "every wall stands"
    assert not any(model._base_manager.exists() for model in (Membership, Ocg, Ocg.history.model, LogEntry))
    assert shipped() == before[1] and all(before[1])
    group(make_people())
    for words in ("DELETE FROM audit_logentry", "TRUNCATE audit_logentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)
