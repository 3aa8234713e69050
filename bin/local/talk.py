"""What the launcher says: plain sentences, and a line that shows that a long step is alive."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any


class Trouble(Exception):
    """Something the user can put right. Its text is one plain sentence with the remedy."""


def say(text: str = "") -> None:
    """Print a line at once, also into a pipe. A reader that has gone away is no reason to stop."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        sys.stdout = open("/dev/null", "w")


def last_line(log: Path, longest: int = 70) -> str:
    """The last non-empty line of a log, shortened; "" if there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            lines = file.read().decode("utf-8", "replace").replace("\r", "\n").split("\n")
    except OSError:
        return ""
    lines = [line.strip() for line in lines if line.strip()]
    return lines[-1][:longest] if lines else ""


def long_step(title: str, command: list, *, log: Path, check: bool = True, **popen: Any) -> bool:
    """Run `command`, its output into `log`, showing that it is alive.

    On a terminal the line is redrawn with the seconds and the command's own last line; elsewhere a line is
    added every ten seconds. Returns whether it succeeded; with `check`, raises Trouble if it did not.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    terminal = sys.stdout.isatty()
    began = shown = time.monotonic()
    if not terminal:
        say(f"{title} …")
    with log.open("wb") as output:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **popen
        )
        try:
            while child.poll() is None:
                time.sleep(0.05)
                now = time.monotonic()
                if terminal and now - shown > 0.3:
                    print(f"\r\033[K{title} … {now - began:.0f} s  {last_line(log)}", end="", flush=True)
                    shown = now
                elif not terminal and now - shown > 10:
                    say(f"  {now - began:.0f} s  {last_line(log)}")
                    shown = now
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
    took = time.monotonic() - began
    if child.returncode == 0:
        say(f"\r\033[K{title}: {took:.1f} s" if terminal else f"{title}: {took:.1f} s")
    elif terminal:
        print("\r\033[K", end="", flush=True)
    if child.returncode and check:
        raise Trouble(f"“{title}” did not succeed ({last_line(log, 160)}): the whole story is in {log}.")
    return child.returncode == 0
