"""Reading the log: each question is a function of the database that asks itself whether the reader may.

See access/sql/audit.sql. The person who may not gets nothing, as if nothing were there.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pam.audit.models import LogEntry
from pam.oversight.models import Unusual
from pam.ui.cursors import seal_number, unseal_number

REFERENCES = 25  # of the records of one row


@dataclass(frozen=True)
class Person:
    """A membership whose looks the reader may ask about."""

    id: int
    uuid: object
    user_id: int
    name: str
    post: str
    teams: str
    live: bool


@dataclass(frozen=True)
class AuditedRecord:
    """A record as its agency's auditor knows it: by its reference, without a title."""

    id: int
    uuid: object
    reference: str
    kind: str


def _ask(question, values, make):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        columns = [column.name for column in cursor.description]
        return [make(columns, row) for row in cursor.fetchall()]


def _entry(columns, row):
    # The table's columns are in another order than the model's fields.
    found = dict(zip(columns, row, strict=True))
    fields = LogEntry._meta.concrete_fields
    return LogEntry.from_db(
        connection.alias, [field.attname for field in fields], [found[field.column] for field in fields]
    )


@dataclass(frozen=True)
class LogSlice:
    """Which lines of a log, newest first: of one `verb` (or all), `since` a moment and up to `until`, below
    the line numbered `before`, at most `limit` of them.
    """

    verb: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50

    def values(self):
        """What the log's functions in SQL take of it, in their order, after the verb."""
        return [self.since, self.until, self.before, self.limit]


NEWEST = LogSlice()


def people(*, words="", after=(None, None), limit=51):
    """The `Person`s whose looks the reader may ask about, by name; `after` is (name, id) of the last one
    shown.
    """
    return _ask(
        "SELECT * FROM pam_people(%s, NULL, %s, %s, %s)", [words, *after, limit], lambda _, row: Person(*row)
    )


def person(uuid):
    """The `Person` with this address, or None: absent,
    of another agency, or not the reader's to ask about.
    """
    found = _ask("SELECT * FROM pam_people('', %s, NULL, NULL, 1)", [uuid], lambda _, row: Person(*row))
    return found[0] if found else None


def audited_record(*, reference="", uuid=None):
    """The `AuditedRecord` of the reader's agency, for its auditors; None for all others and all else."""
    question = "SELECT * FROM pam_audited(%s, %s)"
    found = _ask(question, [reference.strip().upper(), uuid], lambda _, row: AuditedRecord(*row))
    return found[0] if found else None


def log_of_record(record_id, lines=NEWEST):
    """The log rows of a record, those of `lines` (a `LogSlice`), for the person who manages it and for its
    agency's auditors.
    """
    return _ask(
        "SELECT * FROM pam_record_access_log(%s, %s, %s, %s, %s, %s)",
        [record_id, lines.verb, *lines.values()],
        _entry,
    )


def log_of_person(uuid, lines=NEWEST):
    """The log rows of what a person did for the reader's agency, those of `lines` (a `LogSlice`)."""
    values = [uuid, lines.verb, *lines.values()]
    return _ask("SELECT * FROM pam_log_of_person(%s, %s, %s, %s, %s, %s)", values, _entry)


@dataclass(frozen=True)
class Receiver:
    """An agency that things may have been disclosed to."""

    pk: int
    uuid: object
    name: str


def agencies():
    """Every agency by name: their names are public."""
    return _ask("SELECT id, uuid, name FROM access_agency ORDER BY name", [], lambda _, row: Receiver(*row))


def disclosures(agency_id=None, lines=NEWEST):
    """The log rows of what was disclosed to an agency, or to any (None), for auditors; those of `lines`."""
    return _ask("SELECT * FROM pam_disclosed(%s, %s, %s, %s, %s)", [agency_id, *lines.values()], _entry)


def with_references(rows):
    """The same rows, each with `references`: up to REFERENCES of its records, and `unnamed`, how many more
    there are.

    One query. A record that is gone, or above the reader's clearance, is counted and not named.
    """
    asked = {row.pk: row.records for row in rows if row.records}
    named = {}
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (j->>0)::bigint, pam_references(ARRAY(SELECT "
                "jsonb_array_elements_text(j->1)::bigint), %s)"
                " FROM jsonb_array_elements(%s::jsonb) j",
                [REFERENCES, _json(asked)],
            )
            named = dict(cursor.fetchall())
    for row in rows:
        row.references = named.get(row.pk, [])
        row.unnamed = len(row.records) - len(row.references)
    return rows


def openable_reasons(rows):
    """The same rows, each with `to_open`: what the address of its reason carries, or "" where there is none
    that the reader, an auditor, may open. One query.
    """
    numbers = [row.pk for row in rows]
    found = set(_ask("SELECT pam_openable_reasons(%s::bigint[])", [numbers], lambda _, row: row[0]))
    for row in rows:
        row.to_open = seal_number(row.pk) if row.pk in found else ""
    return rows


def line_to_open(sealed):
    """The row of the log that an address of a reason speaks of, without the reason; None where the reader may
    not open it.
    """
    number = unseal_number(sealed)
    found = _ask("SELECT * FROM pam_line_to_open(%s)", [number], _entry) if number is not None else []
    return found[0] if found else None


def only(record, rows):
    """The same rows with `references` to that record alone: a list or a search held others, which are no
    business here.
    """
    for row in rows:
        row.references, row.unnamed = [record.reference], 0
    return rows


def _json(asked):
    return "[" + ", ".join(f"[{pk}, {list(records)}]" for pk, records in asked.items()) + "]"


def unusual_looking(*, state="open", before=None, limit=51):
    """The `Unusual` lines of the reader's agency, newest first, for its auditors.

    `state`: open, done or all.
    """
    rows = Unusual.objects.order_by("-id")
    if state in {"open", "done"}:
        rows = rows.filter(followed_up_at__isnull=state == "open")
    return list(rows.filter(id__lt=before)[:limit] if before else rows[:limit])


def unusual_line(uuid):
    """One `Unusual` line that the reader may follow up, or None."""
    return Unusual.objects.filter(uuid=uuid).first()
