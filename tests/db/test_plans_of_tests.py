"""The tests' connection keeps what was planned until a table may have been taken back (tests/plans.py)."""

import pytest
from django.db import connection

from pam.reference.models import Setting
from tests.matrix.requests import undone
from tests.plans import changes_rows_alone

PLAN = "SELECT id FROM reference_setting WHERE id = "
READ = f"{PLAN}%s"


def kept():
    """Whether the database holds a plan of `READ`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"{PLAN}%"])
        return cursor.fetchone()[0] > 0


@pytest.fixture(autouse=True)
def planned(db):
    with connection.cursor() as cursor:
        for _ in range(4):
            cursor.execute(READ, [0])
    assert kept()


def test_rows_that_are_taken_back_leave_the_plans():
    with undone():
        Setting.objects.all().delete()
    assert kept()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE grows (name text)",
        "ALTER TABLE reference_setting ADD more text",
        "DO $$ BEGIN CREATE TABLE grows (name text); END $$",
        "SET LOCAL ROLE NONE; CREATE TABLE grows (name text)",
        "RESET ROLE; DROP TABLE IF EXISTS grows",
    ],
)
def test_a_table_that_is_taken_back_takes_them_along_each_time(statement):
    for _ in range(2):
        with undone(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert not kept()
        with connection.cursor() as cursor:
            for _ in range(4):
                cursor.execute(READ, [0])
        assert kept()


@pytest.mark.parametrize("statement", ["SELECT 1", "\n WITH a AS (SELECT 1) SELECT", "ROLLBACK TO s"])
def test_what_changes_rows_alone(statement):
    assert changes_rows_alone(statement.encode())


@pytest.mark.parametrize("statement", ["TRUNCATE a", "CREATE INDEX i", "SELECT 1; DROP TABLE a", "SELECTED"])
def test_what_may_change_more(statement):
    assert not changes_rows_alone(statement.encode())
