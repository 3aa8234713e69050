"""Measures pages in one database, as the web role: started by gate.py once for each database.

Usage: _pages.py RECORDS [--explain] [--statements] [--lists] [--readers-alone] [--api]. Writes one JSON row
a line to stdout. With --readers-alone the gate asks for nothing but the readers (bench/_conditions.py has
done the same to the wall); with --lists nothing but the lists is measured; with --statements what each
statement of a page takes is printed too; with --api the API is asked by the tokens in PAM_BENCH_TOKENS
(bench/_systems.py).
"""

import json
import os
import statistics
import sys
import time

import django

django.setup()

from _clock import Clock, timed  # noqa: E402
from allauth.account.internal.flows.login import record_authentication  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from demo.bulk.people import BENCH, bench_email  # noqa: E402
from pam.access import visibility  # noqa: E402
from pam.access.models import Membership, User  # noqa: E402
from pam.access.reader import reader_of_membership  # noqa: E402

PAGES = [
    ("list", "ocg:list", ""),
    ("actions", "actions:list", "?whose=all"),
    ("search", "search:results", "?q=firearms"),
    ("work", "home", ""),
    ("sorted", "ocg:list", "?sort=title"),
    ("view", "ocg:list", "?stage=active&sort=review"),
    ("box", "search:quick", "?q=firea"),
]
API = [("api", "api:records", ""), ("api acts", "api:actions", "")]
WARM, ROUNDS = 3, 11
SLOW = 5.0


def signed_in(email):
    """A client in a signed-in session with both factors done."""
    client, user = (
        Client(raise_request_exception=True, SERVER_NAME="localhost"),
        User.objects.get(email=email),
    )
    client.force_login(user, backend="pam.access.backend.Backend")
    request = HttpRequest()
    request.session = client.session
    for method in ("password", "mfa"):
        record_authentication(request, user, method)
    request.session.save()
    return client


def program(secret):
    """A client that sends this token with each request."""
    headers = {"authorization": f"Bearer {secret}"}
    return Client(raise_request_exception=True, SERVER_NAME="localhost", headers=headers)


def page_and_database(client, path, clock):
    """({what: median ms, and how many queries}, {statement: median ms}) of the page through the whole
    middleware.
    """
    rounds, statements = [], {}
    for turn in range(WARM + ROUNDS):
        response, figures = timed(lambda: client.get(path), clock)
        if response.status_code != 200:
            sys.exit(f"{path} answers {response.status_code}")
        if turn >= WARM:
            rounds.append(figures)
            for sql, took in clock.asked:
                statements.setdefault(sql, []).append(took)
    answer = {"queries": statistics.median_low(figures.pop("queries") for figures in rounds)}
    for what in rounds[0]:
        values = [figures[what] for figures in rounds]
        answer[what] = None if None in values else round(statistics.median(values), 2)
    return answer, {sql: statistics.median(times) for sql, times in statements.items()}


def bare(client, path, reader, clock):
    """Median ms of the same template rendered from the values that the page had; what it asked the database
    is not counted. None for what has no template.
    """
    setup_test_environment()
    try:
        response = client.get(path)
    finally:
        teardown_test_environment()
    if not response.templates:
        return None
    template, values, took = get_template(response.templates[0].name), response.context[0].flatten(), []
    with visibility.reading(reader):
        for turn in range(WARM + ROUNDS):
            clock.clear()
            began = time.perf_counter()
            template.render(dict(values), response.wsgi_request)
            if turn >= WARM:
                took.append((time.perf_counter() - began) * 1000 - clock.ms)
    return round(statistics.median(took), 2)


def explained(reader, slowest):
    """The plan of the slowest query, to stderr."""
    took, sql, params = slowest
    if not sql.lstrip().upper().startswith("SELECT"):
        return
    with visibility.reading(reader), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
        print(
            f"{took:.1f} ms {sql[:300]}", *(row[0] for row in cursor.fetchall()), sep="\n  ", file=sys.stderr
        )


def readers_alone():
    """Takes from the gate, in this process, every condition but the readers."""

    def readers_of(self, compiler, connection, **extra):
        readers, _ = compiler.compile(self.get_source_expressions()[0])
        return f"coalesce({readers} && %s::integer[], false)", (list(self.reader.principals),)

    visibility.RecordVisible.as_sql = visibility.PartVisible.as_sql = readers_of


def main():
    """Measures each page as each reader."""
    if "--readers-alone" in sys.argv:
        readers_alone()
    records, clock = int(sys.argv[1]), Clock()
    tokens = json.loads(os.environ["PAM_BENCH_TOKENS"]) if "--api" in sys.argv else {}
    pages = API if tokens else PAGES[:2] if "--lists" in sys.argv else PAGES
    with connection.execute_wrapper(clock):
        for name, _ in BENCH:
            client = program(tokens[name]) if tokens else signed_in(bench_email(name))
            reader = reader_of_membership(Membership.objects.get(user__email=bench_email(name)).pk)
            for page, view, query in pages:
                path = reverse(view) + query
                figures, statements = page_and_database(client, path, clock)
                slowest = clock.slowest
                row = {"page": page, "reader": name, "records": records, **figures}
                row["bare_ms"] = bare(client, path, reader, clock)
                print(json.dumps(row), flush=True)
                if "--statements" in sys.argv:
                    for sql, ms in statements.items():
                        print(f"{page} {name} {ms:6.2f} {' '.join(sql.split())[:150]}", file=sys.stderr)
                if "--explain" in sys.argv and slowest[0] > SLOW:
                    explained(reader, slowest)


if __name__ == "__main__":
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        sys.exit("Run it by bin/bench gate.")
    main()
