"""The warnings that the reader may see: of a person over records, and of everybody in one record."""

from django.db import connection
from django.db.models import Q

from pam.access import visibility
from pam.db.prepared import prepared_statements
from pam.reference.selectors.lists import attach_reference_values
from pam.subjects.models import WarningMarker
from pam.subjects.selectors.same import involved_in, is_about, live_rows_about, log_elsewhere

LIMIT = 200
MOST_NAMED = 6  # people and places in a record's head
# Whether there can be a warning in a record. Behind the second wall; the gate is asked afterwards.
POSSIBLE = """
SELECT EXISTS (SELECT 1 FROM records_subject s JOIN subjects_warningmarker w ON w.subject_id = s.id
                WHERE s.record_id = %s AND w.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM records_subject o JOIN records_subject s ON s.identity_id = o.identity_id
                 JOIN subjects_warningmarker w ON w.subject_id = s.id
                WHERE o.record_id = %s AND w.ended_at IS NULL)"""


def warnings_of(reader, subjects):
    """The warnings that have not been taken off of these subjects and of the rows that are merged into them,
    in the order of the list of warnings.
    """
    numbers = [subject.pk for subject in subjects]
    return _sorted(_live(reader).filter(Q(subject_id__in=numbers) | Q(subject__merged_into_id__in=numbers)))


def warnings_in(reader, record):
    """[(subject, [its warnings])] of those who are involved in `record`, as far as the reader may see the
    warnings, in this record or in another one that they may open. One query where there is none, else three;
    a look at another record is logged.
    """
    if not _possible(record):
        return []
    if not (own := involved_in(reader, record.pk)):
        return []
    return _by_subject(own, _of_subjects(reader, own, {record.pk}))


def attach_warnings(reader, subjects):
    """Gives each of `subjects` (through the gate) `visit_warnings`: what a person should know before they
    visit, from this record or another one that the reader may open. One query, none of no subjects; a look
    at another record is logged.
    """
    found = _of_subjects(reader, subjects, {row.record_id for row in subjects}) if subjects else []
    for subject in subjects:
        kinds = {}
        for warning in found:
            if is_about(warning, subject):
                kinds.setdefault(warning.kind_id, warning)
        subject.visit_warnings = list(kinds.values())


def _of_subjects(reader, own, records):
    """The warnings about `own`, the rows merged into them and the same in other records, in order; a look at
    records beside `records` is logged.
    """
    warnings = _sorted(live_rows_about(reader, WarningMarker, own))
    log_elsewhere(reader, warnings, records)
    return warnings


def _possible(record):
    with prepared_statements(), connection.cursor() as cursor:
        cursor.execute(POSSIBLE, [record.pk, record.pk])
        return cursor.fetchone()[0]


def _by_subject(own, warnings):
    by_number = {row.pk: row for row in own}
    shown = {row.pk: row.merged_into_id if row.merged_into_id in by_number else row.pk for row in own}
    of_identity = {row.identity_id: shown[row.pk] for row in own if row.identity_id}
    found: dict = {}
    for warning in warnings:
        number = shown.get(warning.subject_id) or of_identity.get(warning.subject.identity_id)
        if number in by_number:
            kinds = found.setdefault(number, {})
            kinds.setdefault(warning.kind_id, warning)
    return [(by_number[number], list(kinds.values())) for number, kinds in found.items()]


def head_of(reader, record):
    """What the head of each page about `record` shows of warnings, or None."""
    found = warnings_in(reader, record)
    if not found:
        return None
    return {
        "template": "subjects/parts/head.html",
        "rows": found[:MOST_NAMED],
        "more": len(found) - MOST_NAMED,
    }


def _live(reader):
    return visibility.visible_to(reader, WarningMarker).filter(ended_at=None)


def _sorted(rows):
    rows = list(rows.order_by("pk")[:LIMIT])
    attach_reference_values(rows, "kind")
    return sorted(rows, key=lambda row: (row.kind.order, row.pk))
