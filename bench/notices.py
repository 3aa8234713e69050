"""Whether each notice goes out once when schedulers and workers die (bin/bench notices).

Ten thousand actions of the demo's people are due today; each person is told by a mail for each. Two clocks
(Celery beat) and three workers, which take from the system's and the mail's queue, make and send the
reminders; one of these five is killed with `kill -9` ten times. A mail server in this process counts what it
is handed. Servers of its own.

Prints a table and, with `--json FILE`, writes {"rows": [{"what": …, "value": …}, …]}.
"""

import argparse
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from email import message_from_bytes

from aiosmtpd.controller import Controller
from faults import prepare

from local import servers
from local.places import LOCAL, PYTHON, ROOT, free_port
from local.processes import Child, Lock, stop_on_signals
from local.stack import running

import psycopg  # isort: skip

PLACE = "bench-notices"
# Copies of the demo's open actions, one for each number, for people who see the record that they are of.
COPIED = """
INSERT INTO actions_action ({columns}) SELECT {values} FROM (
  SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS every FROM actions_action
  WHERE status = 'open' AND acceptance = 'accepted' AND owner_id IS NOT NULL AND sanitised_id IS NULL
) a JOIN generate_series(0, %s - 1) number ON number %% a.every = a.place
"""
OWN = {"uuid": "gen_random_uuid()", "code": "''", "due": "%s", "title": "'Notice ' || number"}


class Mailman:
    """A mail server that counts how often it was handed each Message-ID."""

    def __init__(self):
        self.taken = Counter()
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())
        self._server.start()
        self.port = self._server.port

    async def handle_DATA(self, server, session, envelope):
        """Takes one mail, as aiosmtpd asks."""
        self.taken[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 OK"

    def stop(self):
        """Ends it."""
        self._server.stop()


class Scene:
    """Two clocks and three workers, and questions to their database as its owner."""

    def __init__(self, stack, mailman):
        self.stack = stack
        env = {
            **stack.system,
            "EMAIL_URL": f"smtp://127.0.0.1:{mailman.port}",
            "PAM_MAIL_AT_ALL_HOURS": "1",
            "PAM_REMIND_EVERY": "1",
            "PAM_SEND_EVERY": "1",
        }
        celery = [PYTHON, "-m", "celery", "-A", "pam"]
        worker = [
            *celery,
            "worker",
            "-Q",
            "system,mail",
            "--pool",
            "solo",
            "--without-gossip",
            "--without-mingle",
        ]
        self.children = [
            self._child(f"clock-{n}", [*celery, "beat", "-s", stack.state / f"beat-{n}", "--pidfile="], env)
            for n in (1, 2)
        ] + [self._child(f"worker-{n}", [*worker, "-n", f"notices-{n}@%h"], env) for n in (1, 2, 3)]

    def _child(self, name, command, env):
        return Child(name, command, LOCAL / "log" / f"notices-{name}.log", 3, env, ROOT)

    def ask(self, query, *values):
        """The rows of a query, as the owner."""
        with psycopg.connect(self.stack.owner["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def fill(self, notices):
        """Makes so many actions that are due today, and lets each person be told at once of each."""
        self.ask("DELETE FROM notifications_delivery")
        columns = [
            row[0]
            for row in self.ask(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'actions_action'"
                " AND column_name <> 'id' AND is_generated = 'NEVER' AND is_identity = 'NO'"
            )
        ]
        values = [OWN.get(column, f'a."{column}"') for column in columns]
        named = ", ".join(f'"{column}"' for column in columns)
        copied = COPIED.format(columns=named, values=", ".join(values))
        self.ask("UPDATE actions_action SET due = due + 3650 WHERE status = 'open'")
        self.ask(copied, today(), notices)
        self.ask(
            "INSERT INTO notifications_mailchoice (membership_id, kind, channel)"
            " SELECT id, 'due', 'mail' FROM access_membership"
            " ON CONFLICT (membership_id, kind) DO UPDATE SET channel = 'mail'"
        )

    def settled(self):
        """How many reminders of today no job will take: sent, dropped, given up, or perhaps handed over."""
        return self.ask(
            "SELECT count(*) FROM notifications_delivery WHERE event = 'action_due_today'"
            " AND coalesce(sent_at, dropped_at, gave_up_at, handing_at) IS NOT NULL"
        )[0][0]

    def kill(self, child):
        """`kill -9` on a program and all of its own; starts it anew."""
        os.killpg(child.popen.pid, signal.SIGKILL)
        child.popen.wait()
        child.start()
        self.stack.family.write()


def today():
    """The date in London, as text."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London")).date().isoformat()


def run(scene, mailman, notices, kills):
    """Lets the reminders be made and sent, with the kills spread over the way; yields the outcome."""
    rng, killed, began = random.Random(7), Counter(), time.monotonic()
    scene.stack.family.add(*scene.children)
    marks = [round(notices * (number + 1) / (kills + 1)) for number in range(kills)]
    last, moved = 0, time.monotonic()
    while last < notices and time.monotonic() - moved < 180:
        done = scene.settled()
        if done > last:
            last, moved = done, time.monotonic()
        if marks and done >= marks[0]:
            marks.pop(0)
            child = rng.choice(scene.children)
            killed[child.name.split("-")[0]] += 1
            scene.kill(child)
        time.sleep(0.2)
    time.sleep(5)  # what is on its way
    yield "seconds", round(time.monotonic() - began)
    yield "kills of a clock", killed["clock"]
    yield "kills of a worker", killed["worker"]
    yield from counted(scene, mailman, notices)


def counted(scene, mailman, notices):
    """How often each of the notices was owed and handed over."""
    rows = scene.ask(
        "SELECT about, mail, sent_at IS NOT NULL, handing_at IS NOT NULL FROM notifications_delivery"
        " WHERE event = 'action_due_today'"
    )
    handed = {about: mailman.taken[f"<{mail}@127.0.0.1>"] for about, mail, *_ in rows}
    unknown = [row for row in rows if row[3] and not row[2]]
    yield "notices due", notices
    yield "owed", len(rows)
    yield "owed twice", len(rows) - len(handed)
    yield "handed over once", sum(times == 1 for times in handed.values())
    yield "handed over twice or more", sum(times > 1 for times in handed.values())
    yield "not handed over", notices - sum(times > 0 for times in handed.values())
    yield "killed while it was handed over, shown to an administrator", len(unknown)
    yield "of these, handed over", sum(handed[row[0]] > 0 for row in unknown)


def main():
    """Runs it and prints the outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--notices", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    given = parser.parse_args()
    stop_on_signals()
    for name in ("DATABASE_URL", "PAM_WEB_DATABASE_URL", "REDIS_URL", "PAM_MEDIA_ROOT", "PAM_STATIC_ROOT"):
        os.environ.pop(name, None)
    (LOCAL / PLACE).mkdir(exist_ok=True)
    lock, mailman = Lock(LOCAL / PLACE / "lock"), Mailman()
    if not lock.take():
        sys.exit("bin/bench notices already runs here: wait until it ends.")
    with running(PLACE, "bench", lock=lock, tuning=servers.RUN, public_url="http://127.0.0.1:8396") as stack:
        prepare(stack)
        scene = Scene(stack, mailman)
        scene.fill(given.notices)
        rows = []
        for what, value in run(scene, mailman, given.notices, given.kills):
            print(f"{what:<62} {value}", flush=True)
            rows.append({"what": what, "value": value})
    mailman.stop()
    if given.json:
        with open(given.json, "w") as file:
            json.dump({"rows": rows}, file, indent=1)


if __name__ == "__main__":
    main()
