"""Cursors of pages: what the last row was, so that nobody can read or make up one.

A row's number comes from a sequence that all agencies share: two numbers that can be read tell how many rows
lie between them, seen or not. So cursors are sealed with the secret key, and the same row always gives the
same text.
"""

import base64
import hashlib
import json
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

LONGEST = 2000  # characters, enough for a title in any script; longer ones are none of ours


@cache
def _cipher(key):
    return AESSIV(hashlib.sha512(b"pam.cursor" + key.encode()).digest())


def seal(values):
    """A cursor for an address, of a list of times, dates, numbers and texts."""
    # Whole microseconds: a rounded time would skip rows or show them twice.
    raw = json.dumps(values, default=lambda v: v.isoformat() if hasattr(v, "isoformat") else str(v))
    sealed = _cipher(settings.SECRET_KEY).encrypt(raw.encode(), None)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(text):
    """The list of a cursor (times and dates as text), or None for an empty one and one that pam did not give
    out.
    """
    if not text or len(text) > LONGEST:
        return None
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return json.loads(_cipher(settings.SECRET_KEY).decrypt(sealed, None))
    except (ValueError, InvalidTag):
        return None


def seal_number(number):
    """A cursor of one row's number."""
    return seal([number])


def unseal_number(text):
    """The number of a cursor, or None for none and for one that pam did not give out."""
    values = unseal(text)
    return values[0] if values and len(values) == 1 and isinstance(values[0], int) else None
