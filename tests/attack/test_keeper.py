"""What is written once belongs to a role that nobody connects as: the owner reads it and adds to it."""

import re

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from pam.audit.models import LogEntry
from pam.db import keeper
from pam.records.models import Entry

HISTORY = Entry.history.model._meta.db_table
KEPT = ["audit_logentry", "audit_seal", HISTORY, "access_historicalgrant"]


def refuses(*statements):
    """Whether the database refuses the owner, as connected, one of some statements for want of a right."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
    return False


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {0} SET {1} = {1}",
        "DELETE FROM {0}",
        "TRUNCATE {0}",
        "ALTER TABLE {0} DISABLE TRIGGER USER",
        "ALTER TABLE {0} DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE {0} OWNER TO CURRENT_USER",
        "CREATE RULE away AS ON INSERT TO {0} DO INSTEAD NOTHING",
        "GRANT UPDATE ON {0} TO CURRENT_USER; UPDATE {0} SET {1} = {1}",
    ],
)
def test_the_owner_as_connected_cannot_change_or_empty_it_nor_lift_its_lock(db, table, statement):
    key = "history_id" if "historical" in table else "number" if table == "audit_seal" else "id"
    assert refuses(*statement.format(table, key).split("; "))


@pytest.mark.parametrize("function", ["pam_refuse_change()", "pam_history_stays()"])
def test_the_owner_as_connected_cannot_change_what_refuses(db, function):
    body = (
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    )
    assert refuses(body)
    assert refuses(f"ALTER FUNCTION {function} OWNER TO CURRENT_USER")


def test_every_table_that_is_written_once_is_the_keepers_and_no_other(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_get_userbyid(relowner) = %s ORDER BY 1",
            [settings.KEEPER_ROLE],
        )
        owned = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [settings.KEEPER_ROLE])
        assert cursor.fetchone() == (False,)
    assert owned == keeper.kept_tables() and LogEntry._meta.db_table in owned and HISTORY in owned


def test_a_history_goes_by_the_disposals_function_alone_and_the_log_not_by_it(people, whole_world):
    count = Entry.history.count()
    assert count > 1
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pam_erase_history('{HISTORY}', ARRAY[(SELECT min(history_id) FROM {HISTORY})])"
        )
    assert Entry.history.count() == count - 1
    assert refuses("SELECT pam_erase_history('audit_logentry', '{1}')")
    assert refuses("SELECT pam_erase_history('records_record', '{1}')")
    web = f"SET LOCAL ROLE {settings.WEB_ROLE}"
    assert refuses(web, f"SELECT pam_erase_history('{HISTORY}', '{{1}}')")


def test_a_migration_changes_a_table_of_the_keepers_and_it_stays_his(db):
    history = Entry.history.model
    field = models.CharField(max_length=20, default="", db_index=True)
    field.set_attributes_from_name("further")
    longer = models.CharField(max_length=40, default="", db_index=True)
    longer.set_attributes_from_name("further")
    with connection.schema_editor() as editor:
        editor.add_field(history, field)
    with connection.schema_editor() as editor:
        editor.alter_field(history, field, longer)
    with connection.schema_editor() as editor:
        editor.remove_field(history, longer)
    with connection.cursor() as cursor:
        cursor.execute(keeper.OWNED, [HISTORY])
        assert cursor.fetchone() == (settings.KEEPER_ROLE,)
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone() == (True,)


def test_nothing_but_what_migrates_steps_up_to_the_role():
    named = {
        str(path.relative_to(settings.BASE_DIR))
        for room in ("pam", "ocg", "pvp", "places", "meetings")
        for path in (settings.BASE_DIR / room).rglob("*.py")
        if re.search(r"\bkeeper\.|db.keeper|KEEPER_ROLE", path.read_text()) and "migrations" not in path.parts
    }
    assert named == {
        "pam/db/apps.py",
        "pam/db/backend/schema.py",
        "pam/db/catalogue.py",
        "pam/db/keeper.py",
        "pam/db/laying.py",
        "pam/db/objects.py",
        "pam/db/row_security.py",
        "pam/settings.py",
    }


def test_what_is_handed_over_is_read_and_added_to_by_the_owner_and_no_more(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE audit_further (id int GENERATED BY DEFAULT AS IDENTITY)")
        cursor.execute("CREATE FUNCTION pam_further() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        for _ in range(2):  # safe to repeat
            keeper.hand_over(cursor, "audit_further")
            keeper.hand_over_function(cursor, "pam_further()")
        cursor.execute("INSERT INTO audit_further DEFAULT VALUES RETURNING id, pam_further()")
        assert cursor.fetchone() == (1, 1)
    assert refuses("UPDATE audit_further SET id = 2")
    assert refuses("ALTER FUNCTION pam_further() OWNER TO CURRENT_USER")
    assert refuses("SELECT setval('audit_further_id_seq', 1)")


@pytest.mark.parametrize(
    "role, said",
    [
        ("pam_nobody_made", 'CREATE ROLE "pam_nobody_made" NOLOGIN; GRANT "pam_nobody_made" TO'),
        (settings.WEB_ROLE, f'ALTER ROLE "{settings.WEB_ROLE}" NOLOGIN; GRANT'),
    ],
)
def test_migrate_says_what_to_run_where_the_role_is_missing_or_signs_in(db, settings, role, said):
    settings.KEEPER_ROLE = role
    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0)
    assert said in str(refused.value) and "WITH INHERIT FALSE, SET TRUE;" in str(refused.value)
