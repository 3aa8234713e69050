"""A folder of their own for the launcher's tests: nothing here touches the developer's .local."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def local(monkeypatch):
    """An empty data folder that other users may walk through (root's servers run as one of them)."""
    folder = Path(tempfile.mkdtemp(prefix="pam-local-"))
    folder.chmod(0o755)
    (folder / "log").mkdir()
    monkeypatch.setenv("PAM_LOCAL", str(folder))
    for name in ("DATABASE_URL", "REDIS_URL", "PAM_WEB_DATABASE_URL", "PAM_MEDIA_ROOT", "PAM_STATIC_ROOT"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def command(local):
    """Runs a program of bin/ to its end and returns it, with its output."""

    def run(name, *given, **env):
        return subprocess.run(
            [sys.executable, str(ROOT / "bin" / name), *given],
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            timeout=30,
        )

    return run


@pytest.fixture(autouse=True)
def signals():
    """A family ignores signals while it stops; pytest wants them back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
