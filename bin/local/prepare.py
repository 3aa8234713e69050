"""Roles and database, laid before the first migration. Runs inside `.venv` (it needs psycopg).

Reads one JSON object on stdin and writes one: `{"web_url": …, "system_url": …}`, or `{"trouble": sentence}`.
Four roles: the owner (owns the database, migrates, may make databases for the tests, is no superuser); the
web's and the system's, which own nothing and can do only what the application grants them; and the keeper,
which nobody connects as and which owns what is written once (pam/db/keeper.py).
"""

import json
import sys
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

OLDEST_SERVER = 15
TOLD = "backtrace_functions"  # as in pam/db/told.py


class Trouble(Exception):
    """One sentence for the user."""


def embedded(
    admin_url: str,
    owner: str,
    owner_password: str,
    web: str,
    web_password: str,
    system: str,
    system_password: str,
    keeper: str,
    database: str,
) -> None:
    """As the embedded server's superuser: make the roles and the owner's database; safe to repeat."""
    roles = (
        (owner, owner_password, "CREATEDB"),
        (web, web_password, "NOCREATEDB"),
        (system, system_password, "NOCREATEDB"),
    )
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for role, password, may in roles:
            verb = (
                "ALTER"
                if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
                else "CREATE"
            )
            admin.execute(
                sql.SQL(
                    f"{verb} ROLE {{}} LOGIN {may} NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD {{}}"
                ).format(sql.Identifier(role), sql.Literal(password))
            )
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [keeper]).fetchone():
            admin.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(keeper)))
        for above, below in ((owner, web), (owner, system), (system, web), (owner, keeper)):
            let_step_down(admin, above, below)
        let_owner_say_who_reads(admin, owner)
        exists = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not exists:
            make_search_leakproof(admin_url)
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(owner))
            )


def renew(owner_url: str) -> None:
    """As the owner: drop his database with all that is in it, and make it again."""
    parts = urlsplit(owner_url)
    name = sql.Identifier(parts.path.lstrip("/"))
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        owner.execute(sql.SQL("CREATE DATABASE {}").format(name))


def make_search_leakproof(admin_url: str) -> None:
    """Let full text use its index under row security, in each database made from now on.

    PostgreSQL holds the operator back because it isn't marked leak-proof, and then reads every row; only a
    superuser can mark it. The function raises no error that depends on the row, which is what the mark says.
    """
    parts = urlsplit(admin_url)
    with psycopg.connect(urlunsplit(parts._replace(path="/template1")), autocommit=True) as template:
        template.execute("ALTER FUNCTION ts_match_vq(tsvector, tsquery) LEAKPROOF")


def let_step_down(connection: psycopg.Connection, above: str, below: str) -> None:
    """Let the role `above` `SET ROLE` to `below` without gaining anything by it otherwise."""
    options = " WITH INHERIT FALSE, SET TRUE" if connection.info.server_version >= 160000 else ""
    connection.execute(
        sql.SQL("GRANT {} TO {}" + options).format(sql.Identifier(below), sql.Identifier(above))
    )


def let_owner_say_who_reads(connection: psycopg.Connection, owner: str) -> None:
    """Let the owner's functions keep who is reading where the web role can't change it (pam/db/told.py)."""
    connection.execute(sql.SQL(f"GRANT SET ON PARAMETER {TOLD} TO {{}}").format(sql.Identifier(owner)))


def external(
    owner_url: str,
    web: str,
    web_password: str,
    web_url: str | None,
    system: str,
    system_password: str,
    system_url: str | None,
    keeper: str,
    tests: bool,
) -> dict:
    """On a server of the user's: see that the roles are as they must be, make what is missing if allowed.

    Returns the URLs of the web role and of the system's. Raises Trouble with the SQL that a superuser has to
    run.
    """
    parts = urlsplit(owner_url)
    where = f"{parts.hostname or 'the local socket'}{parts.path}"
    try:
        connection = psycopg.connect(owner_url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Trouble(
            f"DATABASE_URL ({where}) does not answer as PostgreSQL ({first_line(error)}): start that server, "
            "correct DATABASE_URL, or unset it to use the embedded one."
        ) from error
    with connection:
        owner = connection.info.user
        version = connection.info.server_version // 10000
        if version < OLDEST_SERVER:
            raise Trouble(
                f"DATABASE_URL is PostgreSQL {version} and pam needs {OLDEST_SERVER} or newer: upgrade it."
            )
        passwords = {web: web_password, system: system_password}
        steps = [(owner, web), (owner, system), (system, web), (owner, keeper)]
        needed = missing_rights(connection, owner, {**passwords, keeper: None}, steps, tests)
        if needed:
            raise Trouble(
                f"The role {owner} ({where}) may not prepare the roles: as a superuser run  {needed}"
            )
    urls = {
        "web_url": web_url or as_role(owner_url, web, web_password),
        "system_url": system_url or as_role(owner_url, system, system_password),
    }
    for role, url, variable in (
        (web, urls["web_url"], "PAM_WEB_DATABASE_URL"),
        (system, urls["system_url"], "PAM_SYSTEM_DATABASE_URL"),
    ):
        try:
            with psycopg.connect(url, connect_timeout=10) as checked:
                if checked.info.user == owner:
                    raise Trouble(f"{variable} and DATABASE_URL name the same role: give each its own.")
        except psycopg.OperationalError as error:
            alter = f"ALTER ROLE {role} LOGIN PASSWORD '{passwords[role]}';"
            raise Trouble(
                f"The role {role} ({where}) can't sign in ({first_line(error)}): set {variable} to its "
                f"address, or as a superuser run  {alter}"
            ) from error
    return urls


def missing_rights(
    connection: psycopg.Connection, owner: str, passwords: dict, steps: list, tests: bool
) -> str:
    """Do what the owner may do; return the SQL for what he may not, "" if all is well.

    `passwords` are those of the other roles, None for one that nobody signs in as; `steps` are
    (role, the role that it may `SET ROLE` to).
    """
    needed = []
    row = connection.execute(
        "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = %s", [owner]
    ).fetchone()
    if tests and not any(row or ()):
        needed.append(f"ALTER ROLE {owner} CREATEDB;")
    for role, password in passwords.items():
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            continue
        signs_in = f"LOGIN PASSWORD '{password}'" if password else "NOLOGIN"
        try:
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(signs_in)))
        except psycopg.errors.InsufficientPrivilege:
            needed.append(f"CREATE ROLE {role} {signs_in};")
    right = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    may = (
        "SELECT pg_has_role(a.oid, b.oid, %s) FROM pg_roles a, pg_roles b"
        " WHERE a.rolname = %s AND b.rolname = %s"
    )
    for above, below in steps:
        if connection.execute(may, [right, above, below]).fetchone() == (True,):
            continue
        try:
            let_step_down(connection, above, below)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject):
            apart = " WITH INHERIT FALSE, SET TRUE" if right == "SET" else ""
            needed.append(f"GRANT {below} TO {above}{apart};")
    if connection.execute("SELECT has_parameter_privilege(%s, 'SET')", [TOLD]).fetchone() != (True,):
        needed.append(f"GRANT SET ON PARAMETER {TOLD} TO {owner};")
    return " ".join(needed)


def as_role(url: str, role: str, password: str) -> str:
    """The same address for another role."""
    parts = urlsplit(url)
    host = parts.netloc.rsplit("@", 1)[-1]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password, safe='')}@{host}"))


def first_line(error: Exception) -> str:
    """The first line of an error's text."""
    return (str(error).strip().splitlines() or ["no reason given"])[0]


def check_redis(url: str) -> None:
    """Raise Trouble unless a Redis or Valkey answers at `url`."""
    import redis

    try:
        redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        raise Trouble(
            f"REDIS_URL ({urlsplit(url).hostname}) does not answer as Redis ({first_line(error)}): start "
            "that server, correct REDIS_URL, or unset it to use the embedded one."
        ) from error


def main() -> None:
    """Do what stdin asks for."""
    asked = json.load(sys.stdin)
    answer: dict = {}
    try:
        if asked.get("embedded"):
            embedded(**asked["embedded"])
        if asked.get("renew"):
            renew(**asked["renew"])
        if asked.get("external"):
            answer |= external(**asked["external"])
        if asked.get("redis"):
            check_redis(asked["redis"])
    except Trouble as trouble:
        answer = {"trouble": str(trouble)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
