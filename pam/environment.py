"""Settings from the environment: a wrong value ends the start with a sentence that names it.

What production refuses besides is in `production_refusals`.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
# Keys that are in public files: the demo's, Django's own for new projects, and what people type first.
KNOWN_KEYS = (
    "only-for-demo-and-tests",
    "django-insecure-",
    "change",
    "secret",
    "example",
    "password",
    "test",
)
SHORTEST_KEY = 32  # characters
FEWEST_CHARACTERS = 8  # different ones: "aaaa…" is long and known


class Environment:
    """Reads settings out of `values` (the process's environment)."""

    def __init__(self, values: Mapping[str, str] | None = None):
        self.values = os.environ if values is None else values

    def text(self, name: str, default: str = "") -> str:
        """The value of `name`; `default` where it is not set or empty."""
        return self.values.get(name, "").strip() or default

    def words(self, name: str, default: list[str]) -> list[str]:
        """The value of `name` between its commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or default

    def switch(self, name: str, default: bool) -> bool:
        """Whether `name` says yes. Anything that says neither yes nor no is refused."""
        said = self.text(name).lower()
        if said and said not in YES | NO:
            raise ImproperlyConfigured(f"{name} is {said!r}; it can be true or false.")
        return said in YES if said else default

    def number(self, name: str, default: float, *, least: float = 0, unit: str = "") -> float:
        """The value of `name` as a number of at least `least`; `unit` is for the sentence."""
        said = self.text(name)
        try:
            value = float(said) if said else default
            fine = least <= value < float("inf")
        except ValueError:
            fine = False
        if not fine:
            raise ImproperlyConfigured(
                f"{name} is {said!r}; it must be a number{f' of {unit}' if unit else ''}, {least:g} or more."
            )
        return value

    def whole(self, name: str, default: int, *, least: int = 0, unit: str = "") -> int:
        """The same for a whole number."""
        value = self.number(name, default, least=least, unit=unit)
        if value != int(value):
            raise ImproperlyConfigured(f"{name} is {self.text(name)!r}; it must be a whole number.")
        return int(value)

    def web_address(self, name: str, default: str) -> SplitResult:
        """The value of `name` as the address of a site: http or https, a host, nothing behind it."""
        said = self.text(name, default)
        try:
            split = urlsplit(said)
            fine = split.scheme in {"http", "https"} and bool(split.hostname) and (split.port or 1) > 0
        except ValueError:
            fine = False
        if not fine or split.path.strip("/") or split.query or split.fragment or split.username:
            raise ImproperlyConfigured(
                f"{name} is {said!r}; it must be an address such as https://pam.force.example, "
                "with nothing behind the name."
            )
        return split

    def database(self, name: str, default: str) -> dict:
        """The value of `name` as Django's settings for a database; only PostgreSQL will do."""
        said = self.text(name, default)
        if urlsplit(said).scheme not in {"postgres", "postgresql"}:
            raise ImproperlyConfigured(f"{name} must begin with postgres://: pam runs on PostgreSQL alone.")
        return self._parsed(name, said, environ.Env.db_url_config)

    def redis(self, name: str, default: str) -> str:
        """The value of `name` as the address of a Redis or Valkey server."""
        said = self.text(name, default)
        if urlsplit(said).scheme not in {"redis", "rediss", "unix"}:
            raise ImproperlyConfigured(f"{name} must begin with redis:// or rediss://.")
        return said

    def scanner(self, name: str) -> str:
        """The value of `name` as the address of clamd, tcp://host:port or unix:///path; "" if unset."""
        said = self.text(name)
        try:
            split = urlsplit(said)
            fine = bool(split.path) if split.scheme == "unix" else bool(split.hostname and split.port)
            fine = fine and split.scheme in {"tcp", "unix"}
        except ValueError:
            fine = False
        if said and not fine:
            raise ImproperlyConfigured(
                f"{name} is {said!r}; it must be tcp://host:3310 or unix:///path/of/clamd."
            )
        return said

    def mail(self, name: str) -> dict:
        """The value of `name` as Django's settings for sending mail; {} where it is not set."""
        said = self.text(name)
        return self._parsed(name, said, environ.Env.email_url_config) if said else {}

    @staticmethod
    def _parsed(name, said, parse):
        try:
            return parse(said)
        except Exception as error:  # the library says ValueError, KeyError and its own
            raise ImproperlyConfigured(
                f"{name} cannot be read: see deploy/env.example for its form."
            ) from error


def production_refusals(
    *,
    secret_key: str,
    mfa_keys: list[str],
    public_url: str,
    allowed_hosts: list[str],
    second_factor: bool,
    demo_sign_in: bool,
    leftover_hours: float,
    log_anchors: list[str],
    log_key: str | None,
    media_root: str,
) -> list[str]:
    """What is wrong with these settings for people's real data, a sentence each; none if all is well.

    `log_anchors` are the file and the mailbox that keep the log's newest seal; `log_key` is None for a
    process that is not to have it, since it connects as the web role.
    """
    weak = "make one with openssl rand -hex 32."
    found = []
    if len(secret_key) < SHORTEST_KEY or len(set(secret_key)) < FEWEST_CHARACTERS:
        found.append(f"SECRET_KEY is shorter than {SHORTEST_KEY} characters, or says little: {weak}")
    elif any(known in secret_key.lower() for known in KNOWN_KEYS):
        found.append(f"SECRET_KEY can be read in public files or guessed: {weak}")
    if min(map(len, mfa_keys), default=0) < SHORTEST_KEY:
        found.append(f"PAM_MFA_KEYS holds a key of under {SHORTEST_KEY} characters: {weak}")
    if secret_key in mfa_keys:
        found.append("PAM_MFA_KEYS repeats SECRET_KEY: second factors need a key of their own.")
    if not public_url.startswith("https://"):
        found.append("PAM_PUBLIC_URL must begin with https://: no one signs in to pam over an open line.")
    if wide := [host for host in allowed_hosts if "*" in host or host.strip(".") == ""]:
        found.append(f"ALLOWED_HOSTS holds {wide[0]!r}: name the hosts by which people reach pam.")
    if not second_factor:
        found.append("PAM_REQUIRE_SECOND_FACTOR is off: no one reads case text on a password alone.")
    if demo_sign_in:
        found.append("PAM_DEMO_SIGN_IN lets anyone sign in as anyone: production refuses it.")
    if leftover_hours < 1:
        found.append("PAM_LEFTOVER_HOURS is under 1: files of uploads that go on would be removed.")
    return [*found, *_log_refusals(secret_key, log_anchors, log_key, media_root, weak)]


def _log_refusals(
    secret_key: str, anchors: list[str], key: str | None, media_root: str, weak: str
) -> Iterator[str]:
    """What is wrong with how the log is kept safe from those who own the database."""
    file, mailbox = anchors
    if not (file or mailbox):
        yield (
            "PAM_LOG_ANCHOR_MAIL and PAM_LOG_ANCHOR_FILE are empty: a log that was cut off would not be"
            " found. Name a mailbox, or a file on another machine."
        )
    if mailbox and not re.fullmatch(r"[^@\s]+@[^@\s]+", mailbox):
        yield f"PAM_LOG_ANCHOR_MAIL is {mailbox!r}; it must be a mail address."
    if file and Path(media_root).resolve() in Path(file).resolve().parents:
        yield "PAM_LOG_ANCHOR_FILE lies where documents are kept: it must be on another machine."
    if key is not None and (len(key) < SHORTEST_KEY or key == secret_key):
        yield f"PAM_LOG_KEY is shorter than {SHORTEST_KEY} characters, or repeats SECRET_KEY: {weak}"
