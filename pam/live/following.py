"""Answers to a page that asks again and again what is new: from a fingerprint of what its reader may see.

The page carries a ticket, signed for its person and its record. With each question the gate says, in one
statement, what the person may see of the record now (`sights`), if their membership is in force and their
browser signed in. Is that the same as before, and the version of the record too, nothing is new: 304. Else
a part that was made for the same version and the same sight is shown (`shared`); else the view runs like any
other. So a right that ends, ends here with the next question.

What only the whole way asks (terms to accept, a session that nobody used) is asked every `HOLDS` seconds.

A ticket gives nobody anything: the gate is asked for the membership that it names, and the session must be
the one that was answered before, and hold what it held. The version itself is never sent, and each way to
"unchanged" gives the same bytes: else they would give away changes that the reader may not see.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from pam.access.visibility import Reader
from pam.live import shared, versions
from pam.live.shared import Part
from pam.live.sights import sight_followed, sight_in

__all__ = ["HEADER", "Part", "answer", "answer_at_once", "read"]
HOLDS = 60  # seconds between two questions that go the whole way
DAY = 24 * 60 * 60
SLOWLY = "5000"  # milliseconds between two questions while Redis is away
HEADER = "X-Pam-Live"
_SALT = "pam.live"


@dataclass(frozen=True)
class Followed:
    """What is followed: the record's number and uuid, and which of the sights (`sights`) it has."""

    kind: str
    number: int
    uuid: UUID


@dataclass(frozen=True)
class Ticket:
    """Who follows what: a random text for the page, the kind of sight, the record's key and uuid, the
    membership, and a fingerprint of the records that its last answer named.
    """

    follower: str
    kind: str
    record: str
    uuid: str
    membership: int
    named: str = ""

    def signed(self) -> str:
        """The ticket as the page carries it."""
        told = [self.follower, self.kind, self.record, self.uuid, self.membership, self.named]
        return signing.dumps(told, salt=_SALT)


def read(text: str) -> Ticket | None:
    """The ticket that was signed today; None for any other text."""
    try:
        return Ticket(*signing.loads(text, salt=_SALT, max_age=DAY))
    except (signing.BadSignature, TypeError):
        return None


def answer(
    request: HttpRequest,
    reader: Reader,
    followed: Followed,
    show: Callable[[], Part],
    log_named: Callable[[Collection[int]], None],
    sight: Callable[[], str] | None = None,
) -> HttpResponse:
    """What is new for `reader` of a record: 200 with the part, or 304 if it is what they have.

    `show` reads it behind the gate, for all who have the reader's sight; `log_named` is told the records that
    it names, if they are not those that the page was last given. `sight` is asked in place of the registered
    one, with each question.
    """
    key = versions.key_of(followed.number)
    version = versions.current_version(key)
    before = read(request.headers.get(HEADER, ""))
    now = ("", followed.kind, key, str(followed.uuid), reader.membership_id)
    if before is None or replace(before, follower="", named="") != Ticket(*now):
        before = Ticket(secrets.token_hex(12), *now[1:])
    if version is None:
        return _answered(request, before, show(), log_named, slowly=True)
    browser = _browser(request)
    ask = (
        (lambda: ("", sight()))
        if sight
        else lambda: sight_in(followed.kind, browser, followed.uuid, reader.membership_id)
    )
    session, seen = ask()
    if not seen:  # the right has just ended, or the session has no key of its own
        return _answered(request, before, show(), log_named)
    part = shared.made(
        (f"{followed.kind} {key}", version, seen),
        show,
        lambda: seen == ask()[1] and versions.current_version(key) == version,
    )
    response = _answered(request, before, part, log_named)
    if session:
        versions.remember(before.follower, _state(version, session, seen, _etag(part)), HOLDS)
    return response


def _answered(request, before, part, log_named=None, *, slowly=False):
    """The answer with `part`, or that nothing is new; `before` is the page's ticket."""
    named = _names(part)
    if log_named and part.named and named != before.named:
        log_named(part.named)
    if request.headers.get("If-None-Match", "") == _etag(part):
        response = unchanged()
    else:
        response = HttpResponse(part.html)
        response["ETag"], response[HEADER] = _etag(part), replace(before, named=named).signed()
        response["Cache-Control"], response["Vary"] = "private, no-store", "Cookie"
        response["Content-Length"] = str(len(response.content))
    if slowly:
        response["X-Pam-Every"] = SLOWLY
    return response


def unchanged() -> HttpResponse:
    """The answer that nothing is new."""
    response = HttpResponse(status=304)
    response["Cache-Control"] = "private, no-store"
    response["Content-Length"], response["Vary"] = "0", "Cookie"  # as the middleware of sessions would
    return response


def answer_at_once(request: HttpRequest) -> HttpResponse | None:
    """The answer to a page that asks again, before a session or a view: None if it must go the whole way."""
    ticket, browser = read(request.headers.get(HEADER, "")), _browser(request)
    known = versions.remembered(ticket.record, ticket.follower) if ticket and browser else None
    if known is None:
        return None
    version, state = known
    session, sight = sight_followed(ticket.kind, browser, ticket.uuid, ticket.membership)
    if not sight or state.split(" ")[1] != session:
        return None
    etag = request.headers.get("If-None-Match", "")
    if etag and state == _state(version, session, sight, etag):
        return unchanged()
    part = shared.found((f"{ticket.kind} {ticket.record}", version, sight))
    if part is None or (part.named and _names(part) != ticket.named):
        return None
    versions.remember(ticket.follower, _state(version, session, sight, _etag(part)))
    return _answered(request, ticket, part)


def _browser(request):
    """The key of the browser's session; "" without one."""
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def _state(version, session, sight, etag):
    """What is kept of a follower: random texts and fingerprints, nothing of a record."""
    return f"{version} {session} {sight} {etag}"


def _names(part):
    return _fingerprint(",".join(map(str, sorted(part.named))))


def _etag(part):
    return f'"{_fingerprint(part.html)}"'


def _fingerprint(text):
    """Tells one text from another, and nothing of either."""
    return salted_hmac(_SALT, text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:32]
