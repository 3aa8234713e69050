"""How often something came within some seconds, counted by all processes together: in one statement."""

from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

# Each count takes a few old rows away. One that another transaction removes at this moment is left to it.
_COUNT = """
WITH gone AS (
  DELETE FROM {table} WHERE cache_key IN (
    SELECT o.cache_key FROM {table} o WHERE o.expires < statement_timestamp() AND o.cache_key <> %(key)s
     ORDER BY o.expires LIMIT 20 FOR UPDATE SKIP LOCKED))
INSERT INTO {table} AS c (cache_key, value, expires)
  VALUES (%(key)s, '1', statement_timestamp() + make_interval(secs => %(seconds)s))
  ON CONFLICT (cache_key) DO UPDATE SET
    value = CASE WHEN c.expires < statement_timestamp() THEN '1' ELSE (c.value::int + 1)::text END,
    expires = CASE WHEN c.expires < statement_timestamp() THEN EXCLUDED.expires ELSE c.expires END
  RETURNING value::int"""
_COUNTED = "SELECT value::int FROM {table} WHERE cache_key = %s AND expires >= statement_timestamp()"


class CountingDatabaseCache(DatabaseCache):
    """Django's cache in the database, which counts in one statement. Django itself takes twelve, and two that
    count at once count one.
    """

    def count(self, key: str, seconds: int) -> int:
        """How often `key` came since its first time, this time too; it begins anew `seconds` after that."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNT.format(table=self._table), {"key": f"count:{key}", "seconds": seconds})
            return cursor.fetchone()[0]

    def counted(self, key: str) -> int:
        """How often it came so far."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED.format(table=self._table), [f"count:{key}"])
            return (cursor.fetchone() or [0])[0]


class CountingMemoryCache(LocMemCache):
    """The same for tests, in the memory of one process."""

    def count(self, key: str, seconds: int) -> int:
        """As `CountingDatabaseCache.count`."""
        self.add(key, 0, seconds)
        return self.incr(key)

    def counted(self, key: str) -> int:
        """As `CountingDatabaseCache.counted`."""
        return self.get(key, 0)


def count(key: str, seconds: int) -> int:
    """How often `key` came within `seconds`, this time too."""
    return cache.count(key, seconds)  # type: ignore[attr-defined]


def counted(key: str) -> int:
    """How often `key` came so far."""
    return cache.counted(key)  # type: ignore[attr-defined]
