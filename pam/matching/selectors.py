"""Covert matches, and what waits to be compared."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection

from pam.matching.declared_settings import RULES, key_of
from pam.matching.models import Match, MatchQueueItem
from pam.reference.selectors.settings import setting
from pam.subjects.models import Particular

LIMIT = 500  # subjects in one run of the job
OF_ONE_RECORD = 3  # subjects of one record that one key points at: the ones that were there first
MAX_MUTED = 200  # rows of the page of what is muted

_HOLDERS = """
SELECT agency_id, record_id, subject_id, particular_id FROM (
  SELECT r.agency_id, s.record_id, k.subject_id, k.particular_id,
         row_number() OVER (PARTITION BY s.record_id ORDER BY k.subject_id) AS place
    FROM matching_matchkey k JOIN records_subject s ON s.id = k.subject_id
    JOIN records_record r ON r.id = s.record_id
   WHERE k.rule = %s AND k.text = %s AND s.record_id <> %s) h
 WHERE place <= %s ORDER BY subject_id"""


@dataclass(frozen=True)
class Muted:
    """A key that tells the reader's agency nothing: what people call its rule, the text ("" if the reader may
    see none of those who have it), how many records hold it, since when, and the number of a record of the
    reader's that has it (None if there is none).
    """

    rule: str
    text: str
    records: int
    since: datetime
    seen_in: int | None


def most_records():
    """How many records of one agency can hold a key before it tells that agency nothing."""
    return setting("matching.most_records")


def holders_of(rule, text, *, without):
    """{agency: {record: [(subject, particular that it was read from, or None)]}} of those that hold a key,
    but for the record `without`; all numbers. Of each record the first few: many subjects in one record count
    as one. Runs as the jobs' role.
    """
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [rule, text, without, OF_ONE_RECORD])
        for agency, record, *holder in cursor.fetchall():
            found.setdefault(agency, {}).setdefault(record, []).append(tuple(holder))
    return found


def muted_keys(reader):
    """What is muted for `reader`'s agency, newest first. Raises PermissionDenied for others than its
    supervisors.
    """
    if not reader.has_role("supervisor"):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT rule, text, records, since, seen_in FROM pam_muted_keys(%s)", [MAX_MUTED])
        return [Muted(RULES.get(rule, rule), *row) for rule, *row in cursor.fetchall()]


def muted_key(uuid):
    """Whether there is a muted key with this `uuid` that the current reader hears about."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pam_muted_keys(%s) m WHERE m.uuid = %s)", [MAX_MUTED, uuid]
        )
        return cursor.fetchone()[0]


def rules():
    """{code: label} of the rules in use."""
    return {rule: label for rule, label in RULES.items() if setting(key_of(rule))}


def matched_particulars(subjects):
    """{number of a subject: the names, addresses and numbers by which it is compared}: those that people of
    the agency that owns its record may see, since they are told. One query. Runs as the jobs' role.
    """
    owners, found = {one.pk: one.record.agency_id for one in subjects}, defaultdict(list)
    rows = Particular.objects.filter(subject_id__in=owners, removed_at=None)
    for row in rows.select_related("number_kind"):
        if row.agencies is None or owners[row.subject_id] in row.agencies:
            found[row.subject_id].append(row)
    return found


def waiting():
    """The numbers of the subjects' rows that wait to be compared, oldest first."""
    return list(MatchQueueItem.objects.order_by("pk").values_list("pk", flat=True)[:LIMIT])


def matches():
    """The matches visible to the current reader, newest first. The database asks who may."""
    return Match.objects.select_related("agency", "known", "answered_by__user")


def about(record, limit):
    """The matches of what `record` knows, newest first."""
    return list(matches().filter(record_id=record.pk)[:limit])


def match_of(uuid):
    """The match with this `uuid`, if the current reader may see it; else None."""
    return matches().filter(uuid=uuid).first()
