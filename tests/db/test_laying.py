"""What `migrate` lays: the difference, checked, and nothing else."""

import dataclasses
import threading
import time
from functools import cache

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from pam.access import visibility
from pam.db import keeper, laying, locks
from pam.db.function_check import Broken
from pam.db.objects import gathered, objects

WEAK = {"AccessShareLock", "RowShareLock", "RowExclusiveLock"}  # those of reading and writing rows


def run(sql, params=None):
    """The rows that a statement answers, as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def locked():
    """The tables that this transaction has locked against others."""
    rows = run(
        "SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
        " WHERE l.pid = pg_backend_pid() AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
    )
    return {table for table, mode in rows if mode not in WEAK}


def policies(table):
    """{name: (USING, WITH CHECK)} of a table's policies."""
    rows = run("SELECT policyname, qual, with_check FROM pg_policies WHERE tablename = %s", [table])
    return {name: rest for name, *rest in rows}


@cache
def of_the_code():
    """What this code wants, put together once."""
    return tuple(objects())


@pytest.fixture
def wanted(monkeypatch):
    """A list of what is wanted, which a test changes as a release would."""
    found = list(of_the_code())
    monkeypatch.setattr(laying, "objects", lambda: found)
    return found


@pytest.fixture
def unchecked(monkeypatch):
    """Functions are laid without being checked, which other tests look at."""
    monkeypatch.setattr(laying, "check_functions", lambda cursor, wanted: None)


def change(wanted, name, old, new):
    """Changes the text of one object; returns it."""
    place = next(n for n, one in enumerate(wanted) if one.name == name)
    texts = tuple(text.replace(old, new) for text in wanted[place].statements)
    assert texts != wanted[place].statements
    wanted[place] = dataclasses.replace(wanted[place], statements=texts)
    return wanted[place]


@pytest.mark.slow
def test_a_migrate_with_nothing_to_do_locks_no_table_against_anybody(db):
    call_command("migrate", verbosity=0)
    assert laying.lay() == 0 and locked() == set() and not laying.difference()


def test_one_changed_policy_locks_its_own_table_alone(db, wanted):
    change(wanted, "pam_reader ON disclosure_receipt", ">= 4", ">= 3")
    assert laying.lay() == 1
    assert locked() == {"disclosure_receipt"}
    assert ">= 3" in policies("disclosure_receipt")["pam_reader"][0]
    assert laying.lay() == 0


@pytest.mark.slow
def test_a_changed_function_locks_no_table(db, wanted):
    change(wanted, "pam_level(bigint)", "RETURN 0;", "RETURN 0 + 0;")
    assert laying.lay() == 1 and locked() == set()


@pytest.mark.slow
@pytest.mark.usefixtures("unchecked")
def test_what_was_changed_by_hand_or_went_with_a_column_comes_back(db):
    before = policies("records_record")
    run("DROP POLICY pam_reader ON records_record")
    run("ALTER POLICY pam_changer ON records_record USING (true)")
    run("ALTER TABLE actions_action NO FORCE ROW LEVEL SECURITY")
    run("GRANT DELETE ON actions_action TO pam_web")
    run("DROP TRIGGER pam_team_of_agency ON access_membership_teams")
    run(f"SET ROLE {keeper.role()}")
    run("ALTER TABLE audit_logentry DISABLE TRIGGER pam_append_only")
    run("GRANT UPDATE ON audit_seal TO SESSION_USER")
    run("SET ROLE NONE")
    run("CREATE OR REPLACE FUNCTION pam_sees_also(record bigint) RETURNS bool LANGUAGE sql AS 'SELECT true'")
    run("GRANT EXECUTE ON FUNCTION pam_touch_records(bigint[]) TO PUBLIC")
    assert str(laying.difference()).count("\n") == 8
    assert laying.lay() == 9 and policies("records_record") == before
    assert not laying.difference()


@pytest.mark.slow
def test_what_is_no_longer_in_the_code_goes(db, wanted):
    gone = {
        "pam_meeting_size(bigint)",
        "pam_taker ON access_grant",
        "pam_subject_changed ON records_subject",
    }
    gone |= {"record_open_ocg", "search ON actions_action"}
    wanted[:] = [one for one in wanted if one.name not in gone]
    assert {name for _, name, _ in laying.difference().gone} == gone
    assert laying.lay() == 5 and not laying.difference()
    assert run("SELECT to_regprocedure('pam_meeting_size(bigint)'), to_regclass('record_open_ocg')") == [
        (None, None)
    ]
    assert "pam_taker" not in policies("access_grant")


def test_a_policy_that_nobody_declares_does_not_stay(people, db):
    run("CREATE POLICY harmless ON records_record FOR SELECT TO pam_web USING (true)")
    assert laying.lay() == 1 and "harmless" not in policies("records_record")


@pytest.mark.slow
@pytest.mark.usefixtures("unchecked")
def test_a_function_that_gets_other_arguments_takes_its_policies_along(db, wanted):
    change(wanted, "pam_manages(bigint)", "of_team bigint", "team bigint")
    change(wanted, "pam_manages(bigint)", "t.id = of_team", "t.id = team")
    assert laying.lay() == 1 and not laying.difference()
    assert run("SELECT proargnames FROM pg_proc WHERE proname = 'pam_manages'") == [(["team"],)]
    assert "pam_manages" in policies("accounts_teamreview")["pam_answerer"][0]


@pytest.mark.slow
@pytest.mark.usefixtures("unchecked")
def test_a_function_of_another_signature_replaces_the_old_one_at_last(db, wanted):
    name = "pam_may_decide_retention(bigint, integer)"
    place = next(n for n, one in enumerate(wanted) if one.name == name)
    wanted[place : place + 1] = gathered(
        [wanted[place].statements[0].replace("min_level int", "min_level bigint")]
    )
    laying.lay()
    assert not laying.difference()
    assert run(
        "SELECT oidvectortypes(proargtypes) FROM pg_proc WHERE proname = 'pam_may_decide_retention'"
    ) == [("bigint, bigint",)]
    assert "pam_may_decide_retention" in policies("retention_hold")["pam_lifter"][0]


def test_what_is_laid_again_guards_as_before(people):
    run("DROP POLICY pam_reader ON records_record")
    laying.lay()
    with visibility.reading(None):
        assert run("SELECT count(*) FROM records_record") == [(0,)]


def test_two_functions_of_one_name_are_refused():
    one = "CREATE OR REPLACE FUNCTION pam_x(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$"
    with pytest.raises(ValueError, match="pam_x"):
        list(gathered([one, one.replace("a int", "a text")]))
    with pytest.raises(ValueError, match="unknown form"):
        list(gathered(["DROP TABLE records_record"]))


def another():
    """A second connection to the test database, as the owner."""
    params = connection.get_connection_params()
    address = {
        name: params[name] for name in ("host", "port", "user", "password", "dbname") if name in params
    }
    return psycopg.connect(**address, autocommit=True)


@pytest.mark.slow
def test_it_waits_briefly_for_a_table_in_use_and_tries_again(db, wanted, monkeypatch):
    monkeypatch.setattr(locks, "PAUSE", 0.02)
    change(wanted, "pam_reader ON disclosure_receipt", ">= 4", ">= 3")
    waits, tries, is_busy = [], [], locks.is_busy
    monkeypatch.setattr(locks, "is_busy", lambda error: tries.append(error) or is_busy(error))

    def use():
        """A person's long query, and others who only want to read beside it, until it was tried twice."""
        end = time.monotonic() + 30
        with another() as long, another() as others:
            with long.transaction():
                long.execute("SELECT 1 FROM disclosure_receipt")
                there.set()
                while len(tries) < 2 and time.monotonic() < end:
                    began = time.monotonic()
                    others.execute("SELECT count(*) FROM disclosure_receipt")
                    waits.append(time.monotonic() - began)
                    time.sleep(0.02)

    there, user = threading.Event(), threading.Thread(target=use)
    user.start()
    assert there.wait(30)
    assert laying.lay() == 1
    user.join()
    assert len(tries) >= 2 and len(waits) > 2 and max(waits) < 1.5


def test_it_gives_up_with_a_sentence_when_a_table_is_never_free(db, wanted, monkeypatch):
    monkeypatch.setattr(locks, "PATIENCE", -1)
    change(wanted, "pam_reader ON disclosure_receipt", ">= 4", ">= 3")
    with another() as long, long.transaction():
        long.execute("SELECT 1 FROM disclosure_receipt")
        with pytest.raises(locks.TooBusy, match="security of disclosure_receipt was given up .* long query"):
            laying.lay()


@pytest.mark.slow
def test_a_broken_function_stops_the_laying_of_everything(db, wanted):
    change(wanted, "pam_reader ON disclosure_receipt", ">= 4", ">= 3")
    change(wanted, "pam_level(bigint)", "r.marking", "r.shade")
    with pytest.raises(Broken, match=r"pam_level\(bigint\): column r.shade does not exist"):
        laying.lay()
    assert ">= 4" in policies("disclosure_receipt")["pam_reader"][0]
