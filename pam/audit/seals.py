"""Sealing: log rows are chained in batches, so that a change made behind the application's back is found.

Those who write the log never wait for it: a job gathers what was committed since, and a row that was
committed late, with a lower number than rows already sealed, goes into the next batch. A seal names its rows
by their numbers, so that each row is in exactly one.

A number that no row has may be one whose writer is still at work. It is settled once everyone who was
writing when the seal was made has ended: from then on nothing may appear there.
"""

from itertools import pairwise

from django.db import connection, transaction
from django.utils import timezone

from pam.audit.canonical import DIGEST, FORMS, NEWEST, row_hash, seal_hash
from pam.audit.models import Seal
from pam.audit.signing import signature

BATCH = 10_000
GENESIS = "0" * 64
LOWEST = -(2**62)  # below every row number
LOCK = 0x70616D5EA1  # any number, the same in each process
# The person who inserts holds this lock from before the row has a number until the end of the transaction.
_WRITERS = """
SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM pg_locks
 WHERE relation = 'audit_logentry'::regclass AND mode = 'RowExclusiveLock'
   AND pid IS DISTINCT FROM pg_backend_pid()
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_LATE = """
WITH sealed AS (
  SELECT range_agg(int8range(run.a, run.z, '[]')) AS ids
    FROM audit_seal s, unnest(s.firsts, s.lasts) AS run(a, z) WHERE s.frontier >= %(settled)s),
gaps AS (
  SELECT unnest(int8multirange(int8range(%(settled)s, greatest(%(settled)s, %(frontier)s + 1)))
    - sealed.ids) AS gap FROM sealed)
SELECT l.id, {form} FROM gaps JOIN audit_logentry l ON l.id >= lower(gap) AND l.id < upper(gap)
  ORDER BY l.id LIMIT %(limit)s
"""
_NEW = "SELECT l.id, {form} FROM audit_logentry l WHERE l.id > %(frontier)s ORDER BY l.id LIMIT %(limit)s"


def seal_all(*, batch=BATCH):
    """Seals every row committed so far; returns how many. Runs as the jobs' role; a second run at the same
    time does nothing.
    """
    sealed = 0
    while made := seal_next(batch=batch):
        sealed += made.count
        if made.count < batch:
            break
    return sealed


@transaction.atomic
def seal_next(*, batch=BATCH):
    """Makes the next `Seal` of at most `batch` rows; None if there is nothing to seal or another process is
    at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        last = Seal.objects.order_by("-number").first()
        # In this order: who has ended by now is seen among the rows; who is not yet seen still writes
        # afterwards.
        settled = _settled(cursor, last)
        rows = _unsealed(cursor, last, batch)
        cursor.execute(_WRITERS)
        writers = cursor.fetchone()[0]
    return _seal(last, rows, settled, writers) if rows else None


def _settled(cursor, last):
    """The row number below which no transaction can still commit a row."""
    if last is None:
        return LOWEST
    cursor.execute(
        f"SELECT frontier + 1 FROM audit_seal WHERE NOT writers::text[] && ({_WRITERS})::text[] "
        "ORDER BY number DESC LIMIT 1"
    )
    found = cursor.fetchone()
    return max(last.settled, found[0]) if found else last.settled


def _unsealed(cursor, last, limit):
    """[(id, canonical text)] of at most `limit` committed rows that no seal holds, by id."""
    values = {
        "limit": limit,
        "settled": last.settled if last else 0,
        "frontier": last.frontier if last else LOWEST,
    }
    rows = []
    if last is not None:
        cursor.execute(_LATE.format(form=FORMS[NEWEST]), values)
        rows = cursor.fetchall()
    if len(rows) < limit:
        cursor.execute(_NEW.format(form=FORMS[NEWEST]), {**values, "limit": limit - len(rows)})
        rows += cursor.fetchall()
    return rows


def _seal(last, rows, settled, writers):
    ids = [pk for pk, _ in rows]
    hashes = [row_hash(text) for _, text in rows]
    breaks = [(a, b) for a, b in pairwise(ids) if b != a + 1]
    seal = Seal(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        form=NEWEST,
        firsts=[ids[0], *(b for _, b in breaks)],
        lasts=[*(a for a, _ in breaks), ids[-1]],
        count=len(ids),
        digests=b"".join(digest[:DIGEST] for digest in hashes),
        frontier=max(ids[-1], last.frontier) if last else ids[-1],
        settled=settled,
        writers=writers,
        previous=last.sha256 if last else GENESIS,
    )
    seal.sha256 = seal_hash(seal, hashes)
    seal.signature = signature("seal", seal.number, seal.sha256)
    seal.save(force_insert=True)
    return seal
