"""The documents of a record."""

from django.core.files.uploadedfile import UploadedFile

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.filetypes import digest_of
from pam.records.models import Document, Record


def same_file(reader: Reader, record: Record, upload: UploadedFile) -> Document | None:
    """The newest document of `record` with the same bytes that `reader` may see, or None."""
    rows = visibility.visible_to(reader, Document).filter(record_id=record.pk, sha256=digest_of(upload))
    return rows.order_by("-created", "-pk").first()
