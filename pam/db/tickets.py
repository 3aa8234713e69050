"""Tickets: what the application says to the database about who is reading, signed.

The web role can send any statement; it can't make a ticket, since the key is in the environment of the
application (derived from SECRET_KEY) and in a table that only the owner reads. `migrate` puts it there.
"""

import hmac
import time
from functools import cache
from hashlib import sha256

from django.conf import settings

BLOCK = 64  # bytes that SHA-256 takes at once
MOST_SECONDS = 300  # by which the clocks of application and database may differ


@cache
def _key(secret: str) -> bytes:
    return sha256(b"pam.second-wall|" + secret.encode()).digest()


def signed(who: str) -> tuple[str, int, str]:
    """(`who`, seconds since 1970, HMAC-SHA256 over both in hex): the arguments of `pam_read_as()`.

    `who` is "" (nobody), "membership 42", "former 42" (which need no longer be in force), "principal 17 2"
    (a team or an agency, and a clearance), "job minutes" or "person 5" (who is signing in).
    """
    at = int(time.clock_gettime(time.CLOCK_REALTIME))
    return who, at, hmac.new(_key(settings.SECRET_KEY), f"{who} {at}".encode(), "sha256").hexdigest()


def pads() -> tuple[bytes, bytes]:
    """(inner, outer): the key as HMAC uses it, for the database, which has SHA-256 and no HMAC."""
    whole = _key(settings.SECRET_KEY).ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in whole), bytes(byte ^ 0x5C for byte in whole)
