"""Throw-away databases beside the tests' own, and commands of manage.py in them."""

import os
from contextlib import contextmanager
from io import StringIO
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from pam.db import catalogue
from pam.db.kept import forget_all
from pam.live import shared

SERVER = os.environ.get("DATABASE_URL", "")


def url_of(name, url=SERVER):
    """The address of another database of the same server and role."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def database(name, *, like=None):
    """The address of an empty database, or of a copy of `like`; dropped at the end.

    Asked of the server's own database: a session in the tests' template would keep others from copying it.
    """
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        place = sql.Identifier(name)
        drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(place)
        server.execute(drop)
        template = sql.SQL(" TEMPLATE {}").format(sql.Identifier(like)) if like else sql.SQL("")
        server.execute(sql.SQL("CREATE DATABASE {}").format(place) + template)
        try:
            yield url_of(name)
        finally:
            server.execute(drop)


def manage(url, *command):
    """What a command of manage.py says, run in this process as the role and on the database of `url`: another
    process would import all of pam first. Raises what the command raises.
    """
    said = StringIO()
    with connected(url):
        call_command(*map(str, command), stdout=said)
    return said.getvalue()


@contextmanager
def connected(url):
    """Django's own connection is one to the database at `url` for as long as the block runs, and nothing that
    this process keeps of one database is taken for what the other holds.
    """
    own, at = connections["default"], urlsplit(url)
    other = own.copy()
    other.settings_dict |= {
        "NAME": at.path.removeprefix("/"), "USER": at.username, "PASSWORD": at.password
    }  # fmt: skip
    connections["default"] = other
    _forget()
    try:
        yield
    finally:
        other.close()
        connections["default"] = own
        _forget()


def _forget():
    forget_all()
    shared.forget()
    ContentType.objects.clear_cache()


def rows(url, query, *values, role=None, reader=None):
    """The rows of a query; as `role` and `reader` (what pam_tell() takes), if they are given."""
    with psycopg.connect(url) as connection:
        if reader:
            told = [reader[name] for name in ("principals", "agency", "clearance", "user")]
            connection.execute("SELECT pam_tell(%s::int[], %s, %s, %s, NULL)", told)
        if role:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
        return connection.execute(query, values or None).fetchall()


def present(url):
    """{(kind, name): (table, fingerprint)} of the functions, triggers, policies, privileges and indexes."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        return catalogue.present(cursor)
