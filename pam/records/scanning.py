"""The virus scan of files, by a job that connects as the jobs' role. Saving a file never waits for it.

One run goes on at a time, and a scanner that is away or hangs ends it: the files wait, and the next run tries
again.
"""

import logging
import time
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from pam.access.validation import save_valid
from pam.audit.services import Verb, log_of_job
from pam.db.clamd import ScannerAway, ScannerRefused, scan
from pam.db.scanned import Scan, ScannedFile
from pam.notifications.services import enqueue
from pam.records.models import Document, Entry
from pam.records.refused_files import REFUSED, people_to_tell

logger = logging.getLogger(__name__)
RUN_SECONDS = 30  # the system worker has other work
LIMIT = 200  # files of one model in one run
LOCK = "pam.scan_files"


def scan_files(state: Scan = Scan.WAITING, *, seconds: float = RUN_SECONDS) -> int:
    """Scans the files in `state`, newest first, for about `seconds`; returns how many are done.

    Does nothing without a scanner, or while another run goes on. A file that the scanner won't read, or that
    is missing, stays as it is, and the worker's log says so.
    """
    if not settings.CLAMD or not _claimed():
        return 0
    done, ends = 0, time.monotonic() + seconds
    try:
        for row in _rows(state):
            if time.monotonic() > ends:
                break
            done += _scan(row)
    except ScannerAway as error:
        logger.warning("The virus scanner does not answer; new files wait: %s", error)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])
    return done


def _claimed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
        return cursor.fetchone()[0]


def _rows(state) -> Iterator[ScannedFile]:
    for model in apps.get_models():
        if issubclass(model, ScannedFile):
            rows = model._default_manager.filter(scan=state).exclude(file="").order_by("-pk")
            yield from rows[:LIMIT]


def _scan(row):
    """Scans one file and keeps what was found. Raises ScannerAway."""
    try:
        with row.file.open("rb") as file:
            found = scan(file, settings.CLAMD)
    except ScannerRefused as error:
        logger.error(
            "The virus scanner does not read %s %s, which waits: %s", row._meta.label, row.uuid, error
        )
        return 0
    except FileNotFoundError:
        logger.error("The file of %s %s is missing and was not scanned.", row._meta.label, row.uuid)
        return 0
    with transaction.atomic():
        rows = type(row)._default_manager.select_for_update()
        current = rows.filter(pk=row.pk, file=row.file.name, scan=row.scan).first()
        if current is None:  # erased, or another file by now
            return 0
        current.scan, current.scan_note = (Scan.INFECTED, found) if found else (Scan.CLEAN, "")
        save_valid(current, update_fields=["scan", "scan_note"])
        if found:
            _tell(current)
    return 1


def _tell(row):
    """Logs that a file was refused and tells who added it; a document's record has it in its chronology."""
    detail = f"{row._meta.object_name} {row.uuid}: {row.scan_note}"
    record = getattr(row, "record_id", None)
    log_of_job(Verb.ALTERATION, "virus found", [record] if record else [], detail=detail)
    logger.warning("The virus scanner refused %s", detail)
    if isinstance(row, Document):
        _write_down(row)
    enqueue(REFUSED, row.uuid, people_to_tell(row))


def _write_down(row):
    entry = Entry(
        record_id=row.record_id,
        author_id=row.author_id,
        author_agency_id=row.author_agency_id,
        agencies=row.agencies,
        own_marking=row.own_marking,
        kind=Entry.Kind.DOCUMENT,
        title=f"Document refused by the virus scanner: {row.title}"[:200],
        text=f"It found {row.scan_note}. No one can open the file.",
    )
    save_valid(entry)
