"""What a reader may see of a record that is followed, as a fingerprint: asked of the gate with each question.

A room names two SQL functions. `asked(uuid, membership)` gives the fingerprint to the person who reads, or
NULL to one who may not open the record; `followed(who, at, mac, browser, uuid, membership)` says first who
reads, by a ticket, and puts a fingerprint of the browser's session before it: one statement, no transaction
around.

Two readers with one fingerprint are shown the same text of one version. So it holds all that decides what
they are shown: which rows, their agency, their level, what is theirs, on which conditions.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from pam.db.reading import asked_once


@dataclass(frozen=True)
class Asked:
    """The names of a room's functions."""

    asked: str
    followed: str


_kinds: dict[str, Asked] = {}


def register_sight(kind: str, asked: Asked) -> None:
    """Says how the sight of the records of one `kind` is asked."""
    _kinds[kind] = asked


def sight_of(kind: str, record: UUID, membership: int) -> str:
    """The fingerprint of what the person who reads, by `membership`, may see of a record; "" if nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_kinds[kind].asked}(%s, %s)", [record, membership])
        return cursor.fetchone()[0] or ""


def session_holds(browser: str) -> str:
    """A fingerprint of what the session with this key holds; "" for one that is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(pam_session(%s))", [browser])
        return cursor.fetchone()[0] or ""


def sight_followed(kind: str, browser: str, record: UUID, membership: int) -> tuple[str, str] | None:
    """(fingerprint of the session, sight), before anything is known of a request but its ticket and the key
    of its session (`browser`). None if either is nothing, and for a kind that no room has named.
    """
    if kind not in _kinds:
        return None
    told = asked_once(f"membership {membership}", _kinds[kind].followed, [browser, record, membership])
    session, _, sight = (told or "").partition(" ")
    return (session, sight) if session and sight else None
