"""Where things are on this machine, and whether it is fit to start: folders, space, ports, secrets."""

import hashlib
import os
import secrets
import shutil
import socket
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from .talk import Trouble

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("PAM_LOCAL") or ROOT / ".local").resolve()
VENV = Path(os.environ.get("PAM_VENV") or ROOT / ".venv")
PYTHON = VENV / "bin" / "python"
MEGABYTE = 1024 * 1024
ROOM_TO_RUN = 300 * MEGABYTE
ROOM_TO_INSTALL = 900 * MEGABYTE


def shown(path: Path) -> str:
    """A path as a person in the project's folder would write it."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)


def make_local(local: Path = LOCAL) -> Path:
    """Make the folder that keeps the data and return it; raise Trouble if it can't be written."""
    try:
        local.mkdir(parents=True, exist_ok=True)
        # Servers that root starts run as another user, who has to be able to walk through.
        if local.stat().st_uid == os.geteuid():
            local.chmod(0o711 if os.geteuid() == 0 else 0o700)
        probe = local / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"{local} can't be written ({error.strerror}): run this as the user who owns the folder, "
            "or set PAM_LOCAL to a folder of your own."
        ) from error
    (local / "log").mkdir(exist_ok=True)
    return local


def need_room(folder: Path, bytes_needed: int, usage: Callable = shutil.disk_usage) -> None:
    """Raise Trouble if the disk under `folder` has less than `bytes_needed` free."""
    free = usage(folder).free
    if free < bytes_needed:
        raise Trouble(
            f"The disk under {folder} has {free // MEGABYTE} MB free and pam needs "
            f"{bytes_needed // MEGABYTE} MB: make room, or set PAM_LOCAL to a folder on a bigger disk."
        )


def port_is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1:`port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int | None = None) -> int:
    """`first` if it is free, else any free port."""
    if first and port_is_free(first):
        return first
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def need_port(port: int, command: str = "bin/run") -> None:
    """Raise Trouble, naming a port that is free, if `port` can't be had."""
    if not 1 <= port <= 65535:
        raise Trouble(
            f"{port} is not a port: choose one from 1024 to 65535, for example {command} --port 8001."
        )
    if port < 1024 and os.geteuid() != 0:
        raise Trouble(
            f"Port {port} is for root alone: choose a higher one, for example {command} --port 8000."
        )
    if not port_is_free(port):
        near = range(port + 1, min(port + 50, 65536))
        other = next((p for p in near if port_is_free(p)), None) or free_port()
        raise Trouble(
            f"Port {port} is in use by another program: stop that one, or use another port: "
            f"{command} --port {other}."
        )


def secret(path: Path) -> str:
    """The secret kept in `path`, made on first use, readable by its owner alone."""
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    value = secrets.token_urlsafe(40)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(value)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # Another command was quicker; its value counts.
    finally:
        fresh.unlink()
    return path.read_text()


def fingerprint(paths: Iterable[Path], extra: str = "") -> str:
    """A hash of the files' names and contents: changes when one of them does."""
    digest = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def remembered(path: Path) -> str:
    """The text of a marker file, "" if it isn't there."""
    try:
        return path.read_text()
    except OSError:
        return ""


def walkable_by_others(path: Path) -> bool:
    """Whether a user without any rights of his own gets to `path` (each folder above it is o+x)."""
    return all(stat.S_IMODE(folder.stat().st_mode) & 0o001 for folder in [path, *path.parents])
