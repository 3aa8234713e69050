"""bin/run: the whole of pam on one machine, from an empty folder to the printed address."""

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from . import environment, servers
from .places import LOCAL, PYTHON, ROOT, fingerprint, make_local, need_port, remembered, shown
from .processes import Child, Lock, Stop, read_record, stop_on_signals
from .stack import Stack, migrate, running
from .talk import Trouble, last_line, long_step, say

RESTARTS = 5


def arguments(given: list) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="bin/run", description="Start pam on this machine, with its demo. Ctrl-C stops it."
    )
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000, help="web port (8000)")
    return parser.parse_args(given)


def main(given: list) -> int:
    """Run until told to stop. Returns the exit code: 0 when stopped on request, 1 with one sentence else."""
    began = time.monotonic()
    port = arguments(given).port
    stop_on_signals()
    try:
        make_local()
        state = LOCAL / "run"
        state.mkdir(exist_ok=True)
        lock = take_lock(state)
        need_port(port)
        environment.ensure()
        url = f"http://127.0.0.1:{port}"
        with running("run", "demo", lock=lock, tuning=servers.RUN, public_url=url) as stack:
            fill(stack)
            start_pam(stack, port)
            welcome(stack, url, time.monotonic() - began)
            while True:
                time.sleep(0.5)
                stack.family.look_after()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except Stop:
        say("\nStopped.")
        return 0


def take_lock(state: Path) -> Lock:
    """The lock that makes this the only bin/run in this folder; Trouble names the one that has it."""
    lock = Lock(state / "lock")
    if lock.take():
        return lock
    # A bin/manage holds it too while it runs servers of its own.
    where = read_record(state / "launcher.json").get("address")
    raise Trouble(
        f"pam already runs from this folder{f' at {where}' if where else ''} (process {lock.holder()}): "
        "use that one, or stop it first (Ctrl-C in its window)."
    )


def fill(stack: Stack) -> None:
    """Migrate if need be, and load the demo into a database that hasn't had it."""
    migrate(stack)
    marker = LOCAL / "demo-loaded"
    if remembered(marker) != stack.identity:
        manage = [str(PYTHON), "manage.py", "load_demo"]
        long_step("Loading the demo", manage, log=LOCAL / "log" / "demo.log", cwd=ROOT, env=stack.owner)
        marker.write_text(stack.identity)


def start_pam(stack: Stack, port: int) -> None:
    """Start web server, workers and clock together; return when the web answers. Trouble if one can't."""
    logs, python = LOCAL / "log", str(PYTHON)
    celery = [python, "-m", "celery", "-A", "pam"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    clock = [*celery, "beat", "--loglevel", "INFO", "--schedule", stack.state / "beat-schedule", "--pidfile="]
    web = [
        python,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.py",
        "--bind",
        f"127.0.0.1:{port}",
        "pam.wsgi",
    ]
    # Work in the background yields to the people at the screen, also while everything starts.
    behind: dict[str, Any] = {"cwd": ROOT, "restarts": RESTARTS, "nice": 5}
    children = [
        Child("web server", web, logs / "web.log", 2, stack.web, ROOT, restarts=RESTARTS),
        Child(
            "worker",
            [*worker, "-Q", "work", "-n", "work@%h", "--concurrency", "2"],
            logs / "worker.log",
            3,
            stack.web,
            **behind,
        ),
        Child(
            "system worker",
            [*worker, "-Q", "system", "-n", "system@%h", "--pool", "solo"],
            logs / "system-worker.log",
            3,
            stack.system,
            **behind,
        ),
        Child(
            "mail worker",
            [*worker, "-Q", "mail", "-n", "mail@%h", "--pool", "solo"],
            logs / "mail-worker.log",
            3,
            stack.system,
            **behind,
        ),
        Child("clock (Celery beat)", clock, logs / "beat.log", 4, stack.web, **behind),
    ]
    stack.family.add(*children)
    wait_for_web(f"http://127.0.0.1:{port}/healthz", children)


def wait_for_web(url: str, children: list, seconds: float = 60) -> None:
    """Return when the web server says it is well; Trouble if one of the children ends before."""
    deadline = time.monotonic() + seconds
    said = "no answer"
    while True:
        for child in children:
            if not child.alive():
                raise Trouble(f"The {child.name} did not start ({child.why()}): see {child.log}.")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            said = f"HTTP {error.code}"
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise Trouble(
                f"The web server is not well after {seconds:.0f} seconds ({said}; "
                f"{last_line(children[0].log, 160)}): see {children[0].log}."
            )
        time.sleep(0.05)


def welcome(stack: Stack, url: str, seconds: float) -> None:
    """Print the address, who can sign in, and what is missing on this machine."""
    stack.family.note(address=url)
    people, stamp = LOCAL / "demo-people.txt", LOCAL / "demo-people.stamp"
    wanted = fingerprint((ROOT / "demo").rglob("*.py"), stack.identity)
    if remembered(stamp) != wanted:
        table = subprocess.run(
            [str(PYTHON), "manage.py", "demo_people"],
            cwd=ROOT,
            env=stack.owner,
            capture_output=True,
            text=True,
        )
        if table.returncode:
            raise Trouble(f"Who can sign in could not be listed: {table.stderr.strip().splitlines()[-1]}")
        people.write_text(table.stdout)
        stamp.write_text(wanted)
    say(f"\npam is ready at {url} ({seconds:.1f} s). Sign in as any of these, with one button each:\n")
    say(people.read_text().rstrip())
    warning = environment.pango_warning()
    if warning:
        say(f"\n{warning}")
    say(f"\nCtrl-C stops it. The data stays in {stack.data}, what it says goes to {shown(LOCAL / 'log')}.")
