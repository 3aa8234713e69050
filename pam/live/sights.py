"""What a reader may see of a record that is followed, as a fingerprint: asked of the gate with each question.

A room names three SQL functions. `sight(uuid, membership)` gives the fingerprint to the person who reads, or
NULL to one who may not open the record. `browser(session key, uuid, membership)` puts a fingerprint of what
the session holds before it: NULL for one that is over. `followed(who, at, mac, session key, uuid,
membership)` says first who reads, by a ticket: one statement, no transaction around.

Two readers with one fingerprint are shown the same text of one version. So it holds all that decides what
they are shown: which rows, their agency, their level, what is theirs, on which conditions.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from pam.db.reading import asked_once


@dataclass(frozen=True)
class SightFunctions:
    """The names of a room's functions."""

    sight: str
    browser: str
    followed: str


_kinds: dict[str, SightFunctions] = {}


def register_sight(kind: str, asked: SightFunctions) -> None:
    """Says how the sight of the records of one `kind` is asked."""
    _kinds[kind] = asked


def sight_of(kind: str, record: UUID, membership: int) -> str:
    """The fingerprint of what the person who reads, by `membership`, may see of a record; "" if nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_kinds[kind].sight}(%s, %s)", [record, membership])
        return cursor.fetchone()[0] or ""


def sight_in(kind: str, browser: str, record: UUID, membership: int) -> tuple[str, str]:
    """(fingerprint of what the session with the key `browser` holds, sight); "" and "" for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_kinds[kind].browser}(%s, %s, %s)", [browser, record, membership])
        return _parts(cursor.fetchone()[0])


def sight_followed(kind: str, browser: str, record: UUID, membership: int) -> tuple[str, str]:
    """The same before anything is known of a request but its ticket. "" and "" too for a kind that no room
    has named.
    """
    if kind not in _kinds:
        return "", ""
    who = f"membership {membership}"
    return _parts(asked_once(who, _kinds[kind].followed, [browser, record, membership]))


def _parts(told):
    session, _, sight = (told or "").partition(" ")
    return session, sight
