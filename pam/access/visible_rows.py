"""Roughly how many records a person sees: long lists are asked for in another way when it is neither few nor
very many.
"""

import time

from django.db import connection

SECONDS = 600  # how long an answer is kept by this process
MAX_KEPT = 10_000  # people whose answer is kept
# Between these a list's first rows and its count are two questions; measured at 1,000,000 records
# (bench/gate.py).
MEDIUM = range(15_000, 100_000)
_kept: dict[tuple[int, ...], tuple[float, int]] = {}


def has_medium_visibility(reader):
    """Whether `reader` is known to see a medium number of records. Asks
    nothing (see `estimate_visible_rows`)."""
    when, rows = _kept.get(reader.principals, (0, 0)) if reader else (0, 0)
    return rows in MEDIUM and when > time.monotonic() - SECONDS


def estimate_visible_rows(reader):
    """Asks the planner, at most every `SECONDS`, how many records `reader` sees. For readers whose lists
    reach the cap.
    """
    if reader is None or _kept.get(reader.principals, (-SECONDS,))[0] > time.monotonic() - SECONDS:
        return
    if len(_kept) >= MAX_KEPT:
        _kept.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_estimate_visible_rows()")
        _kept[reader.principals] = time.monotonic(), int(cursor.fetchone()[0])
