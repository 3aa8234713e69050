"""What production refuses to start with, each in a sentence that names the setting."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from local.lint import example_settings
from pam.environment import Environment, production_refusals

KEY = "0f3a9c5e7b1d2846" * 4
FINE = {
    "secret_key": KEY,
    "mfa_keys": [KEY[::-1]],
    "public_url": "https://pam.force.example",
    "allowed_hosts": ["pam.force.example", "localhost"],
    "second_factor": True,
    "demo_sign_in": False,
    "leftover_hours": 24,
    "log_anchors": ["", "assurance@pam.force.example"],
    "log_key": "3b" * 8 + KEY,
    "media_root": "/media/pam",
}


def test_production_takes_the_deployments_own_example():
    assert production_refusals(**FINE) == []


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("secret_key", "a", "SECRET_KEY is shorter"),
        ("secret_key", "a" * 64, "says little"),
        ("secret_key", "only-for-demo-and-tests-0123456789", "SECRET_KEY can be read"),
        ("secret_key", "django-insecure-0123456789abcdefghij", "SECRET_KEY can be read"),
        ("mfa_keys", ["short"], "PAM_MFA_KEYS holds a key of under"),
        ("mfa_keys", [], "PAM_MFA_KEYS holds a key of under"),
        ("mfa_keys", [KEY], "repeats SECRET_KEY"),
        ("public_url", "http://pam.force.example", "must begin with https://"),
        ("allowed_hosts", ["*"], "ALLOWED_HOSTS holds '*'"),
        ("allowed_hosts", ["pam.force.example", "*.force.example"], "ALLOWED_HOSTS holds"),
        ("allowed_hosts", ["."], "ALLOWED_HOSTS holds"),
        ("second_factor", False, "PAM_REQUIRE_SECOND_FACTOR is off"),
        ("demo_sign_in", True, "PAM_DEMO_SIGN_IN"),
        ("leftover_hours", 0.5, "PAM_LEFTOVER_HOURS"),
        ("log_anchors", ["", ""], "a log that was cut off would not be found"),
        ("log_anchors", ["", "a mailbox"], "must be a mail address"),
        ("log_anchors", ["/media/pam/anchors", ""], "must be on another machine"),
        ("log_key", "", "PAM_LOG_KEY is shorter"),
        ("log_key", KEY, "repeats SECRET_KEY"),
    ],
)
def test_production_refuses_each_of_these_with_its_own_sentence(setting, value, said):
    told = production_refusals(**{**FINE, setting: value})
    assert len(told) == 1 and said in told[0]


def test_a_process_of_the_web_needs_no_key_of_the_log():
    assert production_refusals(**{**FINE, "log_key": None}) == []


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        ("whole", "PAM_TRUSTED_PROXIES", "-1"),
        ("whole", "PAM_TRUSTED_PROXIES", "one"),
        ("whole", "PAM_TRUSTED_PROXIES", "1.5"),
        ("number", "PAM_REMIND_EVERY", "nan"),
        ("number", "PAM_REMIND_EVERY", "inf"),
        ("switch", "PAM_REQUIRE_SECOND_FACTOR", "treu"),
        ("web_address", "PAM_PUBLIC_URL", "pam.force.example"),
        ("web_address", "PAM_PUBLIC_URL", "https://"),
        ("web_address", "PAM_PUBLIC_URL", "https://pam.force.example/pam"),
        ("web_address", "PAM_PUBLIC_URL", "https://pam.force.example:port"),
        ("database", "DATABASE_URL", "mysql://pam@db/pam"),
        ("redis", "REDIS_URL", "amqp://queue"),
        ("mail", "EMAIL_URL", "post://mail"),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence_that_names_it(read, name, value):
    defaults = {"whole": 0, "number": 1, "switch": True, "mail": None}
    given = [name] if read == "mail" else [name, defaults.get(read, "")]
    with pytest.raises(ImproperlyConfigured) as refused:
        getattr(Environment({name: value}), read)(*given)
    assert name in str(refused.value) and "Traceback" not in str(refused.value)


def test_what_is_not_set_is_the_default():
    nothing = Environment({"PAM_TRUSTED_PROXIES": ""})
    assert nothing.whole("PAM_TRUSTED_PROXIES", 2) == 2
    assert nothing.switch("PAM_REQUIRE_SECOND_FACTOR", True) is True
    assert nothing.words("ALLOWED_HOSTS", ["localhost"]) == ["localhost"]


# What browsers ask of a `__Host-` cookie: Secure, of the whole site, without a domain.
COOKIES = """
import pam.settings as given
from django.conf import global_settings as default
for kind in ("SESSION", "CSRF"):
    of = lambda end: getattr(given, f"{kind}_COOKIE_{end}", getattr(default, f"{kind}_COOKIE_{end}"))
    print(of("NAME"), of("SECURE"), of("PATH"), of("DOMAIN"))
"""


def start_in_production(**changed):
    """Loads the settings as a process of the deployment does; returns what it printed on the way out."""
    return subprocess.run(
        [sys.executable, "-c", COOKIES],
        env={"PATH": os.environ["PATH"], **example_settings(), **changed},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_the_example_and_its_cookies_are_bound_to_the_host():
    done = start_in_production()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["__Host-sessionid True / None", "__Host-csrftoken True / None"]


def test_a_process_that_is_refused_says_every_reason_at_once():
    done = start_in_production(SECRET_KEY="a", PAM_REQUIRE_SECOND_FACTOR="off", ALLOWED_HOSTS="*")
    assert done.returncode != 0
    for setting in ("SECRET_KEY", "PAM_REQUIRE_SECOND_FACTOR", "ALLOWED_HOSTS"):
        assert setting in done.stderr
    assert "IndexError" not in done.stderr
