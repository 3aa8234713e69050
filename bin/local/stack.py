"""Servers and settings for one command: the embedded ones, or those that the environment names."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import servers
from .places import (
    LOCAL,
    PYTHON,
    ROOM_TO_RUN,
    ROOT,
    fingerprint,
    make_local,
    need_room,
    remembered,
    secret,
    shown,
)
from .processes import Family, Lock, read_record
from .talk import Trouble, long_step, say

OWNER, DATABASE = "pam_owner", "pam"
ROOMS = ("pam", "ocg", "pvp", "places", "meetings", "demo")


@dataclass
class Stack:
    """Running servers. `owner`, `web` and `system` are the environments of processes that connect as them.

    `identity` changes with the database folder (or address); `data` says in words where the data is.
    """

    state: Path
    family: Family
    owner: dict
    web: dict
    system: dict
    identity: str
    data: str


def web_role() -> str:
    """Name of the role that owns nothing."""
    return os.environ.get("PAM_WEB_ROLE") or "pam_web"


def system_role() -> str:
    """Name of the role of the system and mail workers, which owns nothing either."""
    return os.environ.get("PAM_SYSTEM_ROLE") or "pam_system"


def keeper_role() -> str:
    """Name of the role that owns what is written once, and that nobody connects as."""
    return os.environ.get("PAM_KEEPER_ROLE") or "pam_keeper"


def addresses(state: Path, ports: dict, password_of: Callable[..., str] = secret) -> dict:
    """The embedded servers' URLs: owner, web, system, redis."""
    host = f"127.0.0.1:{ports['postgres']}/{DATABASE}" if "postgres" in ports else ""
    urls = {}
    if host:
        urls["owner"] = f"postgres://{OWNER}:{password_of(state / 'owner-password')}@{host}"
        urls["web"] = f"postgres://{web_role()}:{password_of(state / 'web-password')}@{host}"
        urls["system"] = f"postgres://{system_role()}:{password_of(state / 'system-password')}@{host}"
    if "valkey" in ports:
        urls["redis"] = f"redis://:{password_of(state / 'redis-password')}@127.0.0.1:{ports['valkey']}/0"
    return urls


def environments(
    mode: str, state: Path, urls: dict, public_url: str | None = None
) -> tuple[dict, dict, dict]:
    """The environments of the owner's processes, of the web's and of the system's. Neither of these holds the
    owner's URL.
    """
    base = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pam.settings",
        "PAM_MODE": mode,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secret(LOCAL / "secret-key"),
        "REDIS_URL": urls["redis"],
        "PAM_WEB_ROLE": web_role(),
        "PAM_SYSTEM_ROLE": system_role(),
        "PAM_KEEPER_ROLE": keeper_role(),
        "PAM_MEDIA_ROOT": os.environ.get("PAM_MEDIA_ROOT")
        or str(LOCAL / "media" if mode == "demo" else state / "media"),
        "PAM_STATIC_ROOT": os.environ.get("PAM_STATIC_ROOT") or str(state / "static"),
        "PYTHONUNBUFFERED": "1",
        # The database's own programs, of the server's version, for backups.
        "PATH": os.pathsep.join([*map(str, servers.programs()), os.environ.get("PATH", "")]),
    }
    if public_url:
        base["PAM_PUBLIC_URL"] = public_url
    for folder in ("PAM_MEDIA_ROOT", "PAM_STATIC_ROOT"):
        Path(base[folder]).mkdir(parents=True, exist_ok=True)
    base.pop("PAM_WEB_DATABASE_URL", None)
    base.pop("PAM_SYSTEM_DATABASE_URL", None)
    # Images of containers set it. Each process then compiles all of pam anew, and each test's asserts.
    base.pop("PYTHONDONTWRITEBYTECODE", None)
    others = {"PAM_WEB_DATABASE_URL": urls["web"], "PAM_SYSTEM_DATABASE_URL": urls["system"]}
    owner = {**base, "DATABASE_URL": urls["owner"], **others}
    return owner, {**base, "DATABASE_URL": urls["web"]}, {**base, "DATABASE_URL": urls["system"]}


def prepare(**asked: Any) -> dict:
    """Let `prepare.py` do its work in the environment; raise Trouble with what it says."""
    command = [str(PYTHON), str(Path(__file__).with_name("prepare.py"))]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True)
    if done.returncode:
        log = LOCAL / "log" / "prepare.log"
        log.write_text(done.stderr)
        raise Trouble(f"The database roles could not be prepared: see {shown(log)}.")
    answer = json.loads(done.stdout)
    if "trouble" in answer:
        raise Trouble(answer["trouble"])
    return answer


@contextmanager
def running(
    name: str, mode: str, *, lock: Lock, tuning: dict | None = None, public_url: str | None = None
) -> Iterator[Stack]:
    """Servers for as long as the block runs, under a lock that the caller has taken. Stops all it started."""
    state = LOCAL / name
    make_local(LOCAL)
    state.mkdir(parents=True, exist_ok=True)
    need_room(LOCAL, ROOM_TO_RUN)
    family = Family(state / "launcher.json")
    left = family.recover()
    if left:
        say(f"The last run was cut off and left something running: stopped {', '.join(left)}.")
    try:
        urls, identity, data = _start(name, state, family, mode, tuning or {})
        owner, web, system = environments(mode, state, urls, public_url)
        family.note(urls=urls)
        yield Stack(state, family, owner, web, system, identity, data)
    finally:
        family.stop()
        lock.release()


def _start(name: str, state: Path, family: Family, mode: str, tuning: dict) -> tuple[dict, str, str]:
    """Start what the environment doesn't name elsewhere. Returns URLs, identity and place of the database."""
    database, redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    logs = LOCAL / "log"
    stem = name.replace("/", "-")
    place = None if database and redis else servers.find_place(name, LOCAL)
    ports = {}
    if not redis:
        ports["valkey"] = servers.port_for(state, "valkey")
    if not database:
        ports["postgres"] = servers.port_for(state, "postgres")
    urls = addresses(state, ports)
    identity = ""
    if place and not database:
        servers.start_postgres(family, place, logs / f"{stem}-postgres.log", tuning, ports["postgres"])
        identity = remembered(place.data / "initialised")
        _prepare_embedded(state, place, ports["postgres"], identity)
    if place and not redis:
        password = secret(state / "redis-password")
        servers.start_valkey(family, place, logs / f"{stem}-valkey.log", password, ports["valkey"])
    asked: dict[str, Any] = {}
    if redis:
        urls["redis"] = asked["redis"] = redis
    if database:
        urls["owner"] = database
        asked["external"] = {
            "owner_url": database,
            "web": web_role(),
            "web_password": secret(LOCAL / "external-web-password"),
            "web_url": os.environ.get("PAM_WEB_DATABASE_URL"),
            "system": system_role(),
            "system_password": secret(LOCAL / "external-system-password"),
            "system_url": os.environ.get("PAM_SYSTEM_DATABASE_URL"),
            "keeper": keeper_role(),
            "tests": mode == "test",
        }
        identity = fingerprint([], database)
    if asked:
        answer = prepare(**asked)
        for role in ("web", "system"):
            urls[role] = answer.get(f"{role}_url") or urls[role]
    where = "the database that DATABASE_URL names" if database or not place else shown(place.data)
    return urls, identity, where


def _prepare_embedded(state: Path, place: servers.Place, port: int, identity: str) -> None:
    """Roles and database, once for each database folder and set of passwords."""
    passwords = [secret(state / f"{role}-password") for role in ("owner", "web", "system")]
    roles = [web_role(), system_role(), keeper_role()]
    wanted = fingerprint([Path(__file__).with_name("prepare.py")], " ".join([identity, *roles, *passwords]))
    if remembered(state / "prepared") == wanted:
        return
    admin = secret(place.data / "admin-password")
    prepare(
        embedded={
            "admin_url": f"postgres://pam_admin:{admin}@127.0.0.1:{port}/postgres",
            "owner": OWNER,
            "owner_password": passwords[0],
            "web": web_role(),
            "web_password": passwords[1],
            "system": system_role(),
            "system_password": passwords[2],
            "keeper": keeper_role(),
            "database": DATABASE,
        }
    )
    (state / "prepared").write_text(wanted)


def fresh_template(stack: Stack) -> str:
    """A migrated database for the tests to copy.

    Made again from nothing when a migration that it was made with, or what is shipped, changed or went;
    migrated on when there are new ones alone, or other code changed, which lays the difference in its row
    security. Returns its name; "" if migrating fails (the tests will say more), and on a server of the
    user's, whose database is not ours to drop.
    """
    if "DATABASE_URL" in os.environ:
        return ""
    follows = [ROOT / "requirements.txt"]
    for room in ROOMS:
        follows += [*(ROOT / room).rglob("migrations/*.py"), *(ROOT / room).rglob("shipped/**/*.yaml")]
    wanted = sorted(fingerprint([path], stack.identity) for path in follows)
    marker = stack.state / "template"
    made_with = remembered(marker).split()
    if not made_with or set(made_with) - set(wanted):
        marker.unlink(missing_ok=True)
        (stack.state / "migrated").unlink(missing_ok=True)
        prepare(renew={"owner_url": stack.owner["DATABASE_URL"]})
    marker.write_text("\n".join(wanted))  # before: one that fails half way is mended, and then another
    log = LOCAL / "log" / "test.log"
    if migrate(stack, "Preparing the tests' database", log=log, check=False) is None:
        say(f"The tests make their databases themselves, because migrating failed: see {shown(log)}.")
        return ""
    return DATABASE


def what_migrate_follows() -> list:
    """Migrations, packages, shipped data and all code: row security follows the models' own words."""
    found = [ROOT / "requirements.txt"]
    for room in ROOMS:
        found += [path for kind in ("*.py", "*.sql", "*.yaml") for path in (ROOT / room).rglob(kind)]
    return found


def migrate(
    stack: Stack, title: str = "Preparing the database", *, log: Path | None = None, check: bool = True
) -> bool | None:
    """Migrate as the owner when something that it follows has changed.

    Returns whether it did; None if it failed, with `check` false.
    """
    wanted, marker = fingerprint(what_migrate_follows(), stack.identity), stack.state / "migrated"
    if remembered(marker) == wanted:
        return False
    marker.unlink(missing_ok=True)
    command = [str(PYTHON), "manage.py", "migrate", "--noinput"]
    log = log or LOCAL / "log" / "migrate.log"
    if not long_step(title, command, log=log, check=check, cwd=ROOT, env=stack.owner):
        return None
    marker.write_text(wanted)
    return True


def stack_of_run(patience: float = 60) -> dict | None:
    """The owner's environment of the bin/run that runs beside us, None if there is none.

    Waits while that one is still starting its servers, or stopping; raises Trouble when it takes too long.
    """
    state = LOCAL / "run"
    deadline = time.monotonic() + patience
    while True:
        lock = Lock(state / "lock")
        if lock.take():
            lock.release()
            return None
        urls = read_record(state / "launcher.json").get("urls")
        if urls and "system" in urls:
            return environments("demo", state, urls)[0]
        if time.monotonic() > deadline:
            raise Trouble("bin/run is still starting or stopping its servers: try again in a minute.")
        time.sleep(0.2)
