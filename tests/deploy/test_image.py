"""The image, its health checks and the locked packages."""

import os
import re
import runpy
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Thread
from unittest import mock
from urllib.error import HTTPError

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
LOCKED = ["requirements.txt", "requirements-local.txt", "bin/local/installer.txt"]


@pytest.fixture
def health():
    """deploy/health.py as a module."""
    spec = spec_from_file_location("health", ROOT / "deploy" / "health.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def production():
    """An environment with every variable that production requires, and no other of ours."""
    values = {
        "DATABASE_URL": "postgres://pam_web@db/pam",
        "REDIS_URL": "redis://redis/0",
        "PAM_PUBLIC_URL": "https://pam.example",
        "EMAIL_URL": "smtp://mail",
        "SECRET_KEY": "0123456789abcdef" * 3,
        "PAM_MFA_KEYS": "fedcba9876543210" * 3,
    }
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return {
        **kept,
        "PAM_MODE": "production",
        **{name: values.get(name, "x") for name in settings.REQUIRED_IN_PRODUCTION},
        "PAM_LOG_ANCHOR_MAIL": "assurance@pam.example",
    }


def load_settings(env):
    """Import the settings in a process of its own; returns it, ended."""
    program = "import pam.settings as s; print(s.MODE, s.DEMO_SIGN_IN, s.SESSION_COOKIE_SECURE)"
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True)


def refusal(env):
    """Why the settings refuse to load in an environment."""
    with mock.patch.dict(os.environ, env, clear=True), pytest.raises(ImproperlyConfigured) as refused:
        runpy.run_path(str(ROOT / "pam" / "settings.py"))
    return str(refused.value)


def test_neither_image_runs_as_root():
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.M)[1:]
    assert len(stages) == 2
    for stage in stages:
        assert re.findall(r"^USER (.+)$", stage, flags=re.M)[-1] == "10001:10001"


def test_the_image_brings_what_minutes_need_and_checks_hashes():
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in DOCKERFILE
    assert "pip install --require-hashes -r requirements.txt" in DOCKERFILE
    assert "python:3.11-slim" in DOCKERFILE


def test_collecting_files_has_every_variable_that_production_requires():
    step = re.search(r"^RUN SECRET_KEY.*?collectstatic", DOCKERFILE, flags=re.M | re.S)[0]
    image = re.search(r"^ENV .*?(?=^[A-Z]+ )", DOCKERFILE, flags=re.M | re.S)[0]
    assert not [name for name in settings.REQUIRED_IN_PRODUCTION if f"{name}=" not in step + image]


def test_production_starts_with_what_it_requires(production):
    done = load_settings(production)
    assert done.stdout.split() == ["production", "False", "True"], done.stderr


@pytest.mark.parametrize("name", settings.REQUIRED_IN_PRODUCTION)
def test_production_names_what_is_missing(production, name):
    del production[name]
    assert name in refusal(production)


def test_production_refuses_a_short_key_for_second_factors(production):
    assert "under 32 characters" in refusal({**production, "PAM_MFA_KEYS": "k" * 40 + ",short"})


def test_production_refuses_to_start_without_an_anchor_of_the_log_outside(production):
    del production["PAM_LOG_ANCHOR_MAIL"]
    assert "PAM_LOG_ANCHOR_MAIL" in refusal(production)


def test_the_owners_processes_refuse_to_start_without_the_logs_key(production):
    as_owner = {**production, "DATABASE_URL": "postgres://pam_owner@db/pam"}
    assert "PAM_LOG_KEY" in refusal(as_owner)
    assert not load_settings({**as_owner, "PAM_LOG_KEY": "89abcdef01234567" * 3}).returncode


def test_production_refuses_the_demos_sign_in(production):
    assert "PAM_DEMO_SIGN_IN" in refusal({**production, "PAM_DEMO_SIGN_IN": "1"})


@pytest.mark.parametrize("path", LOCKED)
def test_every_package_is_locked_with_hashes_and_no_address(path):
    text = (ROOT / path).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert entries and all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "http" not in text and "--index" not in text


def test_the_clock_is_well_while_it_writes(health, tmp_path):
    schedule = tmp_path / "beat-schedule"
    assert not health.beat(schedule)
    schedule.with_suffix(".db").write_text("")
    now = schedule.with_suffix(".db").stat().st_mtime
    assert health.beat(schedule, now + 60)
    assert not health.beat(schedule, now + health.BEAT_SILENCE + 1)


def test_the_web_is_well_only_when_it_answers(health):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()

        def log_message(self, *given):
            """Say nothing on the test's output."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        assert health.web(f"{url}/healthz")
        with pytest.raises(HTTPError):
            health.web(f"{url}/broken")
        server.shutdown()
    with pytest.raises(OSError):
        health.web(f"{url}/healthz")
