"""The private address of a person's calendar: made, ended, fetched."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.exchange import selectors
from pam.exchange.models import CalendarFeed

FEED = "Calendar feed"


@transaction.atomic
def make_feed(*, actor: Reader) -> str:
    """Makes the private address of `actor`'s calendar anew; the one before stops working. Returns its secret
    part, which is kept nowhere. Raises Refused where the agency allows none.
    """
    if not selectors.allowed(actor):
        raise Refused("Your agency does not allow calendars outside of pam.", code="not_allowed")
    _end(actor)
    secret = token_urlsafe(32)
    CalendarFeed.objects.create(membership_id=actor.membership_id, key_hash=hash_of(secret.encode()))
    log(actor, Verb.ALTERATION, "make calendar address", detail=FEED)
    return secret


@transaction.atomic
def end_feed(*, actor: Reader) -> None:
    """Ends the private address. Raises Refused if there is none."""
    if not _end(actor):
        raise Refused("There is no address: it was ended in the meantime.", code="gone")
    log(actor, Verb.ALTERATION, "end calendar address", detail=FEED)


def hash_of(body: bytes) -> str:
    """The SHA-256 of `body`, in hexadecimal digits."""
    return sha256(body).hexdigest()


def _end(actor):
    rows = CalendarFeed.objects.filter(membership_id=actor.membership_id, ended_at=None)
    return rows.update(ended_at=timezone.now())


def read_feed(*, actor: Reader) -> bytes:
    """`actor`'s calendar as their program fetches it (RFC 5545).

    Logged once on each day on which it is fetched, and after each change of what it says.
    """
    entries = selectors.calendar_entries(actor)
    body = _calendar(entries, actor.training).to_ical()
    feed, seen, now = selectors.feed_of(actor), hash_of(body), timezone.now()
    same_day = feed.read_at and timezone.localdate(feed.read_at) == timezone.localdate(now)
    if not same_day or feed.read_hash != seen:
        numbers = sorted({entry.record for entry in entries})
        log(actor, Verb.CONSULTATION, "list", numbers, detail=FEED)
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now, read_hash=seen)
    return body


def _calendar(entries, training):
    from icalendar import Calendar  # 80 files, for this alone

    calendar, host = Calendar(), urlsplit(settings.PUBLIC_URL).hostname
    for name, value in (
        ("prodid", "-//pam//due dates//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", "pam, training: not real" if training else "pam"),
    ):
        calendar.add(name, value)
    for entry in entries:
        calendar.add_component(_event(entry, host, training))
    return calendar


def _event(entry, host, training):
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.uuid}@{host}")
    event.add("dtstamp", entry.changed)
    event.add("summary", f"Training: {entry.words}" if training else entry.words)
    event.add("url", settings.PUBLIC_URL.rstrip("/") + entry.path)
    event.add("class", "PRIVATE")
    event.add("dtstart", entry.when)
    if not hasattr(entry.when, "hour"):  # a whole day, in which one is not busy
        event.add("dtend", entry.when + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event
