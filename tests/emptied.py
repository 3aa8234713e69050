"""A database in which a test has committed, made again what every test finds.

Django's own flush empties all tables: PostgreSQL then makes two thousand new files, of tables nearly all of
which were empty, and what `migrate` ships, lays and places is done anew. Here rows are deleted from the
tables that have had any, with the triggers asleep that keep the log and the histories as they are, and what
migrations shipped is copied back.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

STAY = {"django_content_type", "auth_permission"}  # follow the models alone
FOUND = """
SELECT c.relname, quote_ident(pg_get_userbyid(c.relowner)), c.relforcerowsecurity,
       (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
         WHERE attrelid = c.oid AND attnum > 0 AND attgenerated = '' AND NOT attisdropped)
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s) AND pg_relation_size(c.oid) > 0
"""


class Kept:
    """What was in the database when the first test began: the rows that migrations shipped."""

    def __init__(self):
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self._tables, self._rows = sorted(set(tables) - STAY), {}
        with connection.cursor() as cursor:
            for name, _, _, columns in self._touched(cursor):
                with cursor.copy(f"COPY (SELECT {columns} FROM {name}) TO STDOUT") as rows:
                    self._rows[name] = b"".join(bytes(some) for some in rows)

    def _touched(self, cursor):
        """[(table, its owner, whether its policies hold for that one too, its columns)] of those with rows,
        and of those that were kept with some.
        """
        cursor.execute(FOUND, [self._tables])
        found = cursor.fetchall()
        # A table that was emptied keeps its size.
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one, *_ in found)
        )
        filled = {name for (name,) in cursor.fetchall()} | self._rows.keys()
        return [one for one in found if one[0] in filled]

    def put_back(self):
        """Deletes all rows, and copies back those that were there."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            touched = self._touched(cursor)
            for name, owner, forced, _ in touched:
                free = ", NO FORCE ROW LEVEL SECURITY" if forced else ""
                cursor.execute(f"SET LOCAL ROLE {owner}; ALTER TABLE {name} DISABLE TRIGGER USER{free}")
            for name, owner, _, _ in touched:
                cursor.execute(f"SET LOCAL ROLE {owner}; DELETE FROM {name}")
            for name, owner, _, columns in touched:
                if rows := self._rows.get(name):
                    cursor.execute(f"SET LOCAL ROLE {owner}")
                    with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                        copy.write(rows)
            cursor.execute("RESET ROLE; SET CONSTRAINTS ALL IMMEDIATE")
            for name, owner, forced, _ in touched:
                bound = ", FORCE ROW LEVEL SECURITY" if forced else ""
                cursor.execute(f"SET LOCAL ROLE {owner}; ALTER TABLE {name} ENABLE TRIGGER USER{bound}")
            cursor.execute("RESET ROLE")


def instead_of_flush(kept):
    """Every test that commits is followed by `kept.put_back()`."""
    TransactionTestCase._fixture_teardown = lambda case: kept.put_back()
