"""Which of the machine's Pythons makes the environment: the quickest of the same version.

A Python that was compiled without the compiler's optimisations (as pyenv does by default) takes a
quarter more time for each page and each test than Debian's or that of the image for production.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# Calls, attributes, dictionaries and text, as in templates. What pam and its environment need is imported.
RACE = """
import ctypes, sqlite3, ssl, sys, time, venv
class Row:
    def __init__(self, name): self.name = name
def shown(rows): return "".join(f"<td>{row.name.title()}</td>" for row in rows if row.name)
rows, best = [Row(f"row {n}") for n in range(100)], 9.0
for _ in range(7):
    began = time.process_time()
    for _ in range(80): shown(rows); sorted({row.name: len(row.name) for row in rows}.items())
    best = min(best, time.process_time() - began)
print(*sys.version_info[:2], best)
"""
# Below this it may be chance.
WORTH_IT = 0.9


def seconds_of(python: str) -> float | None:
    """Processor seconds that a Python takes for the race; None if of another version or without a part."""
    try:
        ran = subprocess.run([python, "-I", "-c", RACE], capture_output=True, text=True, timeout=30)
        major, minor, seconds = ran.stdout.split()
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return float(seconds) if (int(major), int(minor)) == sys.version_info[:2] else None


def others(own: str, path: str) -> list[str]:
    """The Pythons of this version in the folders of a PATH and in /usr/bin, but for `own`."""
    name = "python{}.{}".format(*sys.version_info)
    found = [str(Path(folder, name)) for folder in (*path.split(os.pathsep), "/usr/bin") if folder]
    real = {os.path.realpath(one): one for one in found if os.access(one, os.X_OK)}
    real.pop(os.path.realpath(own), None)
    return list(real.values())


def quickest(own: str, path: str | None = None, seconds: Callable[[str], float | None] = seconds_of) -> str:
    """Path of the Python that the environment is made with: `own`, unless another is clearly quicker."""
    ours, best = seconds(own), own
    limit = ours * WORTH_IT if ours else 0.0
    for python in others(own, os.environ.get("PATH", "") if path is None else path):
        took = seconds(python)
        if took is not None and took < limit:
            best, limit = python, took
    return best
