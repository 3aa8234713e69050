"""Pages of documents as pictures: made by a job, each file in a confined process of its own.

Rows are the queue (`DocumentPreview`, added by a trigger with each document). A file that waits for the virus
scan waits here too; one that the scanner refused is never looked at.
"""

import logging
import time
import uuid as uuids
from pathlib import Path
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import connection

from pam.access.validation import save_valid
from pam.db.files import NotStored, atomic
from pam.db.scanned import CLOSED
from pam.records.children import written_by_child
from pam.records.models import Document, DocumentPreview
from pam.records.preview_child import MOST_WRITTEN, SECONDS

logger = logging.getLogger(__name__)
CHILD = Path(__file__).with_name("preview_child.py")
KINDS = {"application/pdf": "pdf", "image/jpeg": "picture", "image/png": "picture"}
PICTURES = {b"RIFF": "image/webp", b"\x89PNG": "image/png"}  # how each begins that a child writes
RUN_SECONDS = 30  # the system worker has other work
LIMIT = 200  # files in one run
LOCK = "pam.make_previews"
State = DocumentPreview.State


class Pages(NamedTuple):
    """How many pages a file has; a small picture of the first, and the pages that can be shown."""

    count: int
    pictures: list[bytes]


def make_previews(*, seconds: float = RUN_SECONDS) -> int:
    """Makes the previews that wait, newest first, for about `seconds`; returns how many are done. Does
    nothing while another run goes on.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    done, ends = 0, time.monotonic() + seconds
    waiting = DocumentPreview.objects.filter(state=State.WAITING).exclude(document__scan__in=CLOSED)
    try:
        for row in waiting.select_related("document").order_by("-pk")[:LIMIT]:
            if time.monotonic() > ends:
                break
            done += keep_pages(row, *_made(row.document))
    except NotStored:
        logger.warning("Previews are not made now: there is no room for their files.")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])
    return done


def _made(document: Document) -> tuple[str, Pages]:
    """(state, pages) of a document."""
    nothing = Pages(0, [])
    if document.content_type not in KINDS or document.needs_password:
        return State.NONE, nothing
    try:
        pages = pages_of(document.file, KINDS[document.content_type])
    except (OSError, ValueError) as error:
        logger.warning("The pages of document %s could not be made: %s", document.uuid, error)
        return State.FAILED, nothing
    return (State.READY if len(pages.pictures) > 1 else State.FAILED), pages


def pages_of(file, kind: str, seconds: float = SECONDS * 2) -> Pages:
    """The pages of a file of this kind (`KINDS`), made by a process that can do nothing else, in so many
    `seconds`. What it wrote is not trusted either.

    Raises ValueError if they can't be made, OSError if the file isn't there.
    """
    written = written_by_child(CHILD, kind, file, most=MOST_WRITTEN + 2**20, seconds=seconds)
    pictures, place = [], 4
    while place < len(written):
        length = int.from_bytes(written[place : place + 4])
        picture = written[place + 4 : place + 4 + length]
        if len(picture) != length or picture[:4] not in PICTURES:
            raise ValueError("it wrote no pictures")
        pictures.append(picture)
        place += 4 + length
    return Pages(min(int.from_bytes(written[:4]), 2**31 - 1), pictures)


def keep_pages(row: DocumentPreview, state: str, pages: Pages) -> int:
    """Keeps what was made for a row that waits, unless it was erased meanwhile; returns how many are kept."""
    with atomic():
        rows = DocumentPreview.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=State.WAITING)
        current = rows.first()
        if current is None:
            return 0
        current.state, current.pages, current.sha256 = state, pages.count, row.document.sha256
        if pages.pictures:
            current.ends = [sum(map(len, pages.pictures[: n + 1])) for n in range(len(pages.pictures))]
            current.file.save(uuids.uuid4().hex, ContentFile(b"".join(pages.pictures)), save=False)
        save_valid(current, update_fields=["state", "pages", "sha256", "ends", "file"])
    return 1


def picture_of(preview: DocumentPreview, number: int) -> tuple[bytes, str]:
    """(bytes, content type) of page `number` of a preview that is ready, from 1 on; of the small picture for
    0. Raises IndexError for one that there is not, OSError if the file is gone.
    """
    if not 0 <= number < len(preview.ends):
        raise IndexError(number)
    begins = preview.ends[number - 1] if number else 0
    with preview.file.open("rb") as file:
        file.seek(begins)
        picture = file.read(preview.ends[number] - begins)
    return picture, PICTURES[picture[:4]]
