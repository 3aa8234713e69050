"""Databases of so many records, filled once and kept between runs."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent


def database_url(url, name):
    """The address of another database of the same server and role."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _stamp():
    """What the rows are made by: when that changes, they are made anew."""
    made_by = sorted((ROOT / "demo" / "bulk").glob("*.py"))
    return "populated " + hashlib.sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()[:16]


def filled(records):
    """Makes sure that a database of `records` records exists and is migrated. Returns its environments:
    owner, web.
    """
    name = f"bench_{records}"
    owner = {**os.environ, "DATABASE_URL": database_url(os.environ["DATABASE_URL"], name)}
    web = {**os.environ, "DATABASE_URL": database_url(os.environ["PAM_WEB_DATABASE_URL"], name)}
    fresh = False
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        row = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if row is None or row[0] != _stamp():
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            fresh = True
    _manage(owner, "migrate", "--verbosity", "0")
    if fresh:
        _manage(owner, "populate", "--records", str(records))
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(_stamp()))
            )
    return owner, web


def _manage(env, *command):
    done = subprocess.run([sys.executable, str(ROOT / "manage.py"), *command], env=env, cwd=ROOT)
    if done.returncode:
        sys.exit(f"manage.py {command[0]} failed.")
