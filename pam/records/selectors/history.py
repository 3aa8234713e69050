"""Who changed what: the lines of change of a record and its parts, field by field.

A part's history is read only if its reader may see the part today, and only those rows of it that were
addressed to them at the time. The database's own policies ask the same.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.utils.dateparse import parse_datetime

from pam.access import visibility
from pam.access.models import Agency, Membership, Team
from pam.db.checks import rule_of
from pam.db.declarations import Gated, Open
from pam.db.having_rows import having_rows
from pam.records.kinds import kind_of
from pam.records.models import Entry, Record, Subject
from pam.records.owning import may_decide
from pam.records.parts import part_models, title_of
from pam.records.restorable import token
from pam.records.selectors.audience import EVERYBODY
from pam.ui.dates import long_date, long_moment

SIZE = 25
# Kept by the system itself: no news to a person.
HIDDEN_FIELDS = {
    "id",
    "uuid",
    "kind",
    "reference",
    "version",
    "created",
    "updated",
    "record",
    "record_ptr",
    "author",
    "author_agency",
    "identity",
    "sanitised",
    "agency",
    "file",
    "sha256",
    "scan",
    "scan_note",
    "needs_password",
    "readers",
    "lapses_at",
    "search",
    "known_by",
}

# Lines of the chronology that people write; the others only say what some other change says already.
WRITTEN = [Entry.Kind.NOTE, Entry.Kind.EVENT]


@dataclass
class Change:
    """One save: when, by which person, for which agency, of what, and each field's old and new text."""

    at: datetime
    by: str
    agency: str
    part_kind: str
    title: str
    verb: str
    fields: list = field(default_factory=list)
    others: set = field(
        default_factory=set
    )  # numbers of other records that it speaks of, and the reader may open


def changes_of(reader, record, *, after=""):
    """(lines, cursor of the next page or "") of `record` and its parts, newest first.

    The caller asked for `manage`. At most two queries for each kind of part that has changed, and one for
    each kind of name.
    """
    until, skip = _cursor(after)
    rows = []
    for model in _changed(record):
        rows += _rows(reader, record, model, until, skip + SIZE + 1)
    rows.sort(key=lambda row: (row.history_date, row.instance_type.__name__, row.history_id), reverse=True)
    rows = rows[skip:]
    page, more = rows[:SIZE], len(rows) > SIZE
    before = _rows_before(reader, record, page)
    names = Names(reader)
    changes = [_change(record, row, before.get((row.instance_type, row.prev_id)), names) for row in page]
    names.fetch()
    for change in changes:
        change.fields = [
            (label, names.say(old), names.say(new), back) for label, old, new, back in change.fields
        ]
    return changes, _next_cursor(page, until, skip) if more else ""


def _cursor(text):
    """(moment to go on from, how many rows of that very moment were shown) of a cursor; the start for a
    broken one.
    """
    when, _, shown = text.partition("~")
    try:
        moment = parse_datetime(when)
    except ValueError:
        moment = None
    if (
        moment is None
        or moment.tzinfo is None
        or not shown.isascii()
        or not shown.isdigit()
        or len(shown) > 4
    ):
        return None, 0
    return moment, int(shown)


def _next_cursor(page, until, skip):
    last = page[-1].history_date
    shown = sum(1 for row in page if row.history_date == last) + (skip if last == until else 0)
    return f"{last.isoformat()}~{shown}"


def _tracked(record):
    """The models whose histories belong to `record`:
    its own kind, the plain record, and each kind of part.
    """
    own = apps.get_model(kind_of(record.kind).model)
    return [own, *([] if own is Record else [Record]), *(m for m in part_models() if hasattr(m, "history"))]


def _changed(record):
    """Those of the tracked models that have any history of this record: most records have parts of few kinds,
    and the rows that a reader may know of are dear to ask for.
    """
    models = _tracked(record)
    found = having_rows([_history(record, model) for model in models])
    return [model for model, any_row in zip(models, found, strict=True) if any_row]


def _history(record, model):
    """The history rows of one model that belong to the record."""
    field = "id" if issubclass(model, Record) else "record_id"
    return model.history.filter(**{field: record.pk})


def _rows(reader, record, model, until, limit):
    """The newest `limit` history rows of `model` that the reader may know of, each with `prev_id`."""
    history, every = _history(record, model), model.history.all()
    earlier = every.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    if not issubclass(model, Record):
        seen = visibility.visible_to(reader, model).filter(record_id=record.pk).values("pk")
        history = history.filter(id__in=seen)
    if model is Entry:
        history = history.filter(kind__in=WRITTEN)
    if until is not None:
        history = history.filter(history_date__lte=until)
    history = history.annotate(prev_id=Subquery(earlier.values("history_id")[:1])).select_related(
        "history_user"
    )
    found = history.order_by("-history_date", "-history_id")[:limit]
    return [row for row in found if addressed(reader, row)]


def addressed(reader, row):
    """Whether a history row was addressed to the reader when it was written."""
    agencies = getattr(row, "agencies", None)
    return agencies is None or reader.agency_id in agencies


def _rows_before(reader, record, page):
    """{(model, history id): row} of what the changed rows of a page were before; a query for each model."""
    wanted = {}
    for row in page:
        if row.history_type == "~" and row.prev_id:
            wanted.setdefault(row.instance_type, set()).add(row.prev_id)
    return {
        (model, row.history_id): row
        for model, ids in wanted.items()
        for row in model.history.filter(history_id__in=ids)
        if addressed(reader, row)
    }


def _change(record, row, before, names):
    model = row.instance_type
    named = row.get_kind_display() if model in (Entry, Subject) else str(model._meta.verbose_name)
    verb = {"+": "added", "-": "removed"}.get(row.history_type, "changed")
    is_record = issubclass(model, Record)
    change = Change(
        at=row.history_date,
        by=row.history_user.name if row.history_user else "",
        agency=row.history_agency,
        part_kind="Record" if is_record else named[:1].upper() + named[1:],
        title="" if is_record else title_of(row),
        verb="created" if is_record and verb == "added" else verb,
        others={getattr(row, f"{name}_id") for name in rule_of(model).also} - {None},
    )
    if before is not None and verb == "changed":
        change.fields = [
            (
                label_of(f),
                names.note(f, getattr(before, f.attname)),
                names.note(f, getattr(row, f.attname)),
                token(model, row.history_id, f) if may_decide(names.reader, record, model, f.name) else "",
            )
            for f in _told(model)
            if getattr(before, f.attname) != getattr(row, f.attname)
        ]
    return change


def _told(model):
    """The fields whose changes are told."""
    hidden = HIDDEN_FIELDS if issubclass(model, Record) else HIDDEN_FIELDS | {"marking"}
    return [f for f in model.history.model.tracked_fields if f.name not in hidden]


def label_of(model_field):
    """What a person calls a field."""
    label = str(model_field.verbose_name).removesuffix(" at")  # "Ended", not "Ended at"
    return label[:1].upper() + label[1:]


class Names:
    """Turns old and new values into words, with one query for each kind of thing that they name."""

    def __init__(self, reader):
        self.reader, self.wanted, self.found = reader, {}, {}

    def note(self, model_field, value):
        """Keeps (field, value) to be said after `fetch`, and remembers what it points at."""
        target = Agency if model_field.name == "agencies" else model_field.related_model
        target = target or getattr(model_field, "listed_model", None)
        if target is not None and value:
            self.wanted.setdefault(target, set())
            self.wanted[target] |= set(value if isinstance(value, list) else [value])
        return model_field, target, value

    def fetch(self):
        """Fetches every name that was noted, through the gate where there is one."""
        for target, ids in self.wanted.items():
            self.found[target] = self._names(target, ids)

    def _names(self, target, ids):
        if issubclass(target, Record):
            rows = visibility.names(self.reader, Record, ids)
            return {pk: f"{reference} {title}" for pk, (_, _, reference, title) in rows.items()}
        rule = rule_of(target)
        if isinstance(rule, Open):
            rows = target._default_manager.filter(pk__in=ids)
            related = {Membership: ("user", "agency"), Team: ("agency",)}.get(target)
            rows = rows.select_related(*related) if related else rows
            return {row.pk: str(row) for row in rows}
        if isinstance(rule, Gated):
            rows = visibility.visible_to(self.reader, target).filter(pk__in=ids)
            return {row.pk: title_of(row) or str(target._meta.verbose_name) for row in rows}
        return {}

    def say(self, noted):
        """The words of a noted value; "Restricted" for what the reader may not see."""
        model_field, target, value = noted
        if value is None and model_field.name == "agencies":
            return EVERYBODY
        if value is None or value == "" or value == []:
            return "Nothing"
        if target is not None:
            names = self.found.get(target, {})
            return ", ".join(
                names.get(pk, "Restricted") for pk in (value if isinstance(value, list) else [value])
            )
        return _words(model_field, value)


def _words(model_field, value):
    if model_field.choices:
        return str(dict(model_field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return long_moment(value)
    if isinstance(value, date):
        return long_date(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
