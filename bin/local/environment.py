"""The Python environment: `.venv` made and filled from the locked requirements, and what the system lacks."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from .places import LOCAL, PYTHON, ROOM_TO_INSTALL, ROOT, VENV, fingerprint, need_room, remembered
from .pythons import quickest
from .talk import Trouble, long_step, say

REQUIREMENTS = [ROOT / "requirements.txt", ROOT / "requirements-local.txt"]
INSTALLER = ROOT / "bin" / "local" / "installer.txt"
STAMP = VENV / ".installed"
PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# The first has no window to draw: the same pages take a third of the processor's time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def ensure(local: Path = LOCAL) -> None:
    """Make `.venv` hold exactly what the requirements files lock. Quick when nothing changed."""
    wanted = fingerprint(REQUIREMENTS)
    if PYTHON.exists() and remembered(STAMP) == wanted:
        return
    with (local / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if PYTHON.exists() and remembered(STAMP) == wanted:
            return
        need_room(ROOT, ROOM_TO_INSTALL)
        if not PYTHON.exists():
            make_venv(local)
        install(local)
        STAMP.write_text(wanted)


def make_venv(local: Path) -> None:
    """An empty environment. Without pip: Debian's Python can't add it unless python3-venv is installed."""
    shutil.rmtree(VENV, ignore_errors=True)
    base = quickest(getattr(sys, "_base_executable", sys.executable))
    try:
        long_step(
            "Making .venv", [base, "-m", "venv", "--without-pip", str(VENV)], log=local / "log/venv.log"
        )
    except Trouble as error:
        raise Trouble(f"{error} On Debian, apt-get install python3-venv may be the remedy.") from error


def install(local: Path) -> None:
    """Install the locked requirements: with uv, with uv's wheel, else with pip. Raise Trouble if none can."""
    log = local / "log" / "install.log"
    files = [part for path in REQUIREMENTS for part in ("-r", str(path))]
    title = "Installing Python packages"

    def with_uv(uv: list) -> bool:
        options = ["--python", str(PYTHON), "--require-hashes", "--compile-bytecode", "--no-progress"]
        return long_step(title, [*uv, "pip", "install", *options, *files], log=log, check=False)

    uv = shutil.which("uv")
    if uv and works([uv, "--version"]) and with_uv([uv]):
        return
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    have_pip(local, pip)
    hashes = ["install", "--require-hashes", "--no-input"]
    fetched = long_step(
        "Fetching uv", [*pip, *hashes, "-r", str(INSTALLER)], log=local / "log/uv.log", check=False
    )
    if fetched and with_uv([str(PYTHON), "-m", "uv"]):
        return
    if not long_step(f"{title} with pip", [*pip, *hashes, *files], log=log, check=False):
        raise Trouble(
            "The Python packages could not be installed: check that this machine reaches a package index "
            f"(pip's own settings count), then start again; the whole story is in {log}."
        )


def works(command: list) -> bool:
    """Whether a command runs and ends well."""
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def have_pip(local: Path, pip: list) -> None:
    """Put pip into the environment: from Python itself, else the locked wheel from the package index."""
    if works([*pip, "--version"]) or works([str(PYTHON), "-m", "ensurepip"]):
        return
    lines = INSTALLER.read_text().replace("\\\n", " ").splitlines()
    line = next(line for line in lines if line.startswith("pip=="))
    hashes = {part.removeprefix("--hash=sha256:") for part in line.split() if part.startswith("--hash")}
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    say("Fetching pip …")
    request = urllib.request.Request(
        f"{index}/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            files = json.load(answer)["files"]
        url = next(
            f["url"] for f in files if f["filename"].endswith(".whl") and f["hashes"]["sha256"] in hashes
        )
        with urllib.request.urlopen(url, timeout=60) as answer:
            content = answer.read()
        if hashlib.sha256(content).hexdigest() not in hashes:
            raise ValueError("the wheel is not the one that is locked")
    except (OSError, ValueError, KeyError, StopIteration) as error:
        raise Trouble(
            f"This Python has no pip and it could not be fetched ({error}): apt-get install python3-venv, "
            "then start again."
        ) from error
    wheel = local / url.rsplit("/", 1)[1]
    wheel.write_bytes(content)
    try:
        command = [str(PYTHON), str(wheel / "pip"), "install", "--no-index", str(wheel)]
        long_step("Installing pip", command, log=local / "log/pip.log")
    finally:
        wheel.unlink()


def pango_warning(local: Path = LOCAL) -> str:
    """A sentence if WeasyPrint can't load its system libraries, else "". Asked until the answer is yes."""
    found = local / "pango-found"
    if remembered(found) == remembered(STAMP):
        return ""
    if works([str(PYTHON), "-c", "import weasyprint"]):
        found.write_text(remembered(STAMP))
        return ""
    return f"Pango is missing, so minutes wait in the queue until it is there: {PANGO}"


def chromium() -> str:
    """Path of a Chromium to test with, "" if there is none."""
    named = os.environ.get("PAM_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else ""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")
