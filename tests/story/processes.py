"""pam's own processes for a test: web server, workers and clock, by the roles of `bin/run`, and a mail
server.
"""

import os
import signal
import socket
import sys
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connection
from redis import Redis

from local.processes import Child
from local.run import wait_for_web
from pam.db import laying, row_security

ROOT = Path(__file__).resolve().parents[2]
LAST_QUEUE = 15  # the highest database number of a Redis as it comes


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def with_path(url, path):
    """`url` with another path: the number of a queue, the name of a database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


class Postman:
    """A mail server that keeps what it is given, as `EmailMessage`s, in `letters`."""

    def __init__(self):
        self.letters = []
        self.port = free_port()
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server, session, envelope):
        """Takes one mail, as aiosmtpd asks."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address):
        """The letters to `address`, oldest first."""
        return [letter for letter in self.letters if letter["To"] == address]

    @contextmanager
    def at_work(self):
        """Takes mail as long as the block runs."""
        self._server.start()
        try:
            yield self
        finally:
            self._server.stop()


@contextmanager
def queue_of_our_own(redis_url):
    """The address of an empty database of the Redis at `redis_url`, emptied again afterwards."""
    for number in range(LAST_QUEUE, 0, -1):
        address = with_path(redis_url, number)
        with Redis.from_url(address) as queue:
            if queue.dbsize() or not queue.set("taken", 1, nx=True, ex=900):
                continue
            try:
                yield address
            finally:
                queue.flushdb()
            return
    raise RuntimeError("Each database of this Redis holds something: there is none for a queue of our own.")


@contextmanager
def counts_of_attempts():
    """The table in which the demo's processes count attempts to sign in;
    the tests' own settings need none.
    """
    call_command("createcachetable", *row_security.CACHE_TABLES, verbosity=0)
    laying.lay()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in row_security.CACHE_TABLES:
                cursor.execute(f"DROP TABLE {table}")


def environments(port, redis, mail_port, media):
    """(of the owner's processes, of the web's): the test database, the demo's settings, mail by SMTP."""
    name = connection.settings_dict["NAME"]
    base = {
        **os.environ,
        "PAM_MODE": "demo",
        "PAM_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PAM_MEDIA_ROOT": str(media),
        "PAM_WEB_PROCESSES": "1",
        # Not each second: both workers would only do that.
        "PAM_REMIND_EVERY": "4",
        "PAM_SEND_EVERY": "2",
        "REDIS_URL": redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "PYTHONUNBUFFERED": "1",
    }
    owner = base | {"DATABASE_URL": with_path(os.environ["DATABASE_URL"], name)}
    web = base | {"DATABASE_URL": with_path(os.environ["PAM_WEB_DATABASE_URL"], name)}
    for environment in (owner, web):
        environment.pop("PAM_WEB_DATABASE_URL", None)
        environment.pop("PAM_TEST_TEMPLATE", None)
    return owner, web


def children(port, owner, web, folder):
    """The processes: web server, the worker of the web's role with the clock, and that of the owner's role
    for both of its queues. Their logs lie in `folder`. When the test has ended they are killed: to end in
    peace takes each a second or more.
    """
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "pam"]
    worker = [
        *celery,
        "worker",
        "--loglevel",
        "INFO",
        "--pool",
        "solo",
        "--without-gossip",
        "--without-mingle",
    ]
    # The clock within a worker, as a process that it forks: it then loads pam no second time.
    clock = ["--beat", "--schedule", folder / "beat-schedule"]
    gunicorn = [
        python,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.py",
        "--bind",
        f"127.0.0.1:{port}",
        "pam.wsgi",
    ]
    commands = [
        ("web", gunicorn, web),
        ("worker", [*worker, *clock, "-Q", "work", "-n", f"work-{port}@%h"], web),
        ("system-worker", [*worker, "-Q", "system,mail", "-n", f"system-{port}@%h"], owner),
    ]
    return [
        Child(name, command, folder / f"{name}.log", env=env, cwd=ROOT, stop_with=signal.SIGKILL)
        for name, command, env in commands
    ]


@contextmanager
def running(family, port):
    """The children run as long as the block does; yields the address of the web server."""
    try:
        for child in family:
            child.start()
        wait_for_web(f"http://127.0.0.1:{port}/healthz", family)
        yield f"http://127.0.0.1:{port}"
    finally:
        for child in family:
            child.ask_to_stop()
        for child in family:
            child.wait_stopped()
