"""A column gets another type while connections hold plans of statements that read it."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from pam.access.middleware import GateMiddleware
from pam.db.stale_plans import is_stale

READ = "SELECT name FROM grows WHERE name <> %s"


@pytest.fixture
def planned(db):
    """A connection of its own, with a table in it and a plan of `READ`; the column is longer since."""
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE grows (name varchar(5))")
            cursor.execute("INSERT INTO grows VALUES ('short')")
            for _ in range(5):
                cursor.execute(READ, ["x"])
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%grows WHERE%'")
            assert cursor.fetchone() == (1,)
            # Not by a plain ALTER, of which this connection would know: another process does it.
            cursor.execute("DO $$ BEGIN ALTER TABLE grows ALTER name TYPE varchar(50); END $$")
        yield apart
    finally:
        apart.close()


def test_a_statement_outside_of_a_transaction_is_planned_anew(planned):
    with planned.cursor() as cursor:
        for _ in range(5):
            cursor.execute(READ, ["x"])
            assert cursor.fetchall() == [("short",)]


def stale(planned):
    """The error that a transaction meets; after it the connection works."""
    with pytest.raises(Exception, match="cached plan") as caught:
        planned.set_autocommit(False)
        try:
            with planned.cursor() as cursor:
                cursor.execute(READ, ["x"])
        finally:
            planned.rollback()
            planned.set_autocommit(True)
    return caught.value


def test_a_transaction_that_meets_it_fails_once(planned):
    assert is_stale(stale(planned)) and not is_stale(ValueError())
    with planned.cursor() as cursor:
        cursor.execute(READ, ["x"])
        assert cursor.fetchall() == [("short",)]


@pytest.mark.parametrize(("failing", "status"), [(1, 200), (9, 500)], ids=["once", "again"])
def test_a_request_that_meets_it_is_run_once_more_and_no_third_time(planned, monkeypatch, failing, status):
    error, turns = stale(planned), []

    def answer(request):
        turns.append(request)
        if len(turns) <= failing:
            return gate.process_exception(request, error) or HttpResponse(status=500)
        return HttpResponse("done")

    monkeypatch.setattr("pam.access.middleware.reader_of", lambda request: None)
    monkeypatch.setattr("pam.access.middleware.who_signs_in", lambda request: None)
    gate = GateMiddleware(answer)
    assert gate(RequestFactory().get("/")).status_code == status and len(turns) == 2
