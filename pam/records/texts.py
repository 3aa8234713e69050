"""What documents say, for the search: read by a job, each file in a confined process of its own.

Rows are the queue (`DocumentText`, added by a trigger with each document). A file that waits for the virus
scan waits here too; one that the scanner refused is never read. A file that can't be read says so, and
nothing else of it is lost.
"""

import logging
import time
from pathlib import Path

from django.db import connection, transaction

from pam.access.validation import save_valid
from pam.db.scanned import CLOSED
from pam.records.children import written_by_child
from pam.records.models import Document, DocumentText
from pam.records.text_child import MOST_SIGNS, PARTS, SECONDS

logger = logging.getLogger(__name__)
CHILD = Path(__file__).with_name("text_child.py")
READ = {"pdf", "txt", "csv", *PARTS}  # by the ending of the file's name
RUN_SECONDS = 30  # the system worker has other work
LIMIT = 200  # files in one run
LOCK = "pam.read_documents"


def read_documents(*, seconds: float = RUN_SECONDS) -> int:
    """Reads the texts that wait, oldest first, for about `seconds`; returns how many are done. Does nothing
    while another run goes on.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    done, ends = 0, time.monotonic() + seconds
    waiting = DocumentText.objects.filter(state=DocumentText.State.WAITING)
    open_ones = waiting.exclude(document__scan__in=CLOSED).select_related("document")
    try:
        for row in open_ones.order_by("pk")[:LIMIT]:
            if time.monotonic() > ends:
                break
            done += _keep(row, *_read(row.document))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])
    return done


def _read(document: Document) -> tuple[str, str]:
    """(state, text) of a document."""
    ending = document.name.rpartition(".")[2].lower()
    if ending not in READ:
        return DocumentText.State.NONE, ""
    if document.needs_password:
        return DocumentText.State.UNREADABLE, ""
    try:
        text = text_of(document.file, ending)
    except (OSError, ValueError) as error:
        logger.warning("The text of document %s could not be read: %s", document.uuid, error)
        return DocumentText.State.UNREADABLE, ""
    return (DocumentText.State.READ if text.strip() else DocumentText.State.NONE), text


def text_of(file, ending: str, seconds: float = SECONDS * 2) -> str:
    """The text of a file with this ending, read by a process that can do nothing else, in so many `seconds`.

    Raises ValueError if it can't be read, OSError if it isn't there.
    """
    return written_by_child(CHILD, ending, file, most=MOST_SIGNS * 4 + 1, seconds=seconds).decode()


def _keep(row, state, text):
    """Keeps what was read, unless the document was erased meanwhile."""
    with transaction.atomic():
        rows = DocumentText.objects.select_for_update().filter(pk=row.pk, state=DocumentText.State.WAITING)
        current = rows.first()
        if current is None:
            return 0
        current.state, current.text = state, text
        save_valid(current, update_fields=["state", "text"])
    return 1
