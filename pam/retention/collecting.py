"""What an agency holds on a person, gathered past the gate for a subject access request: functions made of
the models.

They believe no caller: without a request (SubjectRequest), the role and the clearance, pam_subjects_held()
and pam_named_elsewhere() find nobody, and so pam_subject_parts() and pam_named_rows() gather nothing. Only
what is addressed to the agency, in records that it owns, and what it was sent or keeps itself.
"""

import csv
import io
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass, field

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.db.checks import rule_of
from pam.db.may_see import IN_SQL, MARKED, render
from pam.db.scanned import CLOSED, Scan
from pam.records.fields import PartialDateField
from pam.records.models import Record, UntrackedPart
from pam.records.selectors.history import HIDDEN_FIELDS
from pam.reference.models import ReferenceValue
from pam.ui.dates import long_date, long_moment
from pam.ui.spreadsheets import harmless

LIMIT = 200  # people that one request may find
MAX_ROWS = 20_000  # in one file, and
MAX_BYTES = 1024**3  # of documents in it: beyond that one collects fewer people at a time
EXPORTED_FIELD_TYPES = (
    models.CharField,
    models.TextField,
    models.DateField,
    models.IntegerField,
    models.BooleanField,
)
NOT_EXPORTED = HIDDEN_FIELDS | {
    "position",
    "number",
    "size",
    "content_type",
    "retention_due",
    "identifiers",
    "needs_password",
}


def _parts():
    return [m for m in apps.get_models() if issubclass(m, UntrackedPart) and not getattr(m, "repeats", False)]


def _cleared(rule):
    """The SQL condition that the reader is cleared for a row `t` itself: for a marking of its own, and for
    each other record that it names.
    """
    found = ""
    if rule.marked:
        found += " AND " + render(MARKED, IN_SQL | {"marked": f"t.{rule.marked}"})[0]
    named = [f"o.id = t.{name}_id" for name in rule.also]
    named += [f"o.id = ANY (t.{rule.speaks_of})"] if rule.speaks_of else []
    for condition in named:
        found += (
            f" AND NOT EXISTS (SELECT 1 FROM records_record o WHERE {condition}"
            f" AND o.marking > {IN_SQL['clearance']})"
        )
    return found


def functions():
    """pam_subject_parts(wanted_id, subjects): everything in the records of these people, as [(model, record,
    reference, row)].
    """
    own = "r.agency_id = pam_agency() AND r.marking <= pam_clearance()"
    selects = [
        (
            "SELECT 'records.Record', r.id, r.reference::text, to_jsonb(r) FROM records_record r "
            f"WHERE r.id = ANY (found) AND {own}"
        )
    ]
    for kind in (m for m in apps.get_models() if Record in m._meta.parents):
        selects.append(
            f"SELECT '{kind._meta.label}', r.id, r.reference::text, to_jsonb(t) FROM {kind._meta.db_table} t"
            f" JOIN records_record r ON r.id = t.record_ptr_id WHERE r.id = ANY (found) AND {own}"
        )
    for part in _parts():
        about = [
            f.column for f in part._meta.local_fields if f.remote_field and f.remote_field.model is Record
        ]
        ours = " OR ".join(f"t.{column} = ANY (found)" for column in about)
        selects.append(
            f"SELECT '{part._meta.label}', r.id, r.reference::text, to_jsonb(t) FROM {part._meta.db_table} t"
            f" JOIN records_record r ON r.id = t.record_id WHERE ({ours}) AND {own}"
            f" AND {{{{for_us_t}}}}{_cleared(rule_of(part))}"
        )
    # What is no part, and names the join from its row `t` to the record `r` that it led to.
    for model in (m for m in apps.get_models() if hasattr(m, "collected_through")):
        selects.append(
            f"SELECT '{model._meta.label}', r.id, r.reference::text, to_jsonb(t) "
            f"FROM {model._meta.db_table} t {model.collected_through} WHERE r.id = ANY (found) AND {own}"
        )
    yield _named_elsewhere()
    yield _named_rows()
    gather = "\n  UNION ALL ".join(selects)
    yield (
        "CREATE OR REPLACE FUNCTION pam_subject_parts(wanted_id uuid, subjects bigint[])"
        " RETURNS TABLE (model text, record bigint, reference text, "
        "part jsonb) LANGUAGE plpgsql STABLE SECURITY DEFINER"
        " SET search_path = public, pg_temp AS $$ DECLARE found bigint[]; BEGIN\n"
        f"  found := ARRAY(SELECT h.record FROM pam_subjects_held(wanted_id, {LIMIT}) h "
        "WHERE h.id = ANY (subjects));\n"
        f"  RETURN QUERY {gather}\n  LIMIT {MAX_ROWS + 1};\nEND $$"
    )


def _naming():
    """The models whose rows name a person that no record has as one, with how (pam/retention/naming.py)."""
    return [(model, model.named_in) for model in apps.get_models() if hasattr(model, "named_in")]


def _named_elsewhere():
    """pam_named_elsewhere(wanted_id, max_rows): the rows that name the person of a request."""
    selects = []
    for model, named in _naming():
        born = "true"
        if named.dated:
            born = (
                f"(q.born IS NULL OR t.{named.born} IS NULL OR (pam_born_from(t.{named.born}) <= "
                f"pam_born_to(q.born) AND pam_born_from(q.born) <= pam_born_to(t.{named.born})))"
            )
        selects.append(
            f"SELECT '{model._meta.label}'::text, t.id, {named.record}::bigint, ({named.reference})::text,"
            f" t.{named.name}::text, t.{named.born}::text,"
            f" pam_name(pam_fold(t.{named.name})) @@ whole,"
            f" pam_likeness(pam_fold(t.{named.name}), typed)"
            f" FROM {model._meta.db_table} t {named.joins} WHERE ({named.ours}) AND {born}"
            f" AND pam_name(pam_fold(t.{named.name})) @@ alike"
        )
    found = "\n  UNION ALL ".join(selects)
    return (
        "CREATE OR REPLACE FUNCTION pam_named_elsewhere(wanted_id uuid, max_rows int)"
        " RETURNS TABLE (source text, id bigint, record bigint, reference text, name text, born text,"
        " exact boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
        " AS $$\n"
        "DECLARE q retention_subjectrequest; words text[]; typed text[]; whole tsquery; alike tsquery;\n"
        "BEGIN\n"
        "  SELECT * INTO q FROM retention_subjectrequest x"
        " WHERE x.uuid = wanted_id AND x.agency_id = pam_agency();\n"
        "  words := array_remove(string_to_array(pam_fold(q.name), ' '), '');\n"
        f"  IF q.id IS NULL OR NOT pam_has_role('{{{Membership.Role.DATA_PROTECTION.value}}}')"
        " OR cardinality(words) = 0 THEN RETURN; END IF;\n"
        "  whole := (SELECT string_agg(quote_literal(w), '&') FROM unnest(words) w)::tsquery;\n"
        "  typed := pam_other_forms(words);\n"
        "  alike := whole || pam_alike_query(typed);\n"
        "  RETURN QUERY SELECT f.source, f.id, f.record, f.reference, f.name, f.born, f.exact"
        f" FROM ({found}) f (source, id, record, reference, name, born, exact, likeness)"
        " WHERE f.exact OR f.likeness >= 0.6"
        " ORDER BY f.exact DESC, f.likeness DESC, f.source, f.id DESC LIMIT max_rows;\nEND $$"
    )


def _named_rows():
    """pam_named_rows(wanted_id, chosen): what is collected with each of `chosen` ("model:number")."""
    selects = []
    for model, named in _naming():
        for label, join, condition in named.rows:
            table = apps.get_model(label)._meta.db_table
            selects.append(
                f"SELECT '{label}', h.record, h.reference, to_jsonb(x) FROM held h"
                f" JOIN {model._meta.db_table} t ON h.source = '{model._meta.label}' AND t.id = h.id"
                f" JOIN {table} x ON {join} {named.joins} WHERE {condition}"
            )
    gather = "\n  UNION ALL ".join(selects)
    return (
        "CREATE OR REPLACE FUNCTION pam_named_rows(wanted_id uuid, chosen text[])"
        " RETURNS TABLE (model text, record bigint, reference text, part jsonb)"
        " LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$\n"
        "BEGIN\n"
        f"  RETURN QUERY WITH held AS MATERIALIZED (SELECT n.* FROM pam_named_elsewhere(wanted_id, {LIMIT}) n"
        f" WHERE n.source || ':' || n.id = ANY (chosen))\n  {gather}\n  LIMIT {MAX_ROWS + 1};\nEND $$"
    )


@dataclass
class Held:
    """One row that the agency holds: in which record, what it is, who wrote it, and its fields in words."""

    record: int | None
    reference: str
    part_kind: str
    by: str
    fields: list = field(default_factory=list)
    file: str = ""  # its name in storage
    name: str = ""  # its name in the collection


def held(request, subjects, elsewhere=()):
    """Everything in the records of the people numbered `subjects`, and what is kept `elsewhere` of who is
    named there ("model:number"), as [`Held`], by record and kind.

    Raises Refused for more than one file may hold.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT model, record, reference, part::text FROM pam_subject_parts(%s, %s) UNION ALL "
            "SELECT model, record, reference, part::text FROM pam_named_rows(%s, %s)",
            [request.uuid, list(subjects), request.uuid, list(elsewhere)],
        )
        once = {}
        for label, record, reference, part in cursor.fetchall():
            row = json.loads(part)
            key = (label, row.get("id") or row.get("record_ptr_id"))
            once.setdefault(key, (apps.get_model(label), record, reference, row))
        rows = list(once.values())
    if len(rows) > MAX_ROWS or sum(part.get("size") or 0 for *_, part in rows) > MAX_BYTES:
        raise Refused(
            f"That is more than one file may hold ({MAX_ROWS:,} rows, "
            f"{filesizeformat(MAX_BYTES)} of documents). Select fewer "
            "rows, and collect the others in a second file.",
            code="too_much",
            field="people",
        )
    authors = {row.pk: str(row) for row in Membership.objects.select_related("user", "agency").filter(
        pk__in={part["author_id"] for *_, part in rows if part.get("author_id")}
    )}  # fmt: skip
    labels = dict(ReferenceValue.objects.values_list("pk", "label"))
    order = {model: number for number, model in enumerate([Record, *(m for m in apps.get_models())])}
    rows.sort(key=lambda row: (row[2], order[row[0]], row[3].get("created") or "", row[3].get("id") or 0))
    return [found for row in rows if (found := _held(authors, labels, *row)).fields or found.file]


def _held(authors, labels, model, record, reference, part):
    name = str(model._meta.verbose_name)
    found = Held(record, reference, name[:1].upper() + name[1:], authors.get(part.get("author_id"), ""))
    own = model._meta.local_fields if Record in model._meta.parents else model._meta.fields
    for column in own:
        value = part.get(column.column)
        if isinstance(column, models.FileField):
            found.file = value or ""
        elif column.related_model is ReferenceValue and value:
            found.fields.append((_label(column), labels.get(value, "")))
        elif (
            isinstance(column, EXPORTED_FIELD_TYPES)
            and column.name not in NOT_EXPORTED
            and value not in (None, "")
        ):
            found.fields.append((_label(column), _words(column, value)))
    if issubclass(model, UntrackedPart):
        found.fields += model.more_to_disclose(part)
    if found.file and part.get("scan") in CLOSED:
        found.fields.append(("File", f"Left out: {Scan(part['scan']).label.lower()}"))
        found.file = ""
    return found


def _label(column):
    label = str(column.verbose_name)
    return label[:1].upper() + label[1:]


def _words(column, value):
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(column, PartialDateField):
        return str(column.to_python(value))
    if isinstance(column, models.DateTimeField):
        return long_moment(column.to_python(value))
    return long_date(column.to_python(value)) if isinstance(column, models.DateField) else str(value)


def packed(request, rows):
    """A ZIP file, at its beginning, for a person to review: a page to read, tables, and the documents."""
    file = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for number, row in enumerate((row for row in rows if row.file), 1):
            given = dict(row.fields).get("File name", "file")
            row.name = (
                f"documents/{row.reference}-{number:03d}-{re.sub(r'[^A-Za-z0-9._-]+', '_', given)[-80:]}"
            )
            _add_file(out, row)
        context = {"request": request, "rows": rows, "now": timezone.now()}
        out.writestr("read-me-first.html", render_to_string("retention/subject_file.html", context))
        out.writestr("everything.csv", _table(rows))
        out.writestr(
            "everything.json", json.dumps([_plain(row) for row in rows], indent=1, ensure_ascii=False)
        )
    file.seek(0)
    return file


def _add_file(out, row):
    try:
        with default_storage.open(row.file) as source, out.open(row.name, "w") as target:
            while chunk := source.read(1024 * 1024):
                target.write(chunk)
    except FileNotFoundError:
        row.fields.append(("File", "Missing on the disk: ask those who run pam"))
        row.name = ""


def _plain(row):
    return {
        "record": row.reference,
        "part_kind": row.part_kind,
        "written_by": row.by,
        "fields": dict(row.fields),
        "file": row.name,
    }


def _table(rows):
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["Record", "What", "Written by", "Field", "Text"])
    for row in rows:
        for label, words in row.fields:
            out.writerow([harmless(cell) for cell in (row.reference, row.part_kind, row.by, label, words)])
    return "\ufeff" + text.getvalue()
