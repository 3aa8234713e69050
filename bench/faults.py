"""What is lost or done twice when things die (bin/bench faults), with servers, workers and a demo of its own.

1. `kill -9` on the worker while it makes minutes, 20 times (`--kills`). 2. Valkey stopped, and Valkey
hanging, while the chair approves minutes. 3. PostgreSQL stopped hard and started again while people write
notes, minutes are made and reminders are mailed. 4. What all of it left on the disk that no row names, before
and after the job that removes leftovers.

Prints a table and, with `--json FILE`, writes {"rows": [{"fault": …, "what": …, "value": …}, …]}.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bin"))

import psycopg  # noqa: E402
from _browser import Browser  # noqa: E402
from celery import Celery  # noqa: E402

from local import servers  # noqa: E402
from local.beside import foreground  # noqa: E402
from local.places import LOCAL, PYTHON, ROOT  # noqa: E402
from local.processes import Child, Lock, stop_on_signals  # noqa: E402
from local.stack import running  # noqa: E402

PORT = 8397
COPIES = 12  # waiting at each kill
MAILS = 40  # owed at each kill of the workers
CHAIR, OFFICER = "Marcus Hale", "Ruth Calloway"
SEND_MAIL = "pam.notifications.tasks.send_due"
# Counts each time that a copy goes from waiting to made.
COUNTER = """
CREATE TABLE IF NOT EXISTS bench_made (copy bigint);
CREATE OR REPLACE FUNCTION bench_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$ BEGIN INSERT INTO bench_made VALUES (NEW.id); RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER bench_made AFTER UPDATE ON meetings_minutescopy FOR EACH ROW
WHEN (OLD.state = 'waiting' AND NEW.state = 'made') EXECUTE FUNCTION bench_made();
"""


STORES_AND_DIES = """
import os, signal
from django.core.files.base import ContentFile
from pam.db import files
from pam.records.models import Document
with files.atomic():
    for number in range(10):
        Document(title="Dies").file.save(f"dies{number}", ContentFile(b"x"), save=False)
    os.kill(os.getpid(), signal.SIGKILL)
"""


class Scene:
    """The running servers, web and workers, and questions to their database as its owner."""

    def __init__(self, stack):
        self.stack = stack
        self.media = Path(stack.owner["PAM_MEDIA_ROOT"])
        celery = [PYTHON, "-m", "celery", "-A", "pam", "worker", "--without-gossip", "--without-mingle", "-n"]
        gunicorn = [
            PYTHON,
            "-m",
            "gunicorn",
            "--config",
            "deploy/gunicorn.py",
            "--bind",
            f"127.0.0.1:{PORT}",
            "pam.wsgi",
        ]
        log = LOCAL / "log"
        self.web = Child("web", gunicorn, log / "faults-web.log", 2, stack.web, ROOT)
        self.worker = Child(
            "worker",
            [*celery, "work@%h", "-Q", "work", "-c", "2"],
            log / "faults-worker.log",
            3,
            stack.web,
            ROOT,
        )
        self.system = Child(
            "system", [*celery, "system@%h", "-Q", "system", "--pool", "solo"], log / "faults-system.log", 3,
            {**stack.system, "PAM_LEFTOVER_HOURS": "0"}, ROOT,  # asked for once all is quiet
        )  # fmt: skip
        self.mail = Child(
            "mail", [*celery, "mail@%h", "-Q", "mail", "--pool", "solo"], log / "faults-mail.log", 3,
            stack.system, ROOT,
        )  # fmt: skip
        self.queue = Celery(broker=stack.owner["REDIS_URL"])
        self.postgres, self.valkey = stack.family.children[:2]

    def ask(self, sql, *values):
        """The rows of a query, as the owner; waits for a database that is starting."""
        for _ in range(600):
            try:
                with psycopg.connect(self.stack.owner["DATABASE_URL"], autocommit=True) as connection:
                    cursor = connection.execute(sql, values or None)
                    return cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise SystemExit("The database does not come back.")

    def send(self, task, *values):
        """Puts a task into its queue, as the clock (Celery beat) does."""
        queue = "system" if task.startswith("pam.") else "work"
        queue = "mail" if task == SEND_MAIL else queue
        self.queue.send_task(task, values, queue=queue, retry=False)

    def enqueue_mails(self):
        """Owes a mail to each of `MAILS` people, as a department of many does in the morning."""
        self.ask(
            "INSERT INTO notifications_delivery (uuid, event, about, occasion, recipient_id, agency_id,"
            " urgent, created, channel, due_at, failures, why)"
            " SELECT gen_random_uuid(), 'handed_over', gen_random_uuid(), '', id, agency_id, true, now(), '',"
            " now(), 0, '' FROM access_membership ORDER BY id LIMIT %s", MAILS,
        )  # fmt: skip

    def kill(self, child):
        """`kill -9` on a program and all of its own; starts it anew."""
        os.killpg(child.popen.pid, signal.SIGKILL)
        child.popen.wait()
        child.start()
        self.stack.family.write()

    def waiting(self):
        """How many copies wait to be made."""
        return self.ask("SELECT count(*) FROM meetings_minutescopy WHERE state = 'waiting'")[0][0]

    def all_made(self, seconds=120):
        """Sends the clock's task until nothing waits. Returns the seconds that it took, or None."""
        began = time.monotonic()
        last = 0.0
        while time.monotonic() - began < seconds:
            if not self.waiting():
                return time.monotonic() - began
            if time.monotonic() - last > 5:
                self.send("meetings.tasks.make_waiting_minutes")
                last = time.monotonic()
            time.sleep(0.2)
        return None

    def owed(self):
        """How many deliveries are due and were never tried."""
        return self.ask(
            "SELECT count(*) FROM notifications_delivery WHERE due_at < now() AND claimed_at IS NULL"
            " AND sent_at IS NULL AND dropped_at IS NULL AND gave_up_at IS NULL"
        )[0][0]

    def all_mailed(self, seconds=240):
        """Sends the clock's task until no mail is owed, or the time is up."""
        time.sleep(12)  # reminders are made meanwhile
        until = time.monotonic() + seconds
        while self.owed() and time.monotonic() < until:
            self.send(SEND_MAIL)
            time.sleep(5)

    def unmake(self, number):
        """Lets `number` copies wait again, as if they had just been approved: without a file."""
        for (name,) in self.ask("SELECT file FROM meetings_minutescopy ORDER BY id DESC LIMIT %s", number):
            if name:
                (self.media / name).unlink(missing_ok=True)
        self.ask(
            "UPDATE meetings_minutescopy SET state = 'waiting', claimed_at = NULL, made_at = NULL, "
            "file = '', sha256 = '',"
            " problem = '' WHERE id IN (SELECT id FROM meetings_minutescopy ORDER BY id DESC LIMIT %s)",
            number,
        )
        self.ask("TRUNCATE bench_made")
        return [
            row[0]
            for row in self.ask("SELECT id FROM meetings_minutescopy WHERE state = 'waiting' ORDER BY id")
        ]

    def made_twice(self):
        """How many copies were made more than once since `unmake`."""
        return self.ask(
            "SELECT count(*) FROM (SELECT copy FROM bench_made GROUP BY copy HAVING count(*) > 1) x"
        )[0][0]

    def broken_files(self):
        """How many copies of minutes have a file that is missing or is not what the row says."""
        rows = self.ask("SELECT file, sha256 FROM meetings_minutescopy WHERE state = 'made'")
        return sum(
            not (self.media / f).is_file() or sha256((self.media / f).read_bytes()).hexdigest() != d
            for f, d in rows
        )

    def left_over(self):
        """The names of the stored files that no row names, of any kind."""
        named = {
            row[0]
            for table in ("meetings_minutescopy", "records_document", "access_agreement")
            for row in self.ask(f"SELECT file FROM {table}")
        }
        return {str(path.relative_to(self.media)) for path in self.media.rglob("*") if path.is_file()} - named


def prepare(stack):
    """A new database with the demo in it, and none of the files of the one before."""
    shutil.rmtree(stack.owner["PAM_MEDIA_ROOT"], ignore_errors=True)
    url = stack.owner["DATABASE_URL"]
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS pam WITH (FORCE)")
        server.execute("CREATE DATABASE pam")
    for command in ("migrate", "load_demo"):
        if foreground([PYTHON, "manage.py", command, "-v", "0"], stack.owner):
            raise SystemExit(f"{command} failed.")


def kill_the_worker(scene, kills):
    """Kills the worker at a chance moment of making minutes, again and again."""
    rng = random.Random(9)
    lost = twice = 0
    waits = []
    for _ in range(kills):
        copies = scene.unmake(COPIES)
        for copy in copies:
            scene.send("meetings.tasks.make_minutes", copy)
        seen, deadline = rng.randint(0, COPIES - 3), time.monotonic() + 60
        while COPIES - scene.waiting() < seen + 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(rng.uniform(0, 0.5))
        scene.kill(scene.worker)
        waited = scene.all_made()
        waits.append(waited or 120)
        lost += scene.waiting()
        twice += scene.made_twice()
    yield "kills in the middle of making minutes", kills
    yield "minutes to make, in all", kills * COPIES
    yield "minutes lost", lost
    yield "minutes made twice", twice
    yield "files missing or damaged", scene.broken_files()
    yield "files left over by the kills", len(scene.left_over())
    yield "seconds until all were there, at most", round(max(waits), 1)


def approve(scene, chair, meeting):
    """The chair approves `meeting`; returns the answer."""
    return chair.press(chair.get(f"/meetings/{meeting}/minutes/approve/"), "Approve")


def valkey_gone(scene):
    """The queue is away, then hangs, while the chair approves."""
    chair = Browser(f"http://127.0.0.1:{PORT}").sign_in(CHAIR)
    meetings = [
        str(row[0]) for row in scene.ask(
            "SELECT r.uuid FROM records_record r JOIN meetings_meeting m ON m.record_ptr_id = r.id"
            " WHERE m.state IN ('closed', 'held') ORDER BY m.state"
        )
    ]  # fmt: skip
    chair.press(chair.get(f"/meetings/{meetings[1]}/close/"), "Close")
    for how, meeting in zip(("stopped", "hanging"), meetings, strict=True):
        scene.ask("TRUNCATE bench_made")
        if how == "stopped":
            scene.valkey.ask_to_stop()
            scene.valkey.popen.wait()
        else:
            os.kill(scene.valkey.popen.pid, signal.SIGSTOP)
        answer = approve(scene, chair, meeting)
        waiting = scene.waiting()
        if how == "stopped":
            scene.valkey.start()
        else:
            os.kill(scene.valkey.popen.pid, signal.SIGCONT)
        time.sleep(1)
        waited = scene.all_made()
        yield f"queue {how}: status of the approval", answer.status
        yield f"queue {how}: seconds that the chair waited", round(answer.seconds, 2)
        yield (
            f"queue {how}: the chair reads",
            "Being made" if "Being made" in answer.text else answer.text[:80],
        )
        yield f"queue {how}: copies waiting in the database", waiting
        yield f"queue {how}: lost", scene.waiting()
        yield f"queue {how}: made twice", scene.made_twice()
        yield f"queue {how}: seconds from its return to the last copy", round(waited or 120, 1)


def write_notes(record, until, kept, answers, number):
    """One officer adds notes until the time is up; what was confirmed goes to `kept`."""
    officer = Browser(f"http://127.0.0.1:{PORT}").sign_in(OFFICER)
    count = 0
    while (began := time.monotonic()) < until:
        page = officer.get(f"/records/{record}/note/")
        answers.append((page.status, page.seconds, page.text[:160], began))
        if page.status != 200:
            time.sleep(0.3)
            continue
        title, count, began = f"Load {number}-{count}", count + 1, time.monotonic()
        answer = officer.press(
            page, "Add the note", title=title, text="Written while the database was stopped."
        )
        answers.append((answer.status, answer.seconds, answer.text[:160], began))
        if answer.status == 200 and "/note/" not in answer.address:
            kept.append(title)


def postgres_restarted(scene, restarts=3):
    """The database is stopped hard under load; so are the workers that owe mails and send them."""
    scene.unmake(COPIES)
    record = scene.ask("SELECT uuid FROM records_record WHERE kind = 'ocg' ORDER BY id LIMIT 1")[0][0]
    kept, answers, away, until = [], [], [], time.monotonic() + 12 * restarts
    people = [threading.Thread(target=write_notes, args=(record, until, kept, answers, n)) for n in range(4)]
    for person in people:
        person.start()
    for _ in range(restarts):
        time.sleep(4)
        scene.send("pam.actions.tasks.remind")
        scene.send("meetings.tasks.make_waiting_minutes")
        scene.enqueue_mails()
        scene.send(SEND_MAIL)
        time.sleep(1)
        stopped = time.monotonic()
        os.kill(scene.postgres.popen.pid, signal.SIGQUIT)  # immediate: no farewell, recovery at the start
        scene.postgres.popen.wait()
        time.sleep(1)
        scene.postgres.start()
        scene.stack.family.write()
        scene.ask("SELECT 1")
        away.append((stopped, time.monotonic()))
        scene.kill(scene.system)
        scene.kill(scene.mail)
    for person in people:
        person.join()
    scene.all_made()
    for _ in range(3):
        scene.send("pam.actions.tasks.remind")
    scene.all_mailed()
    yield from _after_the_restarts(scene, restarts, kept, answers, away)


def _asked(failed, away, when):
    """How many of the failed requests were asked `before`, `while` or `after` the database was away, the
    nearest time.
    """
    found = {"before": 0, "while": 0, "after": 0}
    for _, began in failed:
        stopped, back = min(away, key=lambda gap: min(abs(began - gap[0]), abs(began - gap[1])))
        found["before" if began < stopped else "while" if began <= back else "after"] += 1
    return found[when]


def left_over(scene):
    """What lies on the disk at the end that no row names; and what the job leaves of it."""
    yield "files that belong to no row, by the faults before", len(scene.left_over())
    foreground([PYTHON, "manage.py", "shell", "-v", "0", "-c", STORES_AND_DIES], scene.stack.owner)
    yield "and by a process killed between storing 10 and its commit", len(scene.left_over())
    scene.send("pam.retention.tasks.remove_leftovers")
    until = time.monotonic() + 60
    while scene.left_over() and time.monotonic() < until:
        time.sleep(0.5)
    yield "files that belong to no row, after the job", len(scene.left_over())
    yield "files missing or damaged", scene.broken_files()


def _after_the_restarts(scene, restarts, kept, answers, away):
    notes = dict(
        scene.ask("SELECT title, count(*) FROM records_entry WHERE title LIKE 'Load %' GROUP BY title")
    )
    failed = [(text, began) for status, _, text, began in answers if status >= 500]
    words = sorted({text for text, _ in failed})
    mails = (
        'SELECT count(*) FROM (SELECT 1 FROM notifications_sentmail GROUP BY "to", subject '
        "HAVING count(*) > 1) x"
    )
    yield "restarts of the database under load", restarts
    yield "pages and saves asked for", len(answers)
    yield "answered", sum(status == 200 for status, *_ in answers)
    yield "answered with an error page", len(failed)
    yield "of these, asked before the database was stopped", _asked(failed, away, "before")
    yield "of these, asked while it was away", _asked(failed, away, "while")
    yield "of these, asked when it was back", _asked(failed, away, "after")
    yield "not answered", sum(status == 0 for status, *_ in answers)
    yield "longest wait in seconds", round(max(seconds for _, seconds, *_ in answers), 1)
    yield "the error page says", words[0][:120] if words else "(none seen)"
    yield "saves confirmed to the officer", len(kept)
    yield "confirmed saves lost", sum(title not in notes for title in kept)
    yield "saves kept twice", sum(count > 1 for count in notes.values())
    yield "minutes lost", scene.waiting()
    yield "minutes made twice", scene.made_twice()
    yield "files missing or damaged", scene.broken_files()
    yield "mails sent", scene.ask("SELECT count(*) FROM notifications_sentmail")[0][0]
    yield "mails sent twice", scene.ask(mails)[0][0]
    yield (
        "mails claimed and not known to be sent",
        scene.ask(
            "SELECT count(DISTINCT mail) FROM notifications_delivery"
            " WHERE claimed_at IS NOT NULL AND sent_at IS NULL AND dropped_at IS NULL"
        )[0][0],
    )
    yield "mails owed and never tried", scene.owed()


def main():
    """Runs the faults and prints the outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    stop_on_signals()
    for name in ("DATABASE_URL", "PAM_WEB_DATABASE_URL", "REDIS_URL", "PAM_MEDIA_ROOT", "PAM_STATIC_ROOT"):
        os.environ.pop(name, None)
    (LOCAL / "bench-faults").mkdir(exist_ok=True)
    lock, rows = Lock(LOCAL / "bench-faults" / "lock"), []
    if not lock.take():
        sys.exit("bin/bench faults already runs here: wait until it ends.")
    with running(
        "bench-faults", "bench", lock=lock, tuning=servers.RUN, public_url=f"http://127.0.0.1:{PORT}"
    ) as stack:
        prepare(stack)
        scene = Scene(stack)
        scene.ask(COUNTER)
        stack.family.add(scene.web, scene.worker, scene.system, scene.mail)
        faults = [
            ("worker killed", kill_the_worker(scene, given.kills)), ("queue gone", valkey_gone(scene)),
            ("database restarted", postgres_restarted(scene)), ("leftovers", left_over(scene)),
        ]  # fmt: skip
        for fault, found in faults:
            for what, value in found:
                rows.append({"fault": fault, "what": what, "value": value})
                print(f"{fault:<20}{what:<58}{value}", flush=True)
    if given.json:
        Path(given.json).write_text(json.dumps({"rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
