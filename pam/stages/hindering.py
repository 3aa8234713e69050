"""What of a record's stages must be ended before it is merged with another."""

from pam.access.visibility import Reader
from pam.merging.mergeable import register_hindrance
from pam.records.models import Record
from pam.stages import selectors


def _asked(reader: Reader, record: Record) -> str:
    if selectors.asked_move(reader, record) is None:
        return ""
    return f"{record.reference}: a move between stages waits for approval. Decide or withdraw it first."


register_hindrance(_asked)
