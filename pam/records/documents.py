"""What is said of documents: tags, a marking, which person they show; and changing it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Document, Record, Subject
from pam.records.own_marking import require_marking

MOST_TAGS, LONGEST_TAG = 12, 40


@dataclass(frozen=True)
class DocumentFacts:
    """What is said of a new document besides its title: tags, a marking of its own (None: the record's), and
    the person that a photograph shows.
    """

    tags: tuple[str, ...] = ()
    own_marking: int | None = None
    shows: Subject | None = None


NOTHING_SAID = DocumentFacts()


def tags_in(text: str) -> list[str]:
    """The tags in what was typed, separated by commas or lines: each once, whatever its capitals.

    Raises ValueError with a sentence for too many, or for one that is too long.
    """
    found: dict[str, str] = {}
    for piece in re.split(r"[,;\n]", text):
        tag = " ".join(piece.split())
        if len(tag) > LONGEST_TAG:
            raise ValueError(f"Each tag must be {LONGEST_TAG} characters or fewer")
        if tag:
            found.setdefault(tag.casefold(), tag)
    if len(found) > MOST_TAGS:
        raise ValueError(f"Enter at most {MOST_TAGS} tags")
    return list(found.values())


@transaction.atomic
def save_document(
    *,
    actor: Reader,
    document: Document,
    version: int,
    title: str,
    tags: Iterable[str],
    own_marking: int | None,
) -> Document:
    """Saves what is said of a document. Its marking is that of its earlier versions too, of its text, of its
    pages and of the lines of the chronology that name it.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused for a marking that is not theirs
    to give.
    """
    from pam.records.services import save_part

    record = Record.objects.get(pk=document.record_id)
    earlier = versions_before(actor, document)
    for row in (document, *earlier):
        require_marking(actor, record, own_marking, kept=row.own_marking, author_agency=row.author_agency_id)
    document.title, document.tags, document.own_marking = title, list(tags), own_marking
    save_part(actor=actor, part=document, version=version)
    for row in earlier:
        if row.own_marking != own_marking:
            row.own_marking = own_marking
            save_part(actor=actor, part=row, version=row.version)
    return document


def versions_before(reader: Reader, document: Document) -> list[Document]:
    """The earlier versions of a document that `reader` may see, the newest first."""
    rows = visibility.visible_to(reader, Document).filter(record_id=document.record_id)
    by_number, found, before = {row.pk: row for row in rows}, [], document.replaces_id
    while (row := by_number.get(before)) is not None:
        found.append(row)
        before = row.replaces_id
    return found
