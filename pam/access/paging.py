"""Pages by keyset, counts that stop at a cap: as quick at the millionth row as at the first."""

from contextlib import nullcontext
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import Q

from pam.access.visible_rows import estimate_visible_rows, has_medium_visibility
from pam.db.backend.compiler import goes_by_key
from pam.db.prepared import prepared_statements
from pam.ui.cursors import seal, unseal
from pam.ui.sorting import Sorting

SIZE = 25
CAP = 1000


@dataclass
class Page:
    """One page of a list. `next` and `previous` are cursors for `?after=` and `?before=`, or empty. `sorting`
    is what its headings are made of, if people can choose its order.
    """

    rows: list
    next: str
    previous: str
    total: int
    capped: bool
    sorting: Sorting | None = None

    @property
    def total_text(self):
        """How many there are, in words: "12", or "more than 1,000"."""
        return f"more than {CAP:,}" if self.capped else f"{self.total:,}"


def _decode(text, order, fields, model):
    """The values of a cursor, or None for one that is broken, or from another list or order (the first page
    then).
    """
    values = unseal(text)
    if not values or values[0] != order:
        return None
    try:
        return [_field(model, f).to_python(v) for f, v in zip(fields, values[1:], strict=True)]
    except (ValueError, ValidationError):
        return None


def _field(model, path):
    """What kind of value `path` has: a field of `model`, or what a transform makes of it
    (`title__folded`).
    """
    name, *transforms = path.split("__")
    field = model._meta.get_field(name)
    for transform in transforms:
        field = field.get_transform(transform).output_field
    return field


def _beyond(fields, descending, values):
    """The rows after `values` in an order whose fields all go one way."""
    op = "lt" if descending else "gt"
    condition, equal = Q(), Q()
    for field, value in zip(fields, values, strict=True):
        condition |= equal & Q(**{f"{field}__{op}": value})
        equal &= Q(**{field: value})
    return condition & Q(**{f"{fields[0]}__{op}e": values[0]})


def page(rows, order, request, *, size=SIZE, fetch=None):
    """One page of the queryset `rows` in `order`, as the address of `request` asks (`?after=`, `?before=`).

    `order` is a list of field names that all go one way, ending in a unique one: ["-updated", "-pk"]; or a
    `Sorting`, whose order the reader chooses. The fields are never null. A cursor works in the order that it
    was given out in. `fetch` gives {number: row} for a list of numbers, where the rows shown are not
    `rows` themselves.
    """
    sorting = order if isinstance(order, Sorting) else None
    order = sorting.order if sorting else order
    descending, said = order[0].startswith("-"), " ".join(order)
    fields = [f.lstrip("-").replace("pk", rows.model._meta.pk.attname) for f in order]
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    backwards = bool(before) and not after
    values = _decode(after or before, said, fields, rows.model) if after or before else None
    if values:
        beyond = rows.filter(_beyond(fields, descending != backwards, values))
        found = _ordered(beyond, fields, descending != backwards).values_list(*fields)[: size + 1]
        found, (_, total) = list(found), _found_and_counted(request.reader, rows, fields, descending, 0)
    else:
        backwards = False
        found, total = _found_and_counted(request.reader, rows, fields, descending, size + 1)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    with prepared_statements():
        shown = (fetch or rows.order_by().in_bulk)([key[-1] for key in found])
    has_next = more if not backwards else True
    has_previous = more if backwards else values is not None
    return Page(
        rows=[shown[key[-1]] for key in found if key[-1] in shown],
        next=seal([said, *found[-1]]) if found and has_next else "",
        previous=seal([said, *found[0]]) if found and has_previous else "",
        total=min(total, CAP),
        capped=total > CAP,
        sorting=sorting,
    )


def _ordered(rows, fields, descending):
    return rows.order_by(*(("-" if descending else "") + field for field in fields))


def _found_and_counted(reader, rows, fields, descending, limit):
    """(values of `fields` of the first `limit` rows, how many rows there are, at most one over the cap): one
    question.

    Asked alone, a count makes PostgreSQL collect every row of an index before it looks at the first. For
    a person who sees a medium number that is the smaller evil: in order it would look at each of their rows
    before it knows 1,001.
    """
    of_one_record = goes_by_key(rows.query)
    if not of_one_record and has_medium_visibility(reader):
        found = list(_ordered(rows, fields, descending).values_list(*fields)[:limit]) if limit else []
        return found, rows.order_by().values("pk")[: CAP + 1].count()
    keys = _ordered(rows, fields, descending).values_list(*fields)[: CAP + 1]
    try:
        sql, params = keys.query.sql_with_params()
    except EmptyResultSet:
        return [], 0
    way = " DESC" if descending else ""
    places = ", ".join(f"{place}{way}" for place in range(1, len(fields) + 1))
    planned = prepared_statements() if of_one_record else nullcontext()
    with planned, connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED ({sql}), counted AS (SELECT count(*) AS total FROM found)"
            f" SELECT found.*, total FROM counted LEFT JOIN found ON %s ORDER BY {places} LIMIT %s",
            [*params, limit > 0, max(limit, 1)],
        )
        answers = cursor.fetchall()
    if answers[0][-1] > CAP:
        estimate_visible_rows(reader)
    return [list(row[:-1]) for row in answers if row[0] is not None], answers[0][-1]
