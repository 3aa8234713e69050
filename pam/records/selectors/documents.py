"""The documents of a record."""

from collections import Counter

from django.core.files.uploadedfile import UploadedFile

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.filetypes import digest_of
from pam.records.models import Document, Record

LOOKED_AT = 500  # documents whose tags are offered again
OFFERED = 20


def tags_used(reader: Reader, record: Record) -> list[str]:
    """The tags of the record's documents, and those that the reader's agency has used most of late."""
    rows = visibility.visible_to(reader, Document).exclude(tags=[])
    here = rows.filter(record_id=record.pk)
    ours = rows.filter(author_agency_id=reader.agency_id).order_by("-pk")[:LOOKED_AT]
    counted: Counter[str] = Counter()
    for found, weight in ((here, LOOKED_AT), (ours, 1)):
        for tags in found.values_list("tags", flat=True):
            for tag in tags:
                counted[tag] += weight
    return [tag for tag, _ in counted.most_common(OFFERED)]


def same_file(reader: Reader, record: Record, upload: UploadedFile) -> Document | None:
    """The newest document of `record` with the same bytes that `reader` may see, or None."""
    rows = visibility.visible_to(reader, Document).filter(record_id=record.pk, sha256=digest_of(upload))
    return rows.order_by("-created", "-pk").first()
