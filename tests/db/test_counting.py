"""What comes too often is counted in one statement, by all processes together."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pam.db.counting import CountingDatabaseCache

TABLE = "counts_of_a_test"


@pytest.fixture
def counts(db):
    """A cache with a table of its own."""
    call_command("createcachetable", TABLE, verbosity=0)
    return CountingDatabaseCache(TABLE, {})


def let_pass(key="%"):
    """The time of a key is over."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET expires = now() - interval '1 s' WHERE cache_key LIKE %s", [key])


def test_each_key_is_counted_by_itself_in_one_statement(counts):
    with CaptureQueriesContext(connection) as captured:
        assert [counts.count("one", 60), counts.count("one", 60), counts.count("other", 60)] == [1, 2, 1]
    assert len(captured) == 3
    assert (counts.counted("one"), counts.counted("none")) == (2, 0)


def test_a_count_begins_anew_once_its_time_is_over_and_takes_old_ones_away(counts):
    for key in ("one", "one", "other"):
        counts.count(key, 60)
    let_pass()
    assert counts.counted("one") == 0
    assert counts.count("one", 60) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {TABLE}")
        assert cursor.fetchall() == [("count:one",)]
