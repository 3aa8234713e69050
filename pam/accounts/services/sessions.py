"""Noting the browsers that a person is signed in with, and ending one of them."""

import hashlib
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.accounts.devices import device_of
from pam.accounts.models import BrowserSession
from pam.audit.services import Verb, log

BEGAN, SEEN = "pam_began", "pam_seen"  # in the session: seconds since 1970
LISTED = "pam_listed"  # in the session: the uuid of its row
KEPT = timedelta(days=30)


def note_session(*, actor: Reader, session: SessionBase, user_agent: str) -> UUID:
    """Notes that `actor` uses the browser with this `session` just now; returns the uuid of its row.

    A row that was not seen for 30 days is forgotten.
    """
    values = {
        "key_hash": hashlib.sha256((session.session_key or "").encode()).hexdigest(),
        "device": device_of(user_agent),
        "address": actor.address or None,
        "seen_at": timezone.now(),
    }
    own = BrowserSession.objects.filter(user_id=actor.user_id)
    listed = session.get(LISTED)
    if listed and own.filter(uuid=listed).update(**values):
        return UUID(listed)
    own.filter(seen_at__lt=timezone.now() - KEPT).delete()
    began = datetime.fromtimestamp(session.get(BEGAN, time.time()), UTC)
    row = BrowserSession.objects.create(user_id=actor.user_id, began_at=began, **values)
    session[LISTED] = str(row.uuid)
    return row.uuid


def forget_session(session: SessionBase) -> None:
    """Ends the row of a `session` whose person signs out of it."""
    if listed := session.get(LISTED):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pam_end_session(%s)", [listed])


def end_session(*, actor: Reader, row: BrowserSession) -> None:
    """Ends one of the actor's own sessions: its browser has to sign in again. Raises Refused if it has
    ended. Logged.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_end_session(%s)", [row.uuid])
        if not cursor.fetchone()[0]:
            raise Refused("That browser is signed out already.", code="already_ended")
    log(actor, Verb.SIGN_IN, "end session", detail=row.device)


def forget_ended(now: datetime | None = None) -> int:
    """Deletes the sessions that are over by the clock at `now`; returns how many. Runs as the jobs' role.

    A session can hold what was typed into a form before its person was signed out (pam/forms/middleware.py):
    that must not outlive it.
    """
    return Session.objects.filter(expire_date__lt=now or timezone.now()).delete()[0]


def use_single_keys(*, actor: Reader, on: bool) -> None:
    """Says whether keys without Ctrl or Alt do something on `actor`'s pages, whatever agency they act for."""
    with visibility.ensure_reading(actor), connection.cursor() as cursor:
        cursor.execute("SELECT pam_use_single_keys(%s)", [on])
