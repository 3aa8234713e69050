"""Many parts at once: each with its history, all with one line in the log and one number to undo them by.

A constant number of queries for each `CHUNK` rows. What a single save asks is asked here too: the level on
each record, the model's own rules, the version, and whether the actor still sees the rows afterwards.
"""

from contextlib import nullcontext

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.models import User
from pam.access.validation import require_valid, save_valid
from pam.audit.services import Verb, log
from pam.db.typed import clean_before_saving
from pam.records.findable import Findable
from pam.records.models import Batch, Entry
from pam.records.services import address, is_for_all

CHUNK = 500  # rows in one statement


def _about(part):
    return nullcontext()


def add_parts(*, actor, record, parts, agencies=None, level=Level.CONTRIBUTE, operation):
    """Keeps new `parts` of one model on `record`, for `agencies`; returns their `Batch`, with its `parts`.

    Raises PermissionDenied below `level`, Refused for none, and as `address` and `require_valid`.
    """
    for part in parts:
        part.record = record
    return add_to_records(actor=actor, parts=parts, agencies=agencies, level=level, operation=operation)


@transaction.atomic
def add_to_records(*, actor, parts, agencies=None, level=Level.CONTRIBUTE, operation, about=_about):
    """Keeps new `parts` of one model, each on its own `record`, as `add_parts` does. What is refused of one
    of them is raised within `about(part)`.
    """
    if not parts:
        raise Refused("There is nothing to add.", code="missing", field="parts")
    numbers = sorted({part.record_id for part in parts})
    _require_level(actor, numbers, level)
    for part in parts:
        with about(part):
            address(part, actor, agencies)
            require_valid(part)
    return keep_parts(actor, parts, operation)


def keep_parts(actor, parts, operation):
    """Keeps new parts of one model that are addressed and valid; returns their `Batch`, with its `parts`.
    Part of a verb that asked for the level.
    """
    insert(parts)
    batch = batch_of(actor, parts, operation, added=True)
    keep_history(actor, batch, parts)
    _touch(parts)
    _log(actor, Verb.COLLECTION, batch, sorted({part.record_id for part in parts}))
    return batch


def insert(parts):
    """Inserts new rows of one model, their texts cleaned and findable as those of a single save."""
    for part in parts:
        clean_before_saving(type(part), part)
        if isinstance(part, Findable):
            part.work_out_identifiers()
    rows(type(parts[0])).bulk_create(parts, batch_size=CHUNK)


@transaction.atomic
def change_parts(*, actor, parts, fields, operation, undoes=None, also=None):
    """Saves `fields` of `parts` of one model, which were read through the gate and changed since.

    `also(row)` says of a row, as it is kept, whether the actor may change it without the level that it asks.
    Returns (their `Batch`, those that a person saved meanwhile: these are left as they are); the batch is
    None if all of them are. Raises PermissionDenied for one that the actor may not change; Refused for none,
    as `require_valid`, or if the actor would no longer see them.
    """
    if not parts:
        raise Refused("There is nothing to change.", code="missing", field="parts")
    numbers = sorted({part.record_id for part in parts})
    _require_change(actor, parts, also)
    parts, left = _lock(parts)
    if not parts:
        return None, left
    for part in parts:
        part.version, part.updated = part.version + 1, timezone.now()
        require_valid(part, fields=fields)
    batch = batch_of(actor, parts, operation, fields=fields, undoes=undoes)
    rows(type(parts[0])).bulk_update(parts, [*fields, "version", "updated"], batch_size=CHUNK)
    keep_history(actor, batch, parts, update=True)
    if visibility.visible_to(actor, type(parts[0])).filter(pk__in=batch.rows).count() != len(parts):
        raise Refused(
            "After that change you could not open them yourself, so nothing was saved.", code="would_hide_it"
        )
    _touch(parts)
    _log(actor, Verb.ALTERATION, batch, numbers)
    return batch, left


@transaction.atomic
def undo(*, actor, batch):
    """Gives the rows of a batch of changes the values that they had before; returns (its `Batch`, those that
    were changed since, or that the actor may no longer change: these are left as they are).

    Raises PermissionDenied for another person's batch; Refused for one that was undone, one that added rows
    (its room ends these, see `unchanged`), or as `change_parts`.
    """
    batch = claim(actor, batch)
    if batch.added:
        raise Refused("What was added is ended, not changed back.", code="added")
    parts, left = unchanged(actor, batch)
    reached = visibility.levels(actor, {part.record_id for part in parts})
    gone = [part for part in parts if not visibility.may_change(actor, part, reached[part.record_id])]
    parts, left = [part for part in parts if part not in gone], left + gone
    restore(parts, batch)
    if not parts:
        return None, left
    undone, late = change_parts(
        actor=actor, parts=parts, fields=batch.fields, operation=f"undo {batch.operation}", undoes=batch
    )
    return undone, left + late


def claim(actor, batch):
    """The actor's own batch, locked and marked as undone. Raises PermissionDenied, or Refused if it was
    undone before.
    """
    row = Batch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if row is None or row.made_by_id != actor.membership_id:
        raise PermissionDenied
    if row.undone_at:
        raise Refused("This was undone already.", code="already_undone")
    row.undone_at = timezone.now()
    return save_valid(row, update_fields=["undone_at"])


def unchanged(actor, batch):
    """(the rows of a batch that nobody changed since, those that a person did), as `actor` sees them."""
    model = apps.get_model(batch.model)
    found = list(visibility.visible_to(actor, model).filter(pk__in=batch.rows).order_by("pk"))
    latest = model.history.filter(id__in=batch.rows).order_by("id", "-history_id").distinct("id")
    last = dict(latest.values_list("id", "history_batch"))
    return (
        [row for row in found if last.get(row.pk) == batch.pk],
        [row for row in found if last.get(row.pk) != batch.pk],
    )


def restore(parts, batch):
    """Gives `parts` (rows of one model) the values of `batch.fields` from before the batch, unsaved."""
    model = apps.get_model(batch.model)
    earlier = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    earlier = earlier.order_by("-history_id").values("history_id")[:1]
    own = model.history.filter(id__in=[part.pk for part in parts], history_batch=batch.pk)
    before = own.annotate(before=Subquery(earlier)).values_list("before", flat=True)
    found = {row.id: row for row in model.history.filter(history_id__in=list(before))}
    names = [model._meta.get_field(name).attname for name in batch.fields]
    for part in parts:
        for name in names:
            setattr(part, name, getattr(found[part.pk], name))


def chronicle_parts(*, actor, batch, lines):
    """Adds a line to the chronology of a record for each part: `lines` are [(part, kind, title, text)], each
    for the same agencies as its part. Part of the verb that made `batch`.
    """
    told = [(part.record_id, part.agencies, kind, title, text) for part, kind, title, text in lines]
    return chronicle_records(actor=actor, batch=batch, lines=told)


@transaction.atomic
def chronicle_records(*, actor, batch, lines):
    """Adds lines to the chronologies of records: [(number of the record, agencies, kind, title, text)]. Part
    of the verb that made `batch`.
    """
    now, entries = timezone.now(), []
    for number, agencies, kind, title, text in lines:
        entry = Entry(kind=kind, title=title[:200], text=text, happened_at=now, record_id=number)
        entry.author_id, entry.author_agency_id = actor.membership_id, actor.agency_id
        entry.agencies = agencies
        require_valid(entry)
        entries.append(entry)
    insert(entries)
    keep_history(actor, batch, entries)
    return entries


def rows(model):
    """The rows of a tracked model without the guard of its manager: who writes them writes their history."""
    return QuerySet(model)


def _require_level(actor, numbers, level):
    """Raises PermissionDenied unless `actor` may go to `level` with each of the records; one query."""
    reached = visibility.levels(actor, numbers).values()
    if any(reach < Level.VIEW for reach in reached):
        raise NoLongerVisible
    if any(reach < level for reach in reached):
        raise PermissionDenied


def _require_change(actor, parts, also):
    """Raises PermissionDenied unless `actor` may change each of `parts` as it is kept; two queries."""
    kept = list(rows(type(parts[0])).filter(pk__in=[part.pk for part in parts]))
    reached = visibility.levels(actor, {part.record_id for part in kept})
    if len(kept) < len(parts) or any(reach < Level.VIEW for reach in reached.values()):
        raise NoLongerVisible
    allowed = (visibility.may_change(actor, part, reached[part.record_id]) for part in kept)
    if not all(may or (also is not None and also(part)) for may, part in zip(allowed, kept, strict=True)):
        raise PermissionDenied


def _lock(parts):
    """(those of `parts` that are still at their version, locked, the others)."""
    found = rows(type(parts[0])).select_for_update(of=("self",)).order_by("pk")
    now = dict(found.filter(pk__in=[part.pk for part in parts]).values_list("pk", "version"))
    if set(now) != {part.pk for part in parts}:
        raise NoLongerVisible
    return (
        [part for part in parts if now[part.pk] == part.version],
        [part for part in parts if now[part.pk] != part.version],
    )


def batch_of(actor, parts, operation, *, added=False, fields=(), undoes=None):
    """The `Batch` of what was done to `parts` of one model, kept, with them in its `parts`."""
    batch = save_valid(
        Batch(
            model=type(parts[0])._meta.label,
            added=added,
            fields=list(fields),
            rows=[part.pk for part in parts],
            operation=operation,
            made_by_id=actor.membership_id,
            undoes=undoes,
        )
    )
    batch.parts = parts
    return batch


def keep_history(actor, batch, parts, *, update=False):
    """Keeps the history of `parts`, as of that batch."""
    type(parts[0]).history.bulk_history_create(
        parts,
        batch_size=CHUNK,
        update=update,
        default_user=User(pk=actor.user_id),
        default_change_reason=batch.operation[:100],
        custom_historical_attrs={"history_agency": actor.agency_name[:120], "history_batch": batch.pk},
    )


def _touch(parts):
    """Moves the records of what everyone may see to the top of the lists, as `services.touch` does for
    one.
    """
    numbers = sorted({part.record_id for part in parts if is_for_all(part)})
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pam_touch(n) FROM unnest(%s::bigint[]) n", [numbers])


def _log(actor, verb, batch, numbers):
    plural = apps.get_model(batch.model)._meta.verbose_name_plural
    log(actor, verb, batch.operation, numbers, detail=f"{len(batch.rows)} {plural}, batch {batch.uuid}")
