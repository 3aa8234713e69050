"""What people notice of an upgrade (bin/bench upgrade): `migrate` beside 20 of them, with the demo's rows.

1. `migrate` with nothing to do beside a 12 s query that reads every table. 2. A release with a new column.
3. A release with a longer column that policies read, and one that every request reads. The web server goes on
with the old code meanwhile. Counted: pages and saves asked for, those that failed, the longest wait while it
migrated, and beside a program that only starts up, which takes as much of the processor.

Prints a table and, with `--json FILE`, writes {"rows": [{"phase": …, "what": …, "value": …}, …]}.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import psycopg  # noqa: E402
from _browser import Browser  # noqa: E402
from _databases import database_url  # noqa: E402
from psycopg import sql  # noqa: E402

from local.places import PYTHON  # noqa: E402
from tests.upgrade import landed  # noqa: E402
from tests.upgrade.next_release import made_up  # noqa: E402

NAME, PORT = "bench_upgrade", 8396
BASE = f"http://127.0.0.1:{PORT}"
WRITER = "Ruth Calloway"
READERS = ["Marcus Hale", "Priya Nandra", "Helen Osgood", "Tom Ashdown", "Dawn Fairley"]
PAGES = ["/", "/ocg/", "/actions/", "/search/?q=Harbourne"]
PAUSE = 2  # seconds between two pages of one person
QUERY = 12  # seconds that the long query takes
AFTER = 3  # seconds after a release that count too: what connections that were open meet
NEW = ("records", "migrations.AddField('entry', 'colour', models.CharField(max_length=9, default=''))")
LONGER = [
    ("records", "migrations.AlterField('entry', 'kind', models.CharField(max_length=20))"),
    ("access", "migrations.AlterField('user', 'name', models.CharField(max_length=200))"),
]


class People:
    """Those at work: each asks for pages, every second one also adds notes.

    `answers` has (status, began, ended) of each request, `words` what failed ones said, `kept` the notes that
    were confirmed.
    """

    def __init__(self, number, record):
        self.record, self.answers, self.words, self.over = record, [], set(), threading.Event()
        self.kept = []
        names = [WRITER if n % 2 else READERS[n // 2 % len(READERS)] for n in range(number)]
        browsers = [Browser(BASE).sign_in(name) for name in names]
        self.threads = [
            threading.Thread(target=self._work, args=(n, browser, names[n] == WRITER))
            for n, browser in enumerate(browsers)
        ]

    def _work(self, number, browser, writes):
        turn = 0
        while not self.over.is_set():
            self._note(browser.get(PAGES[(number + turn) % len(PAGES)]))
            if writes:
                form = self._note(browser.get(f"/records/{self.record}/note/"))
                if form.status == 200:
                    title = f"Upgrade {number}-{turn}"
                    saved = self._note(browser.press(form, "Add the note", title=title, text="Meanwhile."))
                    if saved.status == 200 and "/note/" not in saved.address:
                        self.kept.append(title)
            turn += 1
            self.over.wait(PAUSE)

    def _note(self, answer):
        ended = time.monotonic()
        self.answers.append((answer.status, ended - answer.seconds, ended))
        if answer.status != 200:
            self.words.add(f"{answer.status} {answer.text[:120]}")
        return answer

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        time.sleep(3)
        return self

    def __exit__(self, *error):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def beside(self, began, ended):
        """(asked for, failed, longest wait in seconds) of the answers that overlap with a time."""
        found = [one for one in self.answers if one[2] >= began and one[1] <= ended]
        return (
            len(found),
            sum(status != 200 for status, *_ in found),
            max(end - start for _, start, end in found),
        )


def manage(env, *command):
    """Runs manage.py; returns (when it began, when it ended). Ends the benchmark if it fails."""
    began = time.monotonic()
    done = subprocess.run([PYTHON, "manage.py", *command], env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"manage.py {command[0]} failed: {done.stdout[-500:]}{done.stderr[-2000:]}")
    return began, time.monotonic()


def prepare():
    """A new database with the last landed state, migrated; the owner's and the web role's environments."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    owner = {**os.environ, "DATABASE_URL": database_url(os.environ["DATABASE_URL"], NAME)}
    web = {**os.environ, "DATABASE_URL": database_url(os.environ["PAM_WEB_DATABASE_URL"], NAME)}
    with psycopg.connect(owner["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(landed.read()[1])
    manage(owner, "migrate", "--noinput")
    return owner, web


@contextmanager
def web_server(env, log):
    """gunicorn as in service, for as long as the block runs; its output goes to the file `log`."""
    command = [PYTHON, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "--bind", f"127.0.0.1:{PORT}"]
    child = subprocess.Popen([*command, "pam.wsgi"], env=env, cwd=ROOT, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 120
        while Browser(BASE).get("/healthz").status != 200:
            if child.poll() is not None or time.monotonic() > deadline:
                sys.exit("The web server does not start.")
            time.sleep(0.3)
        yield
    finally:
        child.terminate()
        child.wait()


@contextmanager
def long_query(owner):
    """One query of 12 s that has read every table, in its own connection."""
    with psycopg.connect(owner["DATABASE_URL"]) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        ).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(table) for (table,) in tables)
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
        query = threading.Thread(target=connection.execute, args=(f"SELECT pg_sleep({QUERY})",))
        query.start()
        yield
        query.join()


def measured(people, began, ended, alone):
    """The figures of one phase: what is said of each, and its value."""
    asked, failed, longest = people.beside(began, ended)
    yield "seconds of migrate (and 3 after a release)", round(ended - began, 1)
    yield "pages and saves asked for meanwhile", asked
    yield "of these, failed", failed
    yield "longest wait in seconds", round(longest, 2)
    yield "longest wait beside a program that only starts", round(people.beside(*alone)[2], 2)


def phases(owner, people, folder):
    """(phase, what, value) of each."""
    alone = manage(owner, "check")
    with long_query(owner):
        during = manage(owner, "migrate", "--noinput")
    yield from (("nothing to do, 12 s query", *row) for row in measured(people, *during, alone))
    for phase, releases in (("a new column", [NEW]), ("a longer column", [NEW, *LONGER])):
        began, ended = manage({**owner, **made_up(folder, *releases)}, "migrate", "--noinput")
        time.sleep(AFTER)
        for row in measured(people, began, ended + AFTER, alone):
            yield phase, *row


def main():
    """Runs the phases and prints the outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--people", type=int, default=20)
    given = parser.parse_args()
    owner, web = prepare()
    rows = []

    def tell(phase, what, value):
        rows.append({"phase": phase, "what": what, "value": value})
        print(f"{phase:<28}{what:<50}{value}", flush=True)

    with (
        psycopg.connect(owner["DATABASE_URL"], autocommit=True) as database,
        tempfile.TemporaryDirectory() as d,
    ):
        query = "SELECT uuid FROM records_record WHERE kind = 'ocg' ORDER BY id LIMIT 1"
        log = (ROOT / ".local" / "log" / "upgrade-web.log").open("ab")
        with web_server(web, log), People(given.people, database.execute(query).fetchone()[0]) as people:
            for row in phases(owner, people, Path(d)):
                tell(*row)
        notes = {title for (title,) in database.execute("SELECT title FROM records_entry").fetchall()}
        tell("altogether", "pages and saves asked for", len(people.answers))
        tell("altogether", "failed", sum(status != 200 for status, *_ in people.answers))
        tell("altogether", "what those read", sorted(people.words)[:3] or "(none)")
        tell("altogether", "saves confirmed", len(people.kept))
        tell("altogether", "confirmed saves lost", sum(title not in notes for title in people.kept))
    if given.json:
        Path(given.json).write_text(json.dumps({"rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
