"""Processes that the launcher starts: it knows them by number and birth, and stops those and no others."""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any

from .places import shown
from .talk import Trouble, last_line, say

LOG_LIMIT = 5 * 1024 * 1024
PR_SET_PDEATHSIG = 1


class Stop(BaseException):
    """A person asked the launcher to stop (Ctrl-C, SIGTERM, a closed terminal)."""


def stop_on_signals() -> None:
    """Turn SIGINT, SIGTERM and SIGHUP into Stop."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stop(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def ignore_signals() -> None:
    """While stopping: further signals are not to leave things half stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


class Lock:
    """A lock that the kernel drops when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO | None = None

    def take(self) -> bool:
        """Whether the lock is ours now. The file tells others who holds it."""
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return True

    def release(self) -> None:
        """Let others have it."""
        if self._file:
            self._file.close()
            self._file = None

    def holder(self) -> str:
        """The number of the process that took it last."""
        try:
            return self.path.read_text().strip()
        except OSError:
            return ""


def birth(pid: int) -> str:
    """When a process began: with the number it names one process for ever. "" if there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return "" if stat[0] in "ZX" else f"{boot}:{stat[19]}"
    except (OSError, IndexError):
        pass
    if sys.platform.startswith("linux"):
        return ""
    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return found.stdout.strip()


def _before_it_runs(stop_with: int, nice: int) -> Callable:
    """What a child calls before it becomes its program: on Linux it goes when the launcher is killed."""
    prctl = ctypes.CDLL(None).prctl if sys.platform.startswith("linux") else None

    def call() -> None:
        os.nice(nice)
        if prctl:
            prctl(PR_SET_PDEATHSIG, stop_with)

    return call


@dataclass
class Child:
    """A program that the launcher keeps.

    Those of the highest `rank` are stopped first, those of one rank together. `stop_with` is the signal that
    asks it to end, `patience` how many seconds it gets before it is killed, `restarts` how often in a minute
    it may be started again when it dies by itself, `nice` how far it yields to the others.
    """

    name: str
    command: list
    log: Path
    rank: int = 0
    env: dict | None = None
    cwd: Path | None = None
    user: int | None = None
    stop_with: int = signal.SIGTERM
    patience: float = 10
    restarts: int = 0
    nice: int = 0
    popen: subprocess.Popen | None = None
    deaths: list = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the launcher alone."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        other: dict[str, Any] = (
            {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}
        )
        with self.log.open("ab") as output:
            self.popen = subprocess.Popen(
                [str(part) for part in self.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=_before_it_runs(self.stop_with, self.nice),
                **other,
            )

    def alive(self) -> bool:
        """Whether it runs."""
        return self.popen is not None and self.popen.poll() is None

    def why(self) -> str:
        """How it ended, for a sentence."""
        code = self.popen.returncode if self.popen else None
        how = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
        return f"{how}; its last words: {last_line(self.log, 160) or 'none'}"

    def ask_to_stop(self) -> None:
        """Send the signal that ends it; return at once."""
        if self.popen is not None and self.alive():
            self.popen.send_signal(self.stop_with)

    def wait_stopped(self) -> None:
        """Wait until it has ended; kill it, and what it left of its group, when patience is out."""
        if self.popen is None:
            return
        try:
            self.popen.wait(self.patience)
        except subprocess.TimeoutExpired:
            pass
        kill_group(self.popen.pid)
        self.popen.wait()


def kill_group(pid: int) -> None:
    """Kill what is left of a process group; nothing may be."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


class Family:
    """The children of one launcher; `record` is the file that lists them."""

    def __init__(self, record: Path) -> None:
        self.record = record
        self.children: list[Child] = []
        self.notes: dict[str, Any] = {}

    def add(self, *children: Child) -> None:
        """Start children and write them down, so that the next launcher finds them if this one is killed."""
        for child in children:
            self.children.append(child)
            child.start()
            self.write()

    def note(self, **facts: Any) -> None:
        """Write down facts for other commands (addresses, that the servers are ready)."""
        self.notes.update(facts)
        self.write()

    def write(self) -> None:
        """Write the record whole or not at all."""
        entries = [
            {"name": c.name, "pid": c.popen.pid, "birth": birth(c.popen.pid), "stop_with": int(c.stop_with)}
            for c in self.children
            if c.popen
        ]
        fresh = self.record.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({"launcher": os.getpid(), "children": entries, **self.notes}, indent=1))
        fresh.replace(self.record)

    def recover(self, patience: float = 10) -> list:
        """Stop what a launcher that was killed left behind; return the names. Call it under the lock."""
        left = []
        for entry in reversed(read_record(self.record).get("children", [])):
            if entry["birth"] and birth(entry["pid"]) == entry["birth"]:
                os.kill(entry["pid"], entry["stop_with"])
                left.append(entry)
        deadline = time.monotonic() + patience
        for entry in left:
            while birth(entry["pid"]) == entry["birth"] and time.monotonic() < deadline:
                time.sleep(0.05)
            if birth(entry["pid"]) == entry["birth"]:
                kill_group(entry["pid"])
        self.record.unlink(missing_ok=True)
        return [entry["name"] for entry in left]

    def look_after(self) -> None:
        """See who died: start again what may be, with a sentence; raise Trouble for what may not."""
        for child in self.children:
            if child.popen is None or child.alive():
                continue
            now = time.monotonic()
            child.deaths = [at for at in child.deaths if now - at < 60] + [now]
            kill_group(child.popen.pid)
            if len(child.deaths) > child.restarts:
                often = f" {len(child.deaths)} times in a minute" if child.restarts else ""
                raise Trouble(
                    f"The {child.name} ended by itself{often} ({child.why()}), so everything is stopped: "
                    f"see {shown(child.log)}, then start again."
                )
            say(f"The {child.name} ended by itself ({child.why()}); it is started again.")
            child.start()
            self.write()

    def stop(self) -> None:
        """Stop the children, highest rank first."""
        ignore_signals()
        if self.notes:
            self.notes.clear()  # Nobody is to start using what is about to go.
            self.write()
        for rank in sorted({child.rank for child in self.children}, reverse=True):
            together = [child for child in self.children if child.rank == rank]
            for child in together:
                child.ask_to_stop()
            for child in together:
                child.wait_stopped()
        self.children.clear()
        self.record.unlink(missing_ok=True)


def read_record(path: Path) -> dict:
    """What a launcher wrote down about itself, {} if nothing."""
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
