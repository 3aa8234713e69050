"""What the rows of a list, a record that is opened and what its page shows are fetched by: one statement, put
together once a process, not for each reader.

The gate's conditions are in it as Django writes them; who reads, which rows and what day it is are values
that are filled in. Putting such a statement together takes Django longer than the database needs for it.
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, F, Func, IntegerField, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from pam.access import visibility
from pam.access.visibility import Reader
from pam.db.having_rows import statement_of
from pam.db.prepared import prepared_statements

M = TypeVar("M", bound=Model)
# What stands for the values while a statement is put together; no number and no day of a row.
_USER, _MEMBERSHIP, _AGENCY, _PRINCIPAL, _CLEARANCE, _TEAM, _NUMBER = range(-987_654_307, -987_654_300)
_TODAY = date(1753, 1, 1)
_UUID = UUID(int=0)
_ANYONE = Reader(
    user_id=_USER,
    membership_id=_MEMBERSHIP,
    agency_id=_AGENCY,
    name="",
    agency_name="",
    principals=(_PRINCIPAL,),
    clearance=_CLEARANCE,
    team_ids=(_TEAM,),
)


class _Compared(Func):
    """A condition on a column that holds one value, which Django doesn't look at."""

    output_field = BooleanField()
    conditional = True
    sql = ""

    def __init__(self, column: str, value: Any) -> None:
        super().__init__(F(column))
        self.value = value

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple]:
        """The condition."""
        column, values = compiler.compile(self.get_source_expressions()[0])
        return self.sql.format(column), (*values, self.value)


class Among(_Compared):
    """`Among("pk", numbers)`: whether a column is one of these numbers; one value, however many they are."""

    sql = "{} = ANY (%s::bigint[])"

    def __init__(self, column: str, numbers: Collection[int]) -> None:
        super().__init__(column, list(numbers))


class AtMost(_Compared):
    """`AtMost("marking", reader.clearance)`: whether a column is no more than this number."""

    sql = "{} <= %s"


class Together(Func):
    """`Together("threat", "risk")`: several whole numbers as one value, a list."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(IntegerField())


class KeptRows(Generic[M]):
    """The rows that `build(reader, today)` asks for: a queryset through the gate.

    It says with `only()` what a row of the list shows: a column that it leaves out costs a query a row. It
    must say the same for every reader, without an `if` about them.
    """

    def __init__(self, build: Callable[[Reader, date], QuerySet[M]]) -> None:
        self._build = build
        self._kept: tuple[str, tuple, Any] | None = None

    def of(self, reader: Reader) -> Callable[[Collection[int]], dict[int, M]]:
        """What `paging.page` fetches the rows by, for `reader`."""
        return lambda numbers: self(reader, numbers)

    def __call__(self, reader: Reader, numbers: Collection[int]) -> dict[int, M]:
        """{number: row} of those with these `numbers` that `reader` may see; one query, none for none."""
        return {row.pk: row for row in self._rows(reader, list(numbers))} if numbers else {}

    def statement(self) -> tuple[str, tuple, Any]:
        """The statement, its values, and the function that makes instances (or tuples) of its rows."""
        if self._kept is None:
            self._kept = self._put_together()
        return self._kept

    def _put_together(self):
        return _kept_of(self._narrowed(self._build(_ANYONE, _TODAY)).order_by())

    def _narrowed(self, rows):
        return rows.filter(Among("pk", [_NUMBER]))

    def _rows(self, reader, key):
        sql, values, made_of = self.statement()
        filled = [_filled(value, reader, key) for value in values]
        with prepared_statements(), connection.cursor() as cursor:
            cursor.execute(sql, filled)
            rows = cursor.fetchall()
        return made_of(rows) if rows else []


class RowsOf(KeptRows[M]):
    """What `build(reader, number, today)` asks for of the record with a number: through the gate, in order.

    All that differs between two readers, two records and two days must be said by these three; of a queryset
    of values each row is a tuple.
    """

    def __init__(self, build: Callable[[Reader, int, date], QuerySet[M]]) -> None:
        super().__init__(lambda reader, today: build(reader, _NUMBER, today))
        self.build = build

    def __call__(self, reader: Reader | None, number: int | list[int]) -> list[M]:  # type: ignore[override]
        """The rows of the record with this `number` that `reader` may see, or of several for a statement that
        asks for `Among([number])`; at most one query.
        """
        return self._rows(reader, number) if reader else []

    def first(self, reader: Reader | None, number: int) -> M | None:
        """The first of these rows, or None."""
        return next(iter(self(reader, number)), None)

    def _put_together(self):
        return _kept_of(self._build(_ANYONE, _TODAY))


class Having(RowsOf):
    """Which of several querysets that `build(reader, number, today)` gives have a row; one query."""

    def __call__(self, reader: Reader | None, number: int | list[int]) -> list[bool]:
        """Whether each has any, in their order."""
        sql, values, _ = self.statement()
        with prepared_statements(), connection.cursor() as cursor:
            cursor.execute(sql, [_filled(value, reader, number) for value in values])
            return list(cursor.fetchone())

    def _put_together(self):
        return *statement_of(self._build(_ANYONE, _TODAY)), None


class OneOf(KeptRows[M]):
    """The same of one row of `build(reader, today)` that is asked for by its uuid."""

    def of_uuid(self, reader: Reader, uuid: UUID) -> M | None:
        """The row with this `uuid`, if `reader` may see it; one query."""
        return next(iter(self._rows(reader, uuid)), None)

    def _narrowed(self, rows):
        return rows.filter(uuid=_UUID)


@cache
def _by_uuid(model, related):
    """What rows of a model are fetched by with what they point at, `related`, or all alone without."""

    def build(reader, today):
        rows = visibility.visible_to(reader, model)
        return rows.select_related(*related) if related else rows

    return OneOf(build)


def with_uuid(reader: Reader | None, model: type[M], uuid: UUID, related: tuple[str, ...] = ()) -> M | None:
    """The row of `model` with this `uuid` and the rows that its foreign keys `related` point at, if `reader`
    may see it, or None; at most one query.
    """
    return _by_uuid(model, related).of_uuid(reader, uuid) if reader else None


@cache
def _seen(model):
    return Having(lambda reader, number, today: [visibility.visible_to(reader, model).filter(pk=number)])


def is_seen(reader: Reader | None, model: type[Model], number: int) -> bool:
    """Whether `reader` may see the row of `model` with this number; at most one query."""
    return reader is not None and _seen(model)(reader, number)[0]


@cache
def _with_number(model, locked):
    rows = model._default_manager.order_by()
    rows = rows.select_for_update(of=("self",)) if locked else rows
    return RowsOf(lambda reader, number, today: rows.filter(pk=number))


def as_kept(model: type[M], number: int, *, locked: bool = False) -> M | None:
    """The row of `model` with this number, or None: for a verb that asks the gate itself; one query.

    `locked` until the end of the transaction; raises TransactionManagementError outside of one.
    """
    if locked and not connection.in_atomic_block:
        raise TransactionManagementError("a row is locked within a transaction")
    return _with_number(model, locked).first(_ANYONE, number)


def _kept_of(rows):
    compiler = rows.query.get_compiler(connection=connection)
    return *compiler.as_sql(), _maker(compiler)


def _maker(compiler):
    """What makes of the rows that a statement answers what Django would: instances (see its `ModelIterable`),
    or tuples if it asks for values.
    """
    select, info, annotations = compiler.select, compiler.klass_info, compiler.annotation_col_map
    converters = compiler.get_converters([column for column, *_ in select])

    def converted(rows):
        return compiler.apply_converters(rows, converters) if converters else rows

    if not compiler.query.default_cols:
        return lambda rows: [tuple(row) for row in converted(rows)]
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    related = get_related_populators(info, select, connection.alias)

    def instances(rows):
        made = []
        for row in converted(rows):
            found = info["model"].from_db(connection.alias, names, row[first:last])
            for populator in related:
                populator.populate(row, found)
            for name, place in annotations.items():
                setattr(found, name, row[place])
            made.append(found)
        return made

    return instances


def _filled(value, reader, key):
    """The value that replaces a placeholder; `key` is the number(s) or the uuid."""
    if isinstance(value, list) and len(value) == 1:
        own = {_PRINCIPAL: reader.principals, _TEAM: reader.team_ids, _NUMBER: key}.get(value[0])
        return value if own is None else [own] if isinstance(own, int) else list(own)
    if isinstance(value, UUID):
        return key if value == _UUID else value
    if isinstance(value, int):
        own = {
            _USER: reader.user_id,
            _MEMBERSHIP: reader.membership_id,
            _AGENCY: reader.agency_id,
            _CLEARANCE: reader.clearance,
            _NUMBER: key,
        }
        return own.get(value, value)
    return timezone.localdate() if value == _TODAY else value
