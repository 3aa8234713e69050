"""Many new records of one kind at once: what `create_record` does, in a constant number of queries for each
`CHUNK` of them.

Only who is named on a record and is not of its owner team costs statements of their own.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction

from pam.access.models import Team
from pam.access.validation import require_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.typed import clean_before_saving
from pam.records import bulk
from pam.records.beginnings import after_beginning, before_beginning, require_may_begin
from pam.records.happenings import happened_to_new
from pam.records.kinds import kind_of
from pam.records.models import Batch, Entry, Record
from pam.records.named_people import name_people

About = Callable[[Any], AbstractContextManager]


@transaction.atomic
def create_records(
    *, actor: Reader, records: Sequence[Record], operation: str, about: About = lambda record: nullcontext()
) -> Batch:
    """Keeps new, unsaved records of one kind, one at least, with their history, one line in the log, and each
    the first line of its chronology; returns their `Batch`, with them in its `parts`.

    Raises as `create_record` does; what is refused of one of them is raised within `about(record)`.
    """
    for record in records:
        with about(record):
            require_may_begin(actor, record)
    before_beginning(actor, records)
    for record in records:
        with about(record):
            require_valid(record)
    _insert(records)
    _name(actor, records, about)
    batch = bulk.batch_of(actor, records, operation, added=True)
    bulk.keep_history(actor, batch, records)
    log(actor, Verb.COLLECTION, operation, [record.pk for record in records], detail=f"batch {batch.uuid}")
    lines = [(row.pk, None, Entry.Kind.CHANGE, f"{row.kind_label} created", "") for row in records]
    bulk.chronicle_records(actor=actor, batch=batch, lines=lines)
    happened_to_new(actor=actor, records=records, code="record.opened")
    after_beginning(actor, records)
    return batch


def _insert(records):
    """Inserts both rows of each: Django's own `bulk_create` refuses a model with two tables. Then reads what
    the database works out.
    """
    model = type(records[0])
    own = [field.attname for field in Record._meta.concrete_fields if not field.primary_key]
    for at in range(0, len(records), bulk.CHUNK):
        some = records[at : at + bulk.CHUNK]
        for record in some:
            clean_before_saving(model, record)
            record.work_out_identifiers()
        spines = [Record(**{name: getattr(record, name) for name in own}) for record in some]
        bulk.rows(Record).bulk_create(spines)
        for record, spine in zip(some, spines, strict=True):
            record.pk = record.id = spine.pk
            record._state.adding, record._state.db = False, DEFAULT_DB_ALIAS
        fields = model._meta.local_concrete_fields
        bulk.rows(model)._insert(some, fields=fields, using=DEFAULT_DB_ALIAS)
        names = ("reference", "agency_id", "readers", "lapses_at")
        found = bulk.rows(Record).filter(pk__in=[record.pk for record in some]).values("pk", *names)
        by_number = {row["pk"]: row for row in found}
        for record in some:
            for name in names:
                setattr(record, name, by_number[record.pk][name])


def _name(actor, records, about):
    """Who is named and is of the owner team opens it by that; others are named on each."""
    kind = kind_of(records[0].kind)
    fields = [field for field, _ in kind.named_roles]
    members: dict[int, set[int]] = {}
    for team in {record.team_id for record in records}:
        rows = Team.objects.filter(pk=team).values_list("members", flat=True)
        members[team] = set(rows)
    for record in records:
        named = {getattr(record, f"{field}_id", None) for field in fields} - {None}
        if named - members[record.team_id]:
            with about(record):
                name_people(actor, record)
