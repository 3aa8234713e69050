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


@pytest.fixture
def put_back(committed):
    """State and shipped rows of before, after rows were committed, shipped rows changed and lost."""
    kept, before = Kept(), (state(), shipped())
    group(make_people())
    ReferenceValue._base_manager.filter(pk=before[1][1][0]["id"]).update(label="Another")
    RetentionGroup._base_manager.filter(pk=before[1][0][-1]["id"]).delete()
    assert Membership._base_manager.exists() and LogEntry._base_manager.exists()
    kept.put_back()
    return before


def test_rows_are_gone_and_what_was_shipped_is_as_it_was(put_back):
    assert state() == put_back[0]
    assert not any(model._base_manager.exists() for model in (Membership, Ocg, Ocg.history.model, LogEntry))
    assert shipped() == put_back[1] and all(put_back[1])


def test_the_log_is_kept_again_and_every_wall_stands(put_back):
    assert state() == put_back[0]
    group(make_people())
    for words in ("DELETE FROM audit_logentry", "TRUNCATE audit_logentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)
