"""Indexes, constraints and triggers of the tables that are filled: away before, back afterwards, as they
were.
"""

from django.db import connection

TABLES = [
    "records_record", "access_grant", "actions_action", "records_subject", "records_entry",
    "ocg_ocg", "pvp_casefile", "meetings_meeting",
]  # fmt: skip


def take_away():
    """Switches our triggers off and drops all indexes and constraints but the primary keys and checks.

    Returns what brings them back: {table: [SQL for one worker after the other]}, and [SQL for all at the
    end].
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u')",
            [TABLES],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, "
            "pg_get_indexdef(i.indexrelid) FROM pg_index i"
            " WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisprimary"
            " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid "
            "AND c.contype = 'u')",
            [TABLES],
        )
        indexes = cursor.fetchall()
        per_table, at_the_end = {table: [] for table in TABLES}, []
        for table, name, kind, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            back = f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
            (at_the_end if kind == "f" else per_table[table]).append(back)
        for table, name, definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
            per_table[table].append(definition)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return per_table, at_the_end


def triggers_on():
    """Switches our triggers on again."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
