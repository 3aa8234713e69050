"""PostgreSQL's own programs: one dumps the database, one restores it. Passwords go by the environment."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from tempfile import TemporaryFile
from typing import IO

from django.db import connection

from pam.access.models import WallKey
from pam.retention.backups.sealed import BackupError

# Made of SECRET_KEY: who has it can be any reader. `migrate`, which a restore runs, puts it back.
WITHOUT_KEY = f"--exclude-table-data=public.{WallKey._meta.db_table}"
DUMP = (
    "pg_dump", "--format=custom", "--no-password", "--enable-row-security", "--lock-wait-timeout=60s",
    WITHOUT_KEY,
)  # fmt: skip
RESTORE = ("pg_restore", "--no-password", "--no-owner", "--exit-on-error", "--single-transaction")
LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey")


@dataclass(frozen=True)
class Prepared:
    """A program to run on the database that this process uses: its command, its environment, and the server's
    version.
    """

    command: tuple[str, ...]
    env: dict[str, str] = field(repr=False)
    server: int


def prepared(command: tuple[str, ...]) -> Prepared:
    """`command`, ready to run. Raises BackupError if its program is missing, or older than the server."""
    settings = connection.settings_dict
    with connection.cursor() as cursor:
        server = cursor.connection.info.server_version // 10000
    env = {**os.environ, "PGAPPNAME": "pam backup"}
    env |= {to: str(settings[name]) for name, to in LIBPQ.items() if settings.get(name)}
    options = settings.get("OPTIONS", {})
    env |= {f"PG{name.upper()}": str(options[name]) for name in OPTIONS if name in options}
    return Prepared((_program(command[0], server), *command[1:]), env, server)


def _program(name, server):
    needed = f"install PostgreSQL's client programs, version {server}."
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"{name} is not here: {needed}")
    said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout.strip()
    version = re.search(r" (\d+)(\.\d+)*", said)
    if version is None or int(version[1]) < server:
        raise BackupError(f"{said or path} is too old for the server: {needed}")
    return path


@contextmanager
def dumping(program: Prepared) -> Iterator[IO[bytes]]:
    """The dump of the database, as a stream. Raises BackupError if the program failed."""
    with _running(program, stdout=subprocess.PIPE) as process:
        yield process.stdout


@contextmanager
def restoring(program: Prepared) -> Iterator[IO[bytes]]:
    """Where the dump goes; at the end all of it is in the database, or nothing. Raises BackupError."""
    to = replace(program, command=(*program.command, "--dbname", program.env["PGDATABASE"]))
    with _running(to, stdin=subprocess.PIPE) as process:
        yield process.stdin


@contextmanager
def _running(program, **pipes):
    with TemporaryFile() as said:
        process = subprocess.Popen(program.command, env=program.env, stderr=said, **pipes)
        ended_first = False
        try:
            yield process
        except BrokenPipeError:
            ended_first = True  # and says why
        except BaseException:
            process.kill()
            raise
        finally:
            for pipe in filter(None, (process.stdin, process.stdout)):
                with suppress(BrokenPipeError):
                    pipe.close()
            code = process.wait()
        if code or ended_first:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            name = program.command[0].rpartition("/")[2]
            raise BackupError(f"{name} failed: {' '.join(lines[:3])[:600] or code}")
