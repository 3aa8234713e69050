"""What may be read of merges. Each starts at the gate."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import CharField, Count, QuerySet, Value
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import Among, RowsOf
from pam.access.levels import Level
from pam.access.models import Principal
from pam.access.visibility import Reader
from pam.merging.declared_settings import UNDO_DAYS
from pam.merging.mergeable import fields_of, hindrances, is_mergeable, value_words
from pam.merging.models import FormerReference, Merge
from pam.merging.sql_of_models import parts
from pam.records.kinds import kind_of
from pam.records.models import Record
from pam.records.owning import is_owner
from pam.records.references import reference_in
from pam.reference.selectors.settings import setting

RELATED = ("record", "gone", "author__user", "author_agency", "decided_by__user", "undone_by__user")
KEPT, GONE = "kept", "gone"
WHY_NOT = {
    "closed": "The record that stays is closed. Reopen it, or let the other one stay.",
    "merged_already": "One of the two went into another record already.",
    "team_needs_both": (
        "The team that owns the record which stays must manage the other one too, without an end. "
        "Hand that one over to the team, or share it with the team to manage."
    ),
    "not_yours": "You must manage both records, and your agency must own both.",
}


def own_row(reader: Reader, number: int) -> Any:
    """The record with this number as a row of its own kind, through the gate. Raises Http404."""
    found = visibility.visible_to(reader, Record).filter(pk=number).values_list("kind", flat=True).first()
    if found is None:
        raise Http404
    model = apps.get_model(kind_of(found).model)
    keys = [one.name for one in fields_of(found) if one.remote_field]
    people = [
        f"{name}__user" for name in keys if model._meta.get_field(name).related_model.__name__ == "Membership"
    ]
    rows = visibility.visible_to(reader, model).select_related("agency", "team", *keys, *people)
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def may_merge(reader: Reader, record: Record, level: int) -> bool:
    """Whether the reader may look for a record to merge with this one."""
    return (
        level >= Level.MANAGE
        and is_owner(reader, record)
        and is_mergeable(record.kind)
        and not record.closed_at
    )


def other_of(reader: Reader, record: Record, reference: str) -> Record | None:
    """The record with this reference that could be merged with `record`: of the same kind and agency, managed
    by the reader. None for hidden and absent alike.
    """
    wanted = reference_in(reference)
    rows = visibility.visible_to(reader, Record).filter(reference=wanted, kind=record.kind) if wanted else ()
    for row in rows:
        if row.pk != record.pk and row.agency_id == record.agency_id:
            return row if visibility.level(reader, row) >= Level.MANAGE else None
    return None


def merge(reader: Reader, uuid: UUID) -> Merge:
    """One merge. Raises Http404 if it is hidden or absent."""
    row = visibility.visible_to(reader, Merge).filter(uuid=uuid).select_related(*RELATED).first()
    if row is None:
        raise Http404
    return row


def merges_of(reader: Reader, record: Record) -> QuerySet[Merge]:
    """The merges of a record that stayed, the latest first."""
    return visibility.visible_to(reader, Merge).filter(record_id=record.pk).select_related(*RELATED)


def former_references(reader: Reader, record: Record) -> list[str]:
    """The references of records that went into this one."""
    return [reference for (reference,) in _former(reader, record.pk)]


@RowsOf
def _former(reader, number, today):
    rows = visibility.visible_to(reader, FormerReference).filter(record_id=number)
    return rows.order_by("pk").values_list("reference")


def now_called(reader: Reader, reference: str) -> list[Record]:
    """The record that the one with this reference went into, if the reader may see it: one or none."""
    rows = visibility.visible_to(reader, FormerReference).filter(reference=reference)
    numbers = list(rows.values_list("record_id", flat=True))
    records = visibility.visible_to(reader, Record).filter(pk__in=numbers)
    return list(records.select_related("agency", "lead__user")) if numbers else []


def went_into(reader: Reader, uuid: UUID) -> Record | None:
    """The record that the one with this `uuid` went into, if the reader may see it."""
    rows = visibility.visible_to(reader, FormerReference).filter(of_uuid=uuid)
    number = rows.values_list("record_id", flat=True).first()
    return number and visibility.visible_to(reader, Record).filter(pk=number).first()


@dataclass(frozen=True)
class Access:
    """Who reaches either of two records: their name, how far in each, and how far afterwards, in words."""

    name: str
    agency: str
    kept: str
    gone: str
    afterwards: str
    loses: bool


@dataclass(frozen=True)
class Choice:
    """A field in which two records differ: what each says, and whose value stands (`kept` or `gone`)."""

    name: str
    label: str
    kept: str
    gone: str
    chosen: str = KEPT


@dataclass(frozen=True)
class Preview:
    """What a merge would do: `moves` is [(what, how many in each)], `seal` changes when any of it does."""

    kept: Any
    gone: Any
    choices: list[Choice]
    moves: list[tuple[str, int, int]]
    access: list[Access]
    why_not: list[str] = field(default_factory=list)
    seal: str = ""

    @property
    def losers(self) -> list[Access]:
        """Those who reach less afterwards."""
        return [one for one in self.access if one.loses]


def preview(reader: Reader, kept: Any, gone: Any, chosen: dict[str, str] | None = None) -> Preview:
    """What merging `gone` into `kept` (rows of their own kind) would do, for a person who manages both."""
    choices = differences(kept, gone, chosen or {})
    why_not = [WHY_NOT[code]] if (code := _ask("pam_merge_hindrance", kept, gone)) else []
    why_not += hindrances(reader, kept, gone)
    if not code:
        why_not += [_cannot_be_named(one) for one in choices if not _may_be_named(kept, gone, one)]
        why_not += _named_lose(kept, gone, choices)
    return Preview(
        kept, gone, choices, _moves(reader, kept, gone), _access(kept, gone), why_not, seal_of(kept, gone)
    )


def seal_of(kept: Any, gone: Any) -> str:
    """What was shown, in short: both versions and who may open them."""
    return f"{kept.version}.{gone.version}.{_ask('pam_merge_seal', kept, gone)}"


def differences(kept: Any, gone: Any, chosen: dict[str, str]) -> list[Choice]:
    """The fields in which they differ. An empty one takes the other's value, unless chosen otherwise."""
    rows = []
    for one in fields_of(kept.kind):
        mine, theirs = getattr(kept, one.attname), getattr(gone, one.attname)
        if mine != theirs and (mine or theirs):
            standing = chosen.get(one.name, KEPT if mine or not theirs else GONE)
            words = (value_words(kept, one.name), value_words(gone, one.name))
            rows.append(Choice(one.name, _label(one), *words, standing))
    return rows


def _label(one):
    words = str(one.verbose_name)
    return words[:1].upper() + words[1:]


def _named_fields(kind):
    return {name for name, _ in kind_of(kind).named_roles}


def _may_be_named(kept, gone, choice):
    """Whether the person that a choice names can open both."""
    if choice.name not in _named_fields(kept.kind):
        return True
    number = getattr(gone if choice.chosen == GONE else kept, f"{choice.name}_id")
    return number is None or _ask("pam_merge_named", kept, gone, number)


def _cannot_be_named(choice):
    name = choice.gone if choice.chosen == GONE else choice.kept
    return f"{choice.label}: {name} cannot open both records. Choose the other, or give access first."


def _named_lose(kept, gone, choices):
    """Who is named on both alike, or on the one that stays, and could not open it afterwards."""
    found = []
    for name in sorted(_named_fields(kept.kind) - {one.name for one in choices}):
        number = getattr(kept, f"{name}_id", None)
        if number and not _ask("pam_merge_named", kept, gone, number):
            found.append(
                f"{_label(kept._meta.get_field(name))}: {value_words(kept, name)} cannot open both records."
            )
    return found


def _ask(function, *values):
    numbers = [getattr(one, "pk", one) for one in values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(numbers))})", numbers)
        return cursor.fetchone()[0]


def _moves(reader, kept, gone):
    """What the reader sees of the parts of both: one query for all kinds of part."""
    found = _sums(_in_both(reader, [kept.pk, gone.pk]))
    labels = sorted({label for label, _ in found})
    return [(label, found.get((label, kept.pk), 0), found.get((label, gone.pk), 0)) for label in labels]


# What people call parts whose models have another word for them.
PART_WORDS = {
    "records.Entry": "lines of the chronology",
    "records.Subject": "people, places and objects",
    "subjects.Particular": "names, addresses and numbers",
}


def _counted(reader, records, since: datetime | None = None):
    """(what people call a kind of part, number of a record, how many) of what the reader sees of them."""
    rows: list[QuerySet] = []
    for model in parts():
        if getattr(model, "repeats", False):
            continue
        label = PART_WORDS.get(model._meta.label, str(model._meta.verbose_name_plural))
        some = visibility.visible_to(reader, model).filter(Among("record_id", records))
        if since:
            some = some.filter(created__gt=since)
        some = some.order_by().values("record_id").annotate(n=Count("pk"))
        rows.append(
            some.annotate(label=Value(label[:1].upper() + label[1:], CharField())).values_list(
                "label", "record_id", "n"
            )
        )
    return rows[0].union(*rows[1:], all=True)


@RowsOf
def _in_both(reader, number, today):
    return _counted(reader, [number])


def _sums(rows):
    counts: dict[tuple[str, int], int] = {}
    for label, number, n in rows:
        counts[label, number] = counts.get((label, number), 0) + n
    return counts


def _access(kept, gone):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pam_merge_reach(%s, %s)", [kept.pk, gone.pk])
        rows = cursor.fetchall()
    names = _names(row[0] for row in rows)
    found = [
        Access(*names[number], _far(a), _far(b), _far(after) or "No longer", after < max(a, b))
        for number, a, b, after, _ in rows
    ]
    return sorted(found, key=lambda one: (not one.loses, one.agency, one.name))


def _far(level):
    return str(Level(level).label) if level else ""


def _names(numbers: Iterable[int]):
    rows = Principal.objects.filter(pk__in=list(numbers)).select_related(
        "agency", "as_team", "as_membership__user"
    )
    return {row.pk: (_called(row), row.agency.name) for row in rows}


def _called(row):
    if row.kind == Principal.Kind.TEAM:
        return row.as_team.name
    return row.as_membership.user.name if row.kind == Principal.Kind.PERSON else row.agency.name


def may_decide(reader: Reader, row: Merge) -> bool:
    """Whether the reader may decide a merge that waits."""
    return row.waits and _ask("pam_may_decide_merge", row.record_id, row.gone_id, row.author_id)


def may_withdraw(reader: Reader, row: Merge) -> bool:
    """Whether the reader may take back a merge that waits."""
    return (
        row.waits
        and row.author_agency_id == reader.agency_id
        and _ask("pam_manages_both", row.record_id, row.gone_id)
    )


def undo_until(reader: Reader, row: Merge) -> datetime | None:
    """Until when a merge can be undone."""
    days = setting(UNDO_DAYS, reader.agency_id)
    return row.decided_at and row.decided_at + timedelta(days=days)


def undo_refusal(row: Merge) -> str:
    """Why the reader cannot undo it: a code, "" if they can."""
    return _ask("pam_unmerge_refusal", row.pk)


def added_since(reader: Reader, row: Merge) -> list[tuple[str, int]]:
    """[(what, how many)] of what was added to the record since the merge, as far as the reader sees."""
    counts = _sums(_counted(reader, [row.record_id], row.decided_at))
    return sorted((label, n) for (label, _), n in counts.items())
