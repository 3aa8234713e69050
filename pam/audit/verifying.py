"""Checking the log against its seals: what was changed, removed, put in or swapped, and which batch was
dropped.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from pam.audit.canonical import DIGEST, FORMS, row_hash, seal_hash
from pam.audit.models import Seal
from pam.audit.seals import GENESIS, LOWEST
from pam.audit.signing import holds

MAX_NAMED = 20  # rows of one kind in one batch that are named one by one

_ROWS = """
SELECT l.id, {form} FROM unnest(%s::bigint[], %s::bigint[]) AS run(a, z)
  JOIN audit_logentry l ON l.id >= run.a AND l.id <= run.z ORDER BY l.id
"""
# Below `settled` every row must are in a seal.
_OUTSIDE = """
WITH sealed AS (
  SELECT range_agg(int8range(run.a, run.z, '[]')) AS ids
    FROM audit_seal s, unnest(s.firsts, s.lasts) AS run(a, z)),
gaps AS (SELECT unnest('{{(,)}}'::int8multirange - coalesce(sealed.ids, '{{}}')) AS gap FROM sealed)
SELECT l.id FROM gaps JOIN audit_logentry l
    ON l.id >= coalesce(lower(gap), -9223372036854775808) AND l.id < coalesce(upper(gap), 9223372036854775807)
 WHERE l.id {than} %s ORDER BY l.id LIMIT %s
"""
_TWICE = """
WITH runs AS (SELECT int8range(run.a, run.z, '[]') AS ids
  FROM audit_seal s, unnest(s.firsts, s.lasts) AS run(a, z))
SELECT coalesce(sum(upper(ids) - lower(ids)), 0) <>
       (SELECT coalesce(sum(upper(u) - lower(u)), 0)
         FROM (SELECT unnest(range_agg(ids)) u FROM runs) together) FROM runs
"""


@dataclass
class Report:
    """What a check saw: how many seals and sealed rows, how many rows wait for a seal, each finding as a
    sentence, and how many numbers were given out after the newest row: to requests that were taken back, or
    to rows that are gone.
    """

    seals: int
    rows: int
    waiting: int
    findings: list
    given_after: int = 0


def verify(anchors=(), *, at_most_waiting=1_000_000):
    """Checks every seal and row as a `Report`. `anchors` are (number, sha256) that were kept outside.

    Reads one batch at a time, so that the log may be of any length.
    """
    findings, seals, rows = [], 0, 0
    previous, expected, settled, signed = GENESIS, 1, None, False
    outside = {}
    for number, digest in anchors:
        outside.setdefault(number, set()).add(digest)
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        seals, rows = seals + 1, rows + seal.count
        findings += _chain(seal, expected, previous)
        findings += _batch(seal)
        findings += _signed(seal, signed)
        signed = signed or bool(seal.signature)
        if outside.pop(seal.number, {seal.sha256}) != {seal.sha256}:
            findings.append(f"Seal {seal.number} is not the one that was anchored outside.")
        previous, expected, settled = seal.sha256, seal.number + 1, seal.settled
    findings += [f"Seal {number} was anchored outside and is missing here." for number in sorted(outside)]
    if seals and settings.LOG_KEY and not signed:
        findings.append("No seal is signed with the log's key.")
    findings += _strays(settled)
    given_after, of_numbers = _numbers(seals)
    return Report(seals, rows, _waiting(settled, at_most_waiting), findings + of_numbers, given_after)


def _signed(seal, before):
    """What is wrong with a seal's signature; `before` says that an earlier one has one."""
    if seal.signature and not holds("seal", seal.number, seal.sha256, seal.signature):
        yield f"Seal {seal.number} was not signed with the log's key: it was written by another hand."
    elif before and not seal.signature and settings.LOG_KEY:
        yield f"Seal {seal.number} is not signed, though an earlier one is."


def _numbers(seals):
    """(how many numbers the sequence gave out after the newest row, what is wrong with them)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('audit_logentry', 'id')")
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {cursor.fetchone()[0]}")
        given = cursor.fetchone()[0]
        cursor.execute("SELECT max(id) FROM audit_logentry")
        newest = cursor.fetchone()[0]
    if newest is None and not seals and given:
        return given, [f"The log is empty, though {given:,} numbers of rows were given out."]
    if given < (newest or 0):
        return 0, [f"Rows go up to {newest}, but their numbers were only given out up to {given}."]
    return given - (newest or 0), []


def _chain(seal, expected, previous):
    """What is wrong between a seal and the one before."""
    if seal.number != expected:
        span = (
            f"Seal {expected} is"
            if seal.number == expected + 1
            else f"Seals {expected} to {seal.number - 1} are"
        )
        yield f"{span} missing: a batch was dropped."
    elif seal.previous != previous:
        yield f"Seal {seal.number} does not follow from seal {seal.number - 1}: the one before was exchanged."


def _batch(seal):
    """What is wrong with the rows of one seal."""
    if seal.form not in FORMS:
        return [f"Seal {seal.number} was changed: its form {seal.form} is not known."]
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(form=FORMS[seal.form]), [seal.firsts, seal.lasts])
        for pk, text in cursor:
            found[pk] = row_hash(text)
    if seal_hash(seal, found.values()) == seal.sha256 and bytes(seal.digests) == _digests(found.values()):
        return []
    ids = [
        pk
        for a, z in zip(seal.firsts, seal.lasts, strict=False)
        for pk in range(a, min(z, a + seal.count) + 1)
    ]
    kept = bytes(seal.digests)
    if len(ids) != seal.count or len(kept) != seal.count * DIGEST:
        return [f"Seal {seal.number} was changed: it does not hold {seal.count} rows."]
    was = {pk: kept[i * DIGEST : (i + 1) * DIGEST] for i, pk in enumerate(ids)}
    missing = [pk for pk in ids if pk not in found]
    changed = [pk for pk in ids if pk in found and found[pk][:DIGEST] != was[pk]]
    findings = [*_named("is missing", missing, seal), *_named("was changed", changed, seal)]
    return findings or [
        f"Seal {seal.number} was changed: its rows are as they were, but its own text is not."
    ]


def _digests(hashes):
    return b"".join(digest[:DIGEST] for digest in hashes)


def _named(finding, ids, seal):
    yield from (f"Row {pk} {finding} (sealed in batch {seal.number})." for pk in ids[:MAX_NAMED])
    if len(ids) > MAX_NAMED:
        yield f"{len(ids) - MAX_NAMED:,} more rows of batch {seal.number}, up to row {ids[-1]}: {finding}."


def _strays(settled):
    """Rows that were put in where nothing more could be written, and rows that are in two seals."""
    if settled is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE.format(than="<"), [settled, MAX_NAMED + 1])
        ids = [row[0] for row in cursor.fetchall()]
        yield from (
            f"Row {pk} is not in any seal: it was added later or its batch was dropped."
            for pk in ids[:MAX_NAMED]
        )
        if len(ids) > MAX_NAMED:
            yield f"More rows after row {ids[MAX_NAMED - 1]} are not in any seal."
        cursor.execute(_TWICE)
        if cursor.fetchone()[0]:
            yield "Some rows are in two seals."


def _waiting(settled, limit):
    """How many rows the next seals will take, counted up to `limit`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({_OUTSIDE.format(than='>=')}) w",
            [LOWEST if settled is None else settled, limit],
        )
        return cursor.fetchone()[0]
