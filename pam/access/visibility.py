"""The gate: who may see what. One question, asked in one place.

Views, forms, tags and tasks start here. `visible_to` narrows a queryset, `get` fetches one row or answers
404, `level` says how far the reader may go. Domain filters are chained after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Expression, F, Func, Model, Q, QuerySet, Value, When
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

from pam.access.errors import NoLongerVisible
from pam.access.levels import Level
from pam.db import may_see
from pam.db.checks import is_history, part_kind_of, rule_of
from pam.db.declarations import Gated
from pam.db.prepared import prepared_statements
from pam.db.reading import ensure_reading, ensure_reading_within, reading

__all__ = ["Reader", "ensure_reading", "get", "level", "levels", "names", "reading", "require", "visible_to"]
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Reader:
    """A person whose sign-in is complete, acting for one agency.

    `principals` are the numbers of the agency, the person's teams in it, and the membership itself.
    `clearance` is the highest `Marking` they may read. `unaccepted_terms` are the kinds of terms (of use, of
    confidentiality) whose standing version they have yet to accept. `single_keys` is whether keys without
    Ctrl or Alt do something for them. `training` is whether nothing of their agency is real.
    """

    user_id: int
    membership_id: int
    agency_id: int
    name: str
    agency_name: str
    principals: tuple[int, ...]
    clearance: int
    roles: frozenset[str] = frozenset()
    team_ids: tuple[int, ...] = ()
    post: str = ""
    unaccepted_terms: frozenset[str] = field(default=frozenset(), compare=False)
    single_keys: bool = field(default=True, compare=False)
    training: bool = field(default=False, compare=False)
    address: str = field(default="", compare=False)
    ticket: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        """What names them to the database (`pam/db/tickets.py`), unless it was given: their membership."""
        if not self.ticket:
            object.__setattr__(self, "ticket", f"membership {self.membership_id}")

    def has_role(self, *roles: str) -> bool:
        """Whether they hold one of the named `Membership.Role` values in this agency."""
        return bool(self.roles.intersection(roles))


class RecordVisible(Func):
    """The gate's question of columns `readers`, `marking` and `lapses_at` behind `prefix` (see `may_see`);
    `record` names the id.

    `kind` is an expression of the kind of part, for a part that carries these columns itself. One expression
    and not a tree of them: it is in nearly every statement, and Django would put the tree together anew
    each time.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, prefix: str, record: str, reader: Reader, kind: Expression | None = None) -> None:
        names = ("readers", "marking", "lapses_at", "record", *([] if kind is None else ["kind"]))
        columns = (F(f"{prefix}readers"), F(f"{prefix}marking"), F(f"{prefix}lapses_at"), F(record))
        super().__init__(*columns, *([] if kind is None else [kind]))
        self.reader, self.names = reader, names

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple]:
        """The condition; the reader's principals and clearance are its values."""
        compiled = map(compiler.compile, self.get_source_expressions())
        fields = dict(zip(self.names, compiled, strict=True))
        sql, values = may_see.record_seen(fields | _values_of(self.reader), estimated=False)
        return sql, tuple(values)


class PartVisible(RecordVisible):
    """The gate's question of a part that hangs off a record: may they see the record, is this kind of part
    (`kind`, an expression) among what was shared with them, and is it for their agency?
    """

    def __init__(self, reader: Reader, kind: Expression | None) -> None:
        super().__init__("record__", "record_id", reader, kind)
        self.set_source_expressions([*self.get_source_expressions(), F("record__narrowed"), F("agencies")])
        self.names += ("narrowed", "agencies")

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple]:
        """The condition; the reader's principals, clearance and agency are its values."""
        compiled = map(compiler.compile, self.get_source_expressions())
        fields = dict(zip(self.names, compiled, strict=True))
        sql, values = may_see.part_seen(fields | _values_of(self.reader), estimated=False)
        return sql, tuple(values)


class NamedTo(Func):
    """The gate's question of a row that is for some principals alone, speaks of other records, or has a
    marking of its own.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, rule: Gated, reader: Reader) -> None:
        self.names = [name for name in may_see.NAMED if getattr(rule, name)]
        super().__init__(*(F(getattr(rule, name)) for name in self.names))
        self.rule, self.reader = rule, reader

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple]:
        """The condition; the reader's principals and clearance are its values."""
        compiled = map(compiler.compile, self.get_source_expressions())
        fields = dict(zip(self.names, compiled, strict=True))
        sql, values = may_see.named_to(self.rule, fields | _values_of(self.reader))
        return sql, tuple(values)


def _values_of(reader):
    """Who is reading, as `may_see` asks it."""
    return {
        "principals": ("%s::integer[]", [list(reader.principals)]),
        "clearance": ("%s", [reader.clearance]),
        "agency": ("%s", [reader.agency_id]),
        "view": f"{Level.VIEW:d}",
    }


def _kind(model):
    """The kind of part that a row of `model` is (see PartKind), as an expression."""
    kind = part_kind_of(model)
    if not kind.column:
        return Value(kind.code)
    cases = [When(**{kind.column: value, "then": Value(code)}) for value, code in kind.by.items()]
    return Case(*cases, default=Value(kind.code), output_field=models.TextField())


def visible_to(reader: Reader | None, model: type[M]) -> QuerySet[M]:
    """The rows of `model` that `reader` (a `Reader`, or None for nobody) may see, as a queryset.

    Raises TypeError for a model that isn't gated: there is nothing to ask for it here.
    """
    rule = rule_of(model)
    if not isinstance(rule, Gated):
        raise TypeError(f"{model._meta.label} is not gated")
    return model._default_manager.none() if reader is None else _rows_seen(reader, model).all()


@lru_cache(500)
def _rows_seen(reader, model):
    """The queryset that `visible_to` copies, kept: two equal readers may see the same rows."""
    rule = rule_of(model)
    rows = model._default_manager.filter(_condition(model, rule, reader))
    return rows.filter(NamedTo(rule, reader)) if any(getattr(rule, name) for name in may_see.NAMED) else rows


def _condition(model, rule, reader):
    if is_history(model):
        raise TypeError("ask for history through records.history, which gates the parent")
    if rule.kind == "anchor":
        own = model._meta.db_table == "records_record"
        if own:
            return Q(RecordVisible("", "id", reader)) & _also(rule, reader)
        return Q(RecordVisible("", "record_id", reader, _kind(model))) & _also(rule, reader)
    if rule.kind == "child":
        return Q(RecordVisible("", "pk", reader))
    return Q(PartVisible(reader, _kind(model))) & _also(rule, reader)


def _also(rule, reader):
    """Each other record that the row names is one that the reader may open."""
    condition = Q()
    for name in rule.also:
        condition &= Q(**{f"{name}__isnull": True}) | Q(RecordVisible(f"{name}__", f"{name}_id", reader))
    return condition


def get(reader: Reader | None, model: type[M], uuid: UUID, *, level: int = Level.VIEW) -> M:
    """The row of `model` with this `uuid`, if `reader` may see it.

    Raises Http404 alike for hidden and absent, PermissionDenied if they may see it but not go to `level`.
    """
    from pam.access.kept_rows import with_uuid

    row = with_uuid(reader, model, uuid) if isinstance(uuid, UUID) else _of_text(reader, model, uuid)
    if row is None:
        raise Http404
    require(reader, row, level)
    return row


def _of_text(reader, model, uuid):
    """The row whose uuid is given as text."""
    return visible_to(reader, model).filter(uuid=uuid).first()


def level(reader: Reader | None, row: Model) -> int:
    """How far `reader` may go with `row` (a record or a part): a `Level`, or 0 if they can't see it."""
    if reader is None:
        return 0
    record_id = getattr(row, "record_id", None) or row.pk
    with ensure_reading_within(reader), connection.cursor() as cursor:
        cursor.execute("SELECT pam_reach(%s, %s)", [record_id, list(reader.principals)])
        reach = cursor.fetchone()[0]
    return Level(reach) if reach else 0


def levels(reader: Reader, numbers: Iterable[int]) -> dict[int, int]:
    """{number: how far `reader` may go} of the records with these numbers: a `Level`, or 0; one query."""
    with ensure_reading_within(reader), connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, coalesce(pam_reach(n, %s), 0) FROM unnest(%s::bigint[]) n",
            [list(reader.principals), list(numbers)],
        )
        return {number: Level(reach) if reach else 0 for number, reach in cursor.fetchall()}


def require(reader: Reader | None, row: Model, wanted: int) -> None:
    """Raises PermissionDenied unless `reader` may go to `wanted` with `row`.

    Raises `NoLongerVisible` if they can no longer see it. VIEW is not asked again.
    """
    if wanted > Level.VIEW and (reached := level(reader, row)) < wanted:
        raise PermissionDenied if reached >= Level.VIEW else NoLongerVisible


def level_to_change(reader: Reader, part: Model) -> Level:
    """The level on the record that `reader` needs to change `part`, as it is kept: `contribute` for what
    their own agency wrote (or owns, as its model declares in `Gated.own`), `manage` for all else.

    The same question as the policies ask (`pam/db/row_security.py`).
    """
    own = {getattr(part, f"{name}_id") for name in rule_of(type(part)).own}
    return Level.CONTRIBUTE if reader.agency_id in own else Level.MANAGE


def may_change(reader: Reader, part: Model, reached: int) -> bool:
    """Whether `reader`, who goes to the level `reached` on the record, may change `part`."""
    return reached >= level_to_change(reader, part)


def require_change(reader: Reader, part: Model) -> None:
    """Raises PermissionDenied unless `reader` may change `part`, as it is kept; `NoLongerVisible` if they
    can no longer see it.
    """
    require(reader, part, level_to_change(reader, part))


def names(
    reader: Reader | None, record_model: type[Model], ids: Iterable[int | None]
) -> dict[int, tuple[UUID, str, str, str]]:
    """What `reader` may call the records with these `ids`: {id: (uuid, kind, reference, title)}.

    A record missing from the answer is one whose name may not be printed.
    """
    ids = {i for i in ids if i}
    if not ids:
        return {}
    rows = visible_to(reader, record_model).filter(pk__in=ids)
    with prepared_statements():
        return {r[0]: r[1:] for r in rows.values_list("pk", "uuid", "kind", "reference", "title")}


def still_sees(reader: Reader | None, row: Model) -> bool:
    """Whether `reader` may still see `row`, asked of the database at the end of a save."""
    from pam.access.kept_rows import is_seen

    return is_seen(reader, type(row), row.pk)
