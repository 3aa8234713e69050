"""A page that shows pictures of documents is one look, logged once, however many pictures it fetches."""

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

SECONDS = 900  # how long the pictures of a page that was opened can be fetched without another line


def _signer(reader, document, number):
    """A small picture, in a list, is no look at the pages."""
    what = "pages" if number else "small"
    return TimestampSigner(salt=f"records.look:{reader.membership_id}:{document.uuid}:{what}")


def picture_address(reader, document, number):
    """The address of the picture of page `number` (0: the small one of the first) of a document, for a page
    whose look is logged: fetching it is then no look of its own, for this reader and a quarter of an hour.
    """
    address = reverse("records:document_picture", args=[document.uuid, number])
    return f"{address}?look={_signer(reader, document, number).sign('').lstrip(':')}"


def is_logged(reader, document, number, look):
    """Whether `look` is of an address that `picture_address` gave this reader recently."""
    try:
        _signer(reader, document, number).unsign(f":{look}", max_age=SECONDS)
    except BadSignature:
        return False
    return True
