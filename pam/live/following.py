"""Answers to a page that asks again and again what is new: "nothing" without the database, else its part.

The page carries a ticket, signed for its person and its record. For `HOLDS` seconds after the gate was asked,
while the version of the record stands, the answer is 304, and the database is not asked. Else the view runs
behind the gate, as for any page, and the reader gets what they may see at this moment. So a right that ends,
ends here after `HOLDS` seconds at the latest.

A ticket gives nobody anything but the word "unchanged". The version itself is never sent, and both ways to
"unchanged" give the same bytes: else they would tell of changes that the reader may not see.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from pam.access.visibility import Reader
from pam.live import versions

HOLDS = 30  # seconds that an unchanged answer is given without asking the gate
DAY = 24 * 60 * 60
SLOWLY = "5000"  # milliseconds between two questions while Redis is away
HEADER = "X-Pam-Live"
_SALT = "pam.live"


@dataclass(frozen=True)
class Ticket:
    """Who follows what: a random text for the page, the record's key, the membership, and a fingerprint of
    the records that its last answer named.
    """

    follower: str
    record: str
    membership: int
    named: str = ""

    def signed(self) -> str:
        """The ticket as the page carries it."""
        return signing.dumps([self.follower, self.record, self.membership, self.named], salt=_SALT)


def read(text: str) -> Ticket | None:
    """The ticket that was signed today; None for any other text."""
    try:
        return Ticket(*signing.loads(text, salt=_SALT, max_age=DAY))
    except (signing.BadSignature, TypeError):
        return None


@dataclass(frozen=True)
class Part:
    """What a page shows now: its HTML, and the numbers of the records that it names."""

    html: str
    named: Collection[int] = ()


def answer(
    request: HttpRequest,
    reader: Reader,
    record: int,
    show: Callable[[], Part],
    log_named: Callable[[Collection[int]], None],
) -> HttpResponse:
    """What is new for `reader` of the record with the number `record`: 200 with the part, or 304 if it is
    what they have.

    `show` reads it behind the gate; `log_named` is told the records that it names, if they are not those
    that the page was last given.
    """
    key = versions.key_of(record)
    version = versions.standing(key)
    before = read(request.headers.get(HEADER, ""))
    if before is None or (before.record, before.membership) != (key, reader.membership_id):
        before = Ticket(secrets.token_hex(12), key, reader.membership_id)
    part = show()
    named = _fingerprint(",".join(map(str, sorted(part.named))))
    if part.named and named != before.named:
        log_named(part.named)
    etag = f'"{_fingerprint(part.html)}"'
    versions.remember(before.follower, version, etag, HOLDS)
    if request.headers.get("If-None-Match", "") == etag:
        response = unchanged()
    else:
        response = HttpResponse(part.html)
        response["ETag"] = etag
        response[HEADER] = Ticket(before.follower, key, reader.membership_id, named).signed()
        response["Cache-Control"] = "private, no-store"
    if version is None:
        response["X-Pam-Every"] = SLOWLY
    return response


def unchanged() -> HttpResponse:
    """The answer that nothing is new."""
    response = HttpResponse(status=304)
    response["Cache-Control"] = "private, no-store"
    response["Content-Length"], response["Vary"] = "0", "Cookie"  # as the middleware of sessions would
    return response


def _fingerprint(text):
    """Tells one text from another, and nothing of either."""
    return salted_hmac(_SALT, text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:32]


def stands(request: HttpRequest) -> bool:
    """Whether what the page has is still all there is to see, as far as its ticket and Redis can say."""
    ticket = read(request.headers.get(HEADER, ""))
    etag = request.headers.get("If-None-Match", "")
    return bool(ticket and etag) and versions.unchanged(ticket.record, ticket.follower, etag)
