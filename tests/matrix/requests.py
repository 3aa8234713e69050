"""Asking a page as a persona, and reading everything that comes back."""

import io
import re
from contextlib import contextmanager
from functools import cache

from django.db import transaction
from django.urls import get_resolver, reverse
from pypdf import PdfReader

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from pam.audit.models import LogEntry
from tests.pdf.reading import texts_of
from tests.world.voices import OF_THE_CASE
from tests.world.world import MAY_READ


def take_gate_away(monkeypatch):
    """From now on the gate lets everything by. What a process keeps of its answers is put together anew."""
    monkeypatch.setattr(visibility, "visible_to", lambda reader, model: model._default_manager.all())
    monkeypatch.setattr(KeptRows, "statement", lambda rows: rows._put_together())


class RolledBack(Exception):
    """Ends a savepoint."""


@contextmanager
def undone():
    """Whatever the block writes is taken back."""
    try:
        with transaction.atomic():
            yield
            raise RolledBack
    except RolledBack:
        pass


def url_names(resolver=None, namespace=""):
    """Each URL name of the project, with its namespace."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern, inner)
        elif pattern.name:
            yield namespace + pattern.name


def address_of(page, kwargs):
    """The address of a page of the table."""
    return _address(page.name, tuple(kwargs.items()))


@cache
def _address(name, kwargs):
    return reverse(name, kwargs={key: str(value) for key, value in kwargs})


def ask(client, page, kwargs, method, data=None):
    """The response of a page to a signed-in client, its stream read whole."""
    address = address_of(page, kwargs)
    response = client.get(address, data or {}) if method == "GET" else client.post(address, data or {})
    body(response)
    return response


def body(response):
    """The bytes of a response; a stream is read once and kept."""
    if response.streaming:
        if not hasattr(response, "pam_bytes"):
            response.pam_bytes = b"".join(response.streaming_content)
        return response.pam_bytes
    return response.content


def words(response):
    """Everything that a response tells: headers (file names), body, and the text of a PDF. Read once."""
    if not hasattr(response, "pam_words"):
        response.pam_words = _words(response)
    return response.pam_words


def _words(response):
    told = [f"{name}: {value}" for name, value in response.items()]
    told.append(" ".join(f"{k}={m.value}" for k, m in response.cookies.items()))
    raw = body(response)
    told.append(raw.decode("utf-8", "replace"))
    if raw.startswith(b"%PDF"):
        paper = PdfReader(io.BytesIO(raw))
        told += [*texts_of(raw), str(paper.metadata)]
    return "\n".join(told)


def leaks(persona, told):
    """The canaries in `told` that `persona` may not read."""
    return [canary for canary, may in MAY_READ.items() if canary in told and persona not in may]


# Whose text a canary is: any of these records. A page that shows it must have logged a look at one of them.
TEXT_OF = {
    "canaryshared": ("ocg",),
    "canarypolice": ("ocg",),
    "canaryescalation": ("ocg",),
    "canarynamed": ("ocg",),
    "canarysafe": ("ocg",),
    "canaryhousehold": ("ocg",),
    "canarynumber": ("ocg",),
    "canaryhidden": ("pvp",),
    **dict.fromkeys(OF_THE_CASE, ("pvp",)),
    "canarytwin": ("twin", "ocg"),
    "canarymeeting": ("meeting", "ocg"),
    "canaryprivate": ("private_meeting",),
    "canarymarac": ("marac",),
    "canarypaper": ("marac",),
    "canarynote": ("meeting",),
    "canarysealed": ("meeting",),
    "canaryother": ("other_ocg",),
    "canaryplace": ("place", "profile"),
    "canaryseries": ("series",),
    "canaryboard": ("place", "profile"),
    "canaryfigure": ("place",),
    "canaryunseen": ("hidden_place", "hidden_profile", "hidden_series"),
}


def newest_line():
    """The number of the newest line of the log."""
    return LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def unlogged(world, told, since):
    """The canaries in `told` of records that no line of the log after number `since` names."""
    shown = [canary for canary in TEXT_OF if canary in told]
    if not shown:
        return []
    lines = LogEntry.objects.filter(pk__gt=since).values_list("records", flat=True)
    logged = {number for records in lines for number in records}
    return [
        canary
        for canary in shown
        if not logged & {getattr(world, name).pk for name in TEXT_OF[canary] if getattr(world, name)}
    ]


_TOKEN = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|form_number)" value=")[^"]*|(csrfToken":\s*")[^"]*|data-pam-draft="[^"]*'
    rb'|\?look=[^"]*'
)


def same_bytes(response):
    """The bytes of a response without what is new in each: tokens, numbers and signatures of forms."""
    return _TOKEN.sub(b"", body(response))
