"""The role of the system and mail workers: it owns nothing, and what was written once it can't change."""

from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from pam.audit.models import LogEntry, Seal
from pam.audit.seals import seal_all
from pam.audit.services import Verb, log_of_job
from pam.db.checks import is_history
from pam.db.row_security import KEPT_FROM_JOBS
from pam.records.models import Record

ONCE = ["audit_logentry", "audit_seal", "records_historicaldocument", "access_historicalgrant"]


@contextmanager
def as_jobs():
    """Runs the block as the role of jobs, in a transaction of its own that is taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.SYSTEM_ROLE}")
        try:
            yield cursor
        finally:
            transaction.set_rollback(True)


def refuses(sql):
    """Whether the database refuses the role of jobs a statement for want of a right."""
    try:
        with as_jobs() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
    return False


@pytest.mark.parametrize("table", ONCE)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "ALTER TABLE {} DISABLE TRIGGER USER",
        "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE {} OWNER TO CURRENT_USER",
        "DROP TABLE {}",
    ],
)
def test_what_was_written_once_cannot_be_changed_nor_its_lock_lifted(db, table, sql):
    sql = sql.format(table)
    key = "history_id" if "historical" in table else "number" if table == "audit_seal" else "id"
    assert refuses(sql.replace("id = id", f"{key} = {key}"))


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION pam_live(m access_membership) RETURNS bool LANGUAGE sql AS 'SELECT true'",
        "DROP TRIGGER pam_append_only ON audit_logentry",
        "CREATE POLICY mine ON records_record USING (true)",
        "SELECT inner_pad FROM access_wallkey",
        "SELECT pam_tell('{1}', 1, 1, 1, NULL)",
        "SELECT pam_erase_record(1, 1)",
        "SET backtrace_functions = '1 1 1 1 x'",
        "SET session_replication_role = replica",
        "SELECT setval('audit_logentry_id_seq', 1)",
        "GRANT pam_owner TO CURRENT_USER",
    ],
)
def test_it_makes_and_changes_nothing_of_the_second_wall(db, sql):
    assert refuses(sql)


def test_it_reads_and_writes_the_rows_of_every_table_but_the_walls_key(db):
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if not model._meta.managed or model._meta.proxy or model._meta.label in KEPT_FROM_JOBS:
            continue
        changed = "false" if is_history(model) or issubclass(model, LogEntry | Seal) else "true"
        with as_jobs() as cursor:
            cursor.execute(
                "SELECT has_table_privilege(%s, 'SELECT'), has_table_privilege(%s, 'INSERT'),"
                " has_table_privilege(%s, 'UPDATE'), has_table_privilege(%s, 'DELETE')",
                [table] * 4,
            )
            assert cursor.fetchone() == (True, True, changed == "true", changed == "true"), table
    owned = "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = %s"
    with connection.cursor() as cursor:
        cursor.execute(owned, [settings.SYSTEM_ROLE])
        assert cursor.fetchone() == (0,)


def test_it_sees_all_rows_and_seals_the_log(world):
    count = Record.objects.count()
    with as_jobs():
        assert Record.objects.count() == count > 0
        log_of_job(Verb.ALTERATION, "reminder", [], detail="")
        assert seal_all() > 0 and Seal.objects.exists()
