"""Changing the type of a column that policies or triggers read, which PostgreSQL refuses.

They are taken away, the column is changed, and they are laid again as they were, all in the migration's own
transaction: nobody ever finds the table without them. What a release changes about them is laid after its
migrations (`pam/db/laying.py`).
"""

import re
from contextlib import contextmanager

from django.db.backends.postgresql import schema
from django.utils.functional import cached_property

from pam.db.keeper import let_it_refer, owns_any, stepped_up_for

CHANGES_TYPE = re.compile(r'ALTER TABLE "(?P<table>\w+)" ALTER COLUMN "(?P<column>\w+)" TYPE ')
CONCURRENTLY = re.compile(r"(CREATE|DROP) (UNIQUE )?INDEX CONCURRENTLY ")
# Policies (of this table, or of another that asks it) and triggers that name the column: what makes and
# unmakes each.
READING = """
WITH col AS (
  SELECT attrelid, attnum FROM pg_attribute
   WHERE attrelid = %(table)s::regclass AND attname = %(column)s),
readers AS (
  SELECT d.classid, d.objid FROM pg_depend d
    JOIN col ON d.refobjid = col.attrelid AND d.refobjsubid = col.attnum
   WHERE d.refclassid = 'pg_class'::regclass)
SELECT format('DROP POLICY %%I ON %%s', p.polname, p.polrelid::regclass),
       format('CREATE POLICY %%I ON %%s AS %%s FOR %%s TO %%s', p.polname, p.polrelid::regclass,
              CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
              (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ')
                 FROM unnest(p.polroles) role))
       || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
       || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
  FROM pg_policy p WHERE p.oid IN (SELECT objid FROM readers WHERE classid = 'pg_policy'::regclass)
UNION ALL
SELECT format('DROP TRIGGER %%I ON %%s', t.tgname, t.tgrelid::regclass), pg_get_triggerdef(t.oid)
  FROM pg_trigger t
 WHERE NOT t.tgisinternal AND t.oid IN (SELECT objid FROM readers WHERE classid = 'pg_trigger'::regclass)
"""


def _differs_by_row(field):
    """Whether the default of a field is another for each row, such as a number or a time."""
    made = callable(field.default) and field.default not in (list, dict)
    return made or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Django's own, which makes room for a change of type, and waits for a concurrent index as long as it
    takes, and keeps the default of a new mandatory column.
    """

    _kept = None  # the field that is added with a default to keep
    _referred: frozenset[str] = frozenset()  # tables that the keeper's may point at

    def add_field(self, model, field):
        """Adds a column. One that is mandatory keeps its default: the release before this one still writes
        rows without it, until it is stopped.
        """
        self._kept = None if field.null or _differs_by_row(field) else field
        try:
            super().add_field(model, field)
        finally:
            self._kept = None

    def skip_default_on_alter(self, field):
        """Whether the default of a field stays in the database."""
        return field is self._kept or super().skip_default_on_alter(field)

    def execute(self, sql, params=()):
        """Runs one statement of a migration."""
        if self.collect_sql:
            return super().execute(sql, params)
        text = str(sql)
        if changed := CHANGES_TYPE.match(text):
            with self._without_readers(changed["table"], changed["column"]):
                return self._run(sql, params)
        if CONCURRENTLY.match(text):
            with self._no_hurry():
                return self._run(sql, params)
        return self._run(sql, params)

    def _run(self, sql, params=()):
        """Runs one statement as the role that owns what it is about."""
        if not self._kept_tables:
            if more := let_it_refer(self.connection, str(sql), self._referred):
                self._referred |= more
            return super().execute(sql, params)
        with stepped_up_for(self.connection, str(sql)):
            return super().execute(sql, params)

    @cached_property
    def _kept_tables(self):
        """Whether there are tables of the keeper's: a new database has none before its SQL is laid."""
        return owns_any(self.connection)

    @contextmanager
    def _without_readers(self, table, column):
        """A block in which no policy and no trigger names the column."""
        with self.connection.cursor() as cursor:
            cursor.execute(READING, {"table": f'"{table}"', "column": column})
            readers = cursor.fetchall()
            for taken_away, _ in readers:
                with stepped_up_for(self.connection, taken_away):
                    cursor.execute(taken_away)
            yield
            for _, laid in readers:
                with stepped_up_for(self.connection, laid):
                    cursor.execute(laid)

    @contextmanager
    def _no_hurry(self):
        """A block without a lock_timeout: what is made concurrently keeps nobody waiting, but waits long
        itself.
        """
        with self.connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            before = cursor.fetchone()[0]
            cursor.execute("SET lock_timeout = 0")
            try:
                yield
            finally:
                cursor.execute(f"SET lock_timeout = '{before}'")
