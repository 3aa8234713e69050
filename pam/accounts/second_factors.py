"""The secrets of second factors at rest: the person who reads the database alone, or a backup of it, can make
no code.

Keys come from `settings.MFA_KEYS`; the first one encrypts, each of them decrypts. Rows from before there were
keys are readable, and `encrypt_all()` brings everything under the first key.
"""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

MARK = "gAAAA"  # how each of Fernet's texts begins; no base32 or hex secret does
KEPT = ("secret", "seed")  # of a TOTP app; of recovery codes


@cache
def _cipher(keys):
    derived = (hashlib.sha256(b"pam.mfa" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def cipher():
    """What encrypts now."""
    return _cipher(tuple(settings.MFA_KEYS))


def encrypt(text):
    """`text` as it is kept."""
    return cipher().encrypt(text.encode()).decode()


def decrypt(kept):
    """The secret behind what is kept. Raises ImproperlyConfigured if its key is not among the keys: never an
    empty secret.
    """
    if not kept.startswith(MARK):
        return kept
    try:
        return cipher().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            "PAM_MFA_KEYS lacks the key that a second factor was kept under."
        ) from None


def encrypt_all(rows):
    """Brings the second factors `rows` (a queryset) under the first key; returns how many changed. Safe to
    repeat.

    Raises ImproperlyConfigured, and changes nothing, if one was kept under a key that is missing.
    """
    changed = 0
    with transaction.atomic():
        for row in rows.select_for_update().order_by("pk"):
            data = {
                name: _under_first_key(value) if name in KEPT else value for name, value in row.data.items()
            }
            if "migrated_codes" in data:
                data["migrated_codes"] = [_under_first_key(code) for code in data["migrated_codes"]]
            if data != row.data:
                changed += rows.filter(pk=row.pk).update(data=data)
    return changed


def _under_first_key(kept):
    if kept.startswith(MARK):
        try:
            _cipher(tuple(settings.MFA_KEYS[:1])).decrypt(kept.encode())
            return kept
        except InvalidToken:
            pass
    return encrypt(decrypt(kept))
