"""One part of bench/audit.py in a process of its own: people, write, seal, page, fill or check. Writes one
JSON object to stdout.
"""

import json
import resource
import statistics
import sys
import time
from contextlib import nullcontext
from unittest import mock

import django

django.setup()

from _agency import new_agency  # noqa: E402
from django.db import connection  # noqa: E402

from pam.access import visibility  # noqa: E402
from pam.access.models import Membership  # noqa: E402
from pam.access.reader import reader_of_membership  # noqa: E402
from pam.audit.models import LogEntry  # noqa: E402
from pam.audit.seals import seal_all  # noqa: E402
from pam.audit.services import Verb, log  # noqa: E402
from pam.audit.verifying import verify  # noqa: E402
from pam.db import keeper  # noqa: E402

FILL = """
INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_id, agency_name, address, records,
  what, recipient, reason)
SELECT now() - (%s - n) * interval '3 seconds', 'consultation',
  (ARRAY['open', 'list', 'search', 'download'])[1 + n %% 4], n %% 5000,
  'Officer ' || n %% 5000, n %% 200, 'Agency ' || n %% 200, '192.0.2.7',
  CASE WHEN n %% 4 IN (1, 2) THEN ARRAY(SELECT (n * 7 + i) %% 1000000 FROM generate_series(1, 25) i)
    ELSE ARRAY[n %% 1000000] END,
  'OCG-2026-' || n %% 100000, '', ''
  FROM generate_series(%s::int, %s::int) n
"""
ROUNDS = 41


def write(number, seconds):
    """Says "ready", waits for a line, then logs looks as the web role for so long, each in a transaction of
    its own.
    """
    reader = reader_of_membership(Membership.objects.order_by("pk")[int(number)].pk)
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    rows, end = 0, time.time() + float(seconds)
    while time.time() < end:
        with visibility.reading(reader):
            log(reader, Verb.CONSULTATION, "open", [rows], detail="OCG-26-K7QX")
        rows += 1
    return {"rows": rows}


def people(count):
    """Makes so many agencies with an officer each, who write the log. Runs as the owner role."""
    for number in range(int(count) if not Membership.objects.exists() else 0):
        new_agency(f"Writer{number}")
    return {"people": Membership.objects.count()}


def seal(seconds, every):
    """Says "ready", waits for a line, then seals every so many seconds for so long."""
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    rows, runs, end = 0, 0, time.time() + float(seconds)
    while time.time() < end:
        rows, runs = rows + seal_all(), runs + 1
        time.sleep(float(every))
    return {"rows": rows, "runs": runs}


def page():
    """Median ms of pages with the log and without it, asked in turn."""
    from _pages import PAGES, signed_in
    from django.urls import reverse

    from demo.bulk.people import bench_email

    client, found = signed_in(bench_email("half")), {}
    for name, view, query in PAGES:
        took = {True: [], False: []}
        for turn in range(2 * ROUNDS):
            with_log = turn % 2 == 0
            off = nullcontext() if with_log else mock.patch.object(LogEntry.objects, "create")
            began = time.perf_counter()
            with off:
                status = client.get(reverse(view) + query).status_code
            took[with_log].append((time.perf_counter() - began) * 1000)
            if status != 200:
                sys.exit(f"{view} answers {status}")
        found[name] = {
            "with_ms": round(statistics.median(took[True][3:]), 2),
            "without_ms": round(statistics.median(took[False][3:]), 2),
        }
    return found


def fill(rows):
    """Brings the log to so many rows, and seals them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_logentry")
        have, rows = cursor.fetchone()[0], int(rows)
        for first in range(have + 1, rows + 1, 50_000):
            cursor.execute(FILL, [rows, first, min(first + 49_999, rows)])
        with keeper.stepped_up(cursor, table="audit_logentry"):
            cursor.execute("VACUUM ANALYZE audit_logentry")
    began = time.perf_counter()
    sealed = seal_all()
    return {"sealed": sealed, "seal_seconds": round(time.perf_counter() - began, 2)}


def check():
    """Verifies the whole log: seconds, and the most memory that it took."""
    began = time.perf_counter()
    report = verify()
    return {
        "rows": report.rows,
        "findings": len(report.findings),
        "seconds": round(time.perf_counter() - began, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


PARTS = {"people": people, "write": write, "seal": seal, "page": page, "fill": fill, "check": check}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
