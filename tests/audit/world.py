"""Log rows without people: written straight into the table, as the owner."""

import psycopg
from django.db import connection

from pam.db import keeper

_INSERT = (
    "INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_id, agency_name, address, "
    "records, what, recipient, reason)"
    " VALUES (now(), 'consultation', %s, 7, 'Ann Example', 3, 'Northshire Police', '192.0.2.7', "
    "'{11,12}', 'OCG-2026-00011', '', '')"
    " RETURNING id"
)


def write(operation="open", cursor=None):
    """One row; returns its number."""
    if cursor is not None:
        return cursor.execute(_INSERT, [operation]).fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [operation])
        return cursor.fetchone()[0]


def skip_number():
    """Takes a number that no row will have, as a transaction does that is rolled back. Returns it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('audit_logentry', 'id'))")
        return cursor.fetchone()[0]


def another_connection():
    """A connection of its own to the test database."""
    params = connection.get_connection_params()
    return psycopg.connect(
        **{k: params[k] for k in ("host", "port", "user", "password", "dbname") if k in params}
    )


def unlock():
    """Lifts the append-only triggers, as a person could who steps up to the role that owns the tables:
    until the transaction is rolled back.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {keeper.role()}")
        for table in ("audit_logentry", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER pam_append_only")
