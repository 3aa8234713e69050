"""How people can be reached in safety: the one place that each page, file and action asks."""

from django.db import connection

from pam.db.prepared import prepared_statements
from pam.subjects.models import SafeContact
from pam.subjects.selectors.same import involved_in, is_about, live_rows_about, log_elsewhere

LIMIT = 200
MOST_NAMED = 6  # people in a record's head
# Whether there can be one in a record. Behind the second wall; the gate is asked afterwards.
POSSIBLE = """
SELECT EXISTS (SELECT 1 FROM records_subject s JOIN subjects_safecontact c ON c.subject_id = s.id
                WHERE s.record_id = %s AND c.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM records_subject o JOIN records_subject s ON s.identity_id = o.identity_id
                 JOIN subjects_safecontact c ON c.subject_id = s.id
                WHERE o.record_id = %s AND c.ended_at IS NULL)"""


def attach_safe_contacts(reader, subjects):
    """Gives each of `subjects` (through the gate) `safe_contacts`: how they can be reached, from this record
    first and then from others that the reader may open. One query, none of no subjects; a look at another
    record is logged.
    """
    found = []
    if subjects:
        found = list(live_rows_about(reader, SafeContact, subjects).order_by("-checked_on", "-pk")[:LIMIT])
        log_elsewhere(reader, found, {row.record_id for row in subjects})
    for subject in subjects:
        own = [row for row in found if is_about(row, subject)]
        subject.safe_contacts = sorted(own, key=lambda row: row.record_id != subject.record_id)


def attach_to_rows(reader, rows):
    """Gives the subject of each of `rows` (through the gate, with their subjects) `safe_contacts`."""
    attach_safe_contacts(reader, [row.subject for row in rows])


def safe_contacts_in(reader, record):
    """[subject] of those in `record` who have `safe_contacts`. One query where there is none, else three."""
    if not _possible(record):
        return []
    rows = [row for row in involved_in(reader, record.pk) if row.merged_into_id is None][:LIMIT]
    attach_safe_contacts(reader, rows)
    return [row for row in rows if row.safe_contacts]


def head_of(reader, record):
    """What the head of each page about `record` shows of safe contact, or None."""
    found = safe_contacts_in(reader, record)
    if not found:
        return None
    return {
        "template": "subjects/parts/safe_head.html",
        "rows": found[:MOST_NAMED],
        "more": len(found) - MOST_NAMED,
    }


def _possible(record):
    with prepared_statements(), connection.cursor() as cursor:
        cursor.execute(POSSIBLE, [record.pk, record.pk])
        return cursor.fetchone()[0]
