"""Which form a draft is of, as its page says it: signed for the person and agency that it was made for."""

import hashlib
import json
from dataclasses import dataclass

from django.core import signing

from pam.access.visibility import Reader
from pam.forms.numbers import owner_of

_signer = signing.Signer(salt="pam.drafts")


@dataclass(frozen=True)
class DraftKey:
    """A form: the address of its page, the address that it is sent to, the names of its boxes for text."""

    page: str
    action: str
    names: tuple[str, ...]

    @property
    def form(self) -> str:
        """The SHA-256 of the names: what tells it from another form that is sent to the same address."""
        return hashlib.sha256(json.dumps(sorted(self.names)).encode()).hexdigest()


def signed(reader: Reader, key: DraftKey) -> str:
    """The key as the page carries it."""
    return _signer.sign_object([owner_of(reader), key.page, key.action, list(key.names)], compress=True)


def read(reader: Reader, text: str) -> DraftKey | None:
    """The key that `signed` made for `reader`; None for any other text, and for another person's."""
    try:
        owner, page, action, names = _signer.unsign_object(text)
    except signing.BadSignature:
        return None
    return DraftKey(page, action, tuple(names)) if owner == owner_of(reader) else None
