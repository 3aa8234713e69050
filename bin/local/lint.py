"""bin/lint, and what bin/test runs before the tests: everything that can be said without running them."""

import os
import secrets
import subprocess
import time

from .places import PYTHON, ROOT, VENV
from .talk import say

EXAMPLE = ROOT / "deploy" / "env.example"


def example_settings() -> dict:
    """The environment of a process of the deployment: deploy/env.example filled in, as docker-compose.yml
    hands it on to the web server.
    """
    names = [line.split("=")[0] for line in EXAMPLE.read_text().splitlines() if "=" in line.split("#")[0]]
    given = {name: secrets.token_hex(32) for name in names}
    domain = "pam.force.example"
    return {
        **given,
        "PAM_MODE": "production",
        "PAM_PUBLIC_URL": f"https://{domain}",
        "PAM_TRUSTED_PROXIES": "1",
        "PAM_MEDIA_ROOT": str(ROOT / ".local" / "media"),
        "DATABASE_URL": f"postgres://pam_web:{given['PAM_WEB_PASSWORD']}@127.0.0.1:1/pam",
        "REDIS_URL": f"redis://:{given['REDIS_PASSWORD']}@127.0.0.1:1/0",
        "EMAIL_URL": f"smtp+tls://pam:secret@mail.{domain}:587",
        "DEFAULT_FROM_EMAIL": f"pam@{domain}",
        "PAM_LOG_ANCHOR_MAIL": f"assurance@{domain}",
    }


def checks() -> list[tuple[str, list, dict]]:
    """(title, command, environment beyond this one's) of each check."""
    tool = VENV / "bin"
    test = {"PAM_MODE": "test", "PYTHONWARNINGS": "ignore"}
    return [
        ("ruff check", [tool / "ruff", "check", "--quiet", "."], {}),
        ("ruff format", [tool / "ruff", "format", "--check", "--quiet", "."], {}),
        ("mypy", [PYTHON, "-m", "mypy", "--no-error-summary"], test),
        ("makemigrations --check", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], test),
        (
            "check --deploy",
            [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            example_settings(),
        ),
        ("djlint", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"], {}),
    ]


def lint() -> bool:
    """Run all checks side by side, say what each found, and return whether none found anything."""
    began = time.monotonic()
    running = []
    for title, command, more in checks():
        env: dict[str, str] = {**os.environ, "DJANGO_SETTINGS_MODULE": "pam.settings", **more}
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append((title, child))
    failed = []
    for title, child in running:
        told, _ = child.communicate()
        if child.returncode:
            failed.append(title)
            say(f"{title}:\n{told.rstrip()}\n")
    took = time.monotonic() - began
    say(
        f"Lint: {', '.join(failed)} found something ({took:.1f} s)."
        if failed
        else f"Lint: nothing found ({took:.1f} s)."
    )
    return not failed
