"""How soon followers see what is recorded in a meeting, and what that costs (bin/bench live).

One meeting of twelve items with `--followers` people invited, each signed in with a page that asks what is
new twice a second, as static/js/live.js does. The web server is started as deployed (deploy/gunicorn.py),
without a proxy before it. `--beats` decisions are recorded one after the other; of each the seconds count
from before the verb until a follower's answer holds it. Half of the decisions are on an item that only the
owner team may see: the others' answers must not hold them.

Prints a table and, with `--json FILE`, writes it.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from uuid import uuid4

import django

ROOT = Path(__file__).resolve().parent.parent
PORT = 8398
EVERY = 0.5
TICKS = os.sysconf("SC_CLK_TCK")


def make_meeting(followers):
    """A meeting that is being held, with people invited: (uuid, its items, chair, [session cookie])."""
    from _agency import group_of, new_agency
    from django.utils import timezone

    from meetings.live import services as live
    from meetings.models import AgendaItem, Meeting
    from meetings.services import conduct
    from pam.access import services, visibility
    from pam.access.levels import Marking
    from pam.access.models import User
    from pam.accounts.services.terms_of_use import accept_for_everybody
    from pam.records.models import Record
    from tests.clients import open_session

    agency = new_agency(f"Live{uuid4().hex[:6]}")
    people = []
    for number in range(followers):
        email = f"{uuid4().hex[:10]}@pam.example"
        user = User.objects.create_user(email=email, password=None, name=f"Person {number}")
        people.append(
            services.create_membership(
                user=user,
                agency=agency.team.agency,
                teams=[],
                roles=["officer"],
                clearance=Marking.OFFICIAL_SENSITIVE,
            )
        )
    actor = agency.reader
    with visibility.reading(actor):
        group = group_of(agency, "Bench group")
        meeting = Meeting(
            title="Bench", team=agency.team, lead=agency.member, secretary=agency.member,
            starts_at=timezone.now(),
        )  # fmt: skip
        meeting = conduct.call_meeting(actor=actor, meeting=meeting)
        conduct.invite(actor=actor, meeting=meeting, people=people)
        for number in range(11):
            conduct.add_item(actor=actor, meeting=meeting, title=f"Item {number}")
        conduct.add_item(actor=actor, meeting=meeting, about=Record.objects.get(pk=group.pk))
        conduct.start(actor=actor, meeting=meeting)
        conduct.all_present(actor=actor, meeting=meeting)
        items = list(AgendaItem.objects.filter(record_id=meeting.pk).order_by("position"))
        live.go_to(actor=actor, meeting=meeting, item=items[0])
    accept_for_everybody()
    cookies = [_signed_in(open_session, person) for person in people]
    return meeting, items, actor, cookies


def _signed_in(open_session, person):
    class Jar:
        cookies = {}

    jar = Jar()
    jar.cookies = {}
    open_session(jar, person.user, ("password", "mfa"))
    return next(iter(jar.cookies.items()))


class Follower:
    """One page: asks, remembers what it was given and when it first held each text."""

    def __init__(self, path, cookie):
        self.path, self.cookie, self.seen, self.asked, self.full, self.wrong = path, cookie, {}, 0, 0, {}
        self.etag = self.ticket = self.body = ""

    async def run(self, wanted, until):
        reader = writer = None
        await asyncio.sleep(random.random() * EVERY)
        while time.monotonic() < until[0]:
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
                status = await self._ask(reader, writer)
                if status not in (200, 304):
                    self.wrong[status] = self.wrong.get(status, 0) + 1
            except (OSError, asyncio.IncompleteReadError):
                self.wrong["connection"] = self.wrong.get("connection", 0) + 1
                writer = None
            now = time.monotonic()
            for text in wanted:
                if text in self.body:
                    self.seen.setdefault(text, now)
            await asyncio.sleep(EVERY * (0.8 + random.random() * 0.4))
        if writer is not None:
            writer.close()

    async def _ask(self, reader, writer):
        self.asked += 1
        name, value = self.cookie
        lines = [
            f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{PORT}", f"Cookie: {name}={value}",
            "HX-Request: true", f"X-Pam-Live: {self.ticket}",
        ]  # fmt: skip
        lines += [f"If-None-Match: {self.etag}"] if self.etag else []
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status, length = int(head[0].split()[1]), 0
        found = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:]}
        length = int(found.get("content-length", 0)) if status != 304 else 0
        body = (await reader.readexactly(length)).decode() if length else ""
        if status == 200:
            self.full += 1
            self.etag, self.ticket, self.body = found.get("etag", ""), found.get("x-pam-live", ""), body
        return status


def processor(pids):
    """Seconds of processor that these processes used."""
    used = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += (int(fields[11]) + int(fields[12])) / TICKS
    return used


def children(pid):
    """A process with all that it started."""
    found = [pid]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += children(int(stat.parent.name))
    return found


def database_pids():
    """The server's processes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity")
        return [row[0] for row in cursor.fetchall()]


def transactions():
    """How many transactions the database has ended."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        )
        return cursor.fetchone()[0]


async def measure(meeting, items, actor, cookies, beats, server):
    """The figures, by name."""
    path = f"/meetings/{meeting.uuid}/follow/now/"
    followers = [Follower(path, cookie) for cookie in cookies]
    wanted, until, began = {}, [time.monotonic() + 3600], {}
    tasks = [asyncio.create_task(one.run(wanted, until)) for one in followers]
    await asyncio.sleep(15)  # first answers, pools, plans
    quiet = await _spend(10, server, followers)
    start, web, base = time.monotonic(), processor(children(server.pid)), processor(database_pids())
    asked, ended = sum(one.asked for one in followers), transactions()
    for number in range(beats):
        hidden = number % 2 == 1
        text = f"beat-{number}-{uuid4().hex[:8]}"
        wanted[text] = hidden
        began[text] = time.monotonic()
        await asyncio.to_thread(_record, actor, meeting, items[-1] if hidden else items[0], text)
        await asyncio.sleep(4 + random.random())
    took = time.monotonic() - start
    until[0] = 0
    busy = {
        "seconds": took,
        "web": (processor(children(server.pid)) - web) / took,
        "database": (processor(database_pids()) - base) / took,
        "questions": (sum(one.asked for one in followers) - asked) / took,
        "transactions": (transactions() - ended) / took,
    }
    await asyncio.gather(*tasks)
    shown = [text for text, hidden in wanted.items() if not hidden]
    waits = [one.seen[text] - began[text] for one in followers for text in shown if text in one.seen]
    leaks = sum(text in one.seen for one in followers for text, hidden in wanted.items() if hidden)
    missed = sum(text not in one.seen for one in followers for text in shown)
    wrong = {}
    for one in followers:
        for status, count in one.wrong.items():
            wrong[status] = wrong.get(status, 0) + count
    return quiet, busy, waits, leaks, missed, wrong


async def _spend(seconds, server, followers):
    start, web, base = time.monotonic(), processor(children(server.pid)), processor(database_pids())
    asked, ended = sum(one.asked for one in followers), transactions()
    await asyncio.sleep(seconds)
    took = time.monotonic() - start
    return {
        "seconds": took,
        "web": (processor(children(server.pid)) - web) / took,
        "database": (processor(database_pids()) - base) / took,
        "questions": (sum(one.asked for one in followers) - asked) / took,
        "transactions": (transactions() - ended) / took,
    }


def _record(actor, meeting, item, text):
    from meetings.services import conduct
    from pam.access import visibility

    with visibility.reading(actor):
        conduct.decide(actor=actor, meeting=meeting, item=item, text=text, rationale="So")


def main():
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--followers", type=int, default=200)
    parser.add_argument("--beats", type=int, default=20)
    given = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    meeting, items, actor, cookies = make_meeting(given.followers)
    web = {**os.environ, "DATABASE_URL": os.environ["PAM_WEB_DATABASE_URL"]}
    log = ROOT / ".local" / "log" / "live-web.log"
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
    with log.open("w") as told:
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{PORT}", "pam.wsgi"], cwd=ROOT, env=web, stdout=told, stderr=told
        )
    try:
        wait_for_server()
        found = asyncio.run(measure(meeting, items, actor, cookies, given.beats, server))
    finally:
        server.terminate()
        server.wait(timeout=30)
    report(given, *found)


def wait_for_server():
    """Until the server answers that it is well."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The web server does not start.")


def report(given, quiet, busy, waits, leaks, missed, wrong):
    """Prints the figures, and writes them."""
    waits = sorted(waits)
    rows = {
        "followers": given.followers,
        "seen, median s": round(statistics.median(waits), 3) if waits else None,
        "seen, 95 % s": round(waits[int(len(waits) * 0.95)], 3) if waits else None,
        "seen, worst s": round(waits[-1], 3) if waits else None,
        "not seen": missed,
        "seen by people who may not": leaks,
        "other answers": wrong,
        **{f"quiet: {name}": round(value, 3) for name, value in quiet.items()},
        **{f"busy: {name}": round(value, 3) for name, value in busy.items()},
    }
    for name, value in rows.items():
        print(f"{name:32} {value}")
    if given.json:
        Path(given.json).write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(ROOT))
    main()
