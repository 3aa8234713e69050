"""The role that owns what is written once: the access log, its seals, and the histories.

Nobody connects as it. The owner of everything else may step up to it, which is what `migrate` does for the
statement at hand and nothing else does. So a command, a shell or a fault that runs as the owner can add to
these tables and read them, but can't change or empty them, nor lift their locks.
"""

import re
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection as default

from pam.db.checks import is_history

# The table, index or sequence that a statement of a migration is about.
ABOUT = re.compile(
    r"(?:ALTER (?:TABLE|INDEX|SEQUENCE)|DROP (?:TABLE|INDEX(?: CONCURRENTLY)?)|UPDATE|DELETE FROM"
    r"|COMMENT ON (?:TABLE|COLUMN)|(?:CREATE|DROP) (?:POLICY|TRIGGER) \S+ ON"
    r"|CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?\S+ ON)"
    r" (?:IF EXISTS )?(?:ONLY )?(?:public\.)?\"?(?P<name>\w+)"
)
MADE_TRIGGER = re.compile(r"CREATE (?:OR REPLACE )?TRIGGER \S+ .*? ON (?:public\.)?\"?(?P<name>\w+)", re.S)
REFERENCED = re.compile(r' REFERENCES "(\w+)"')
OWNED = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass(%s)"
OWNED_FUNCTION = "SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE oid = to_regprocedure(%s)"
SEQUENCES = """
SELECT d.objid::regclass::text FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
 WHERE d.refobjid = to_regclass(%s) AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
"""


def role():
    """The role's name, quoted."""
    return f'"{settings.KEEPER_ROLE}"'


def is_kept(model):
    """Whether the rows of `model` are written once: a history, the log, its seals."""
    return is_history(model) or getattr(model, "written_once", False)


def kept_tables():
    """The names of the tables that belong to the role, in order."""
    models = apps.get_models(include_auto_created=True)
    return sorted(m._meta.db_table for m in models if m._meta.managed and is_kept(m))


def require_role():
    """Raises CommandError, with what a superuser has to run, unless the role is there, nobody can sign in as
    it, and the connected role may step up to it but has none of its rights otherwise (PostgreSQL 16).
    """
    with default.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(current_user), k.rolcanlogin, pg_has_role(current_user, k.oid, 'MEMBER'),"
            " pg_has_role(current_user, k.oid, 'USAGE') AND NOT o.rolsuper"
            " AND current_setting('server_version_num')::int >= 160000"
            " FROM pg_roles o LEFT JOIN pg_roles k ON k.rolname = %s WHERE o.rolname = current_user",
            [settings.KEEPER_ROLE],
        )
        owner, signs_in, may, inherits = cursor.fetchone()
    grant = f"GRANT {role()} TO {owner} WITH INHERIT FALSE, SET TRUE;"
    if signs_in is None:
        grant = f"CREATE ROLE {role()} NOLOGIN; {grant}"
    elif signs_in:
        grant = f"ALTER ROLE {role()} NOLOGIN; {grant}"
    elif may and not inherits:
        return
    raise CommandError(
        f"The role that keeps the access log and the histories is not ready: as a superuser run  {grant}"
    )


def let_it_own(cursor):
    """Lets the role own tables and functions of the schema."""
    cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [settings.KEEPER_ROLE])
    if not cursor.fetchone()[0]:
        cursor.execute(f"GRANT CREATE ON SCHEMA public TO {role()}")


def hand_over(cursor, table):
    """Makes the role the owner of a table, which the connected role may then read and add to, and no more."""
    with stepped_up(cursor, table=table):
        cursor.execute(f"ALTER TABLE {table} OWNER TO {role()}")
    with stepped_up(cursor, table=table):
        cursor.execute(f"REVOKE ALL ON {table} FROM SESSION_USER")
        cursor.execute(f"GRANT SELECT, INSERT ON {table} TO SESSION_USER")
        cursor.execute(SEQUENCES, [table])
        for (sequence,) in cursor.fetchall():  # SELECT: for the dump of a backup
            cursor.execute(f"GRANT SELECT, USAGE ON SEQUENCE {sequence} TO SESSION_USER")


def hand_over_function(cursor, function):
    """Makes the role the owner of a function; those of the connected role may call it."""
    with stepped_up(cursor, function=function):
        cursor.execute(f"ALTER FUNCTION {function} OWNER TO {role()}")
    with stepped_up(cursor, function=function):
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO SESSION_USER")


@contextmanager
def stepped_up(cursor, *, table="", function="", connection=default):
    """A block that runs as the role if the table (an index, a sequence) or function belongs to it.

    After an error the transaction is rolled back, and the role with it.
    """
    cursor.execute(OWNED_FUNCTION if function else OWNED, [function or table])
    if cursor.fetchone() != (settings.KEEPER_ROLE,):
        yield
        return
    cursor.execute(f"SET ROLE {role()}")
    try:
        yield
    except BaseException:
        if not connection.in_atomic_block:
            cursor.execute("SET ROLE NONE")
        raise
    cursor.execute("SET ROLE NONE")


def owns_any(connection):
    """Whether the role owns a table, index or sequence of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relowner = to_regrole(%s))", [settings.KEEPER_ROLE]
        )
        return cursor.fetchone()[0]


def let_it_refer(connection, statement, before):
    """Lets the role's tables point at those that a statement of a migration names and that are not `before`;
    returns these. None of them is the role's.
    """
    tables = frozenset(REFERENCED.findall(statement)) - before
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'GRANT REFERENCES ON "{table}" TO {role()}, SESSION_USER')
    return tables


@contextmanager
def stepped_up_for(connection, statement):
    """A block in which a statement of a migration may be run, no matter who owns what it is about."""
    found = ABOUT.match(statement) or MADE_TRIGGER.match(statement)
    if not found:
        yield
        return
    with connection.cursor() as cursor:
        for table in REFERENCED.findall(statement):
            with stepped_up(cursor, table=f'"{table}"', connection=connection):
                cursor.execute(f'GRANT REFERENCES ON "{table}" TO {role()}, SESSION_USER')
        with stepped_up(cursor, table=f'"{found["name"]}"', connection=connection):
            yield
