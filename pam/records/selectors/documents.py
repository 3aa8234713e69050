"""The documents of a record."""

import hashlib

from django.core.files.uploadedfile import UploadedFile

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Document, Record


def digest_of(upload: UploadedFile) -> str:
    """The SHA-256 of an upload, in hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def same_file(reader: Reader, record: Record, upload: UploadedFile) -> Document | None:
    """The newest document of `record` with the same bytes that `reader` may see, or None."""
    rows = visibility.visible_to(reader, Document).filter(record_id=record.pk, sha256=digest_of(upload))
    return rows.order_by("-created", "-pk").first()
