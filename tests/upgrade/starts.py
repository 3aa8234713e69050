"""manage.py in a process of its own, from one that has imported the libraries already: a start takes half of
the time. What depends on the environment (the settings, all of pam) is imported anew each time.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

# None of these asks for Django's settings while it is imported.
LIBRARIES = [
    "celery.app",
    "cryptography.hazmat.primitives.ciphers.aead",
    "django.core.management",
    "django.db.backends.postgresql.psycopg_any",
    "django.forms",
    "django.urls",
    "fido2.server",
    "jsonschema",
    "kombu.serialization",
    "pi_heif",
    "pydantic.types",
    "redis",
    "yaml",
]


@cache
def _context():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LIBRARIES)
    return context


def run(command: list, *, folder: Path, environment: dict) -> subprocess.CompletedProcess:
    """Runs `folder`/manage.py with the arguments `command`; returns the finished process with its output."""
    with tempfile.TemporaryDirectory() as kept:
        out, err = Path(kept) / "out", Path(kept) / "err"
        child = _context().Process(
            target=_child, args=(command, str(folder), environment, str(out), str(err))
        )
        child.start()
        child.join()
        code = child.exitcode
        child.close()
        return subprocess.CompletedProcess(command, code, out.read_text(), err.read_text())


def _child(command, folder, environment, out, err):
    for number, path in ((1, out), (2, err)):
        file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1) for number in (1, 2))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[:0] = [folder, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv = ["manage.py", *command]
    runpy.run_path("manage.py", run_name="__main__")
