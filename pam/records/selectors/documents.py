"""The documents of a record."""

from collections import Counter

from django.core.files.uploadedfile import UploadedFile

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.declared_lists import TAGS
from pam.records.filetypes import digest_of
from pam.records.models import Document, Record
from pam.reference.selectors.lists import offered_values

OFFERED = 20  # tags that a form names


def tags_used(reader: Reader, record: Record) -> list[str]:
    """The tags of the record's documents that the reader may see, those used most first. Of other records
    none: naming them would be a look at these.
    """
    rows = visibility.visible_to(reader, Document).filter(record_id=record.pk).exclude(tags=[])
    counted = Counter(tag for tags in rows.values_list("tags", flat=True) for tag in tags)
    return [tag for tag, _ in counted.most_common(OFFERED)]


def tags_offered(reader: Reader, used: list[str]) -> list[str]:
    """The tags to choose from: those `used` before, then those of the list that the reader's agency keeps."""
    listed = offered_values(TAGS, reader.agency_id).values_list("label", flat=True)
    known = {tag.casefold() for tag in used}
    return [*used, *(label for label in listed if label.casefold() not in known)][:OFFERED]


def same_file(reader: Reader, record: Record, upload: UploadedFile) -> Document | None:
    """The newest document of `record` with the same bytes that `reader` may see, or None."""
    rows = visibility.visible_to(reader, Document).filter(record_id=record.pk, sha256=digest_of(upload))
    return rows.order_by("-created", "-pk").first()
