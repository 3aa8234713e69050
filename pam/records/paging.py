"""Pages by keyset, counts that stop at a cap: as quick at the millionth row as at the first."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q

from .cursors import seal, unseal

SIZE = 25
CAP = 1000


@dataclass
class Page:
    """One page of a list. `next` and `previous` are cursors for `?after=` and `?before=`, or empty."""

    rows: list
    next: str
    previous: str
    total: int
    capped: bool

    @property
    def total_text(self):
        """How many there are, in words: "12", or "more than 1,000"."""
        return f"more than {CAP:,}" if self.capped else f"{self.total:,}"


def _decode(text, fields, model):
    """The values of a cursor, or None for one that is broken or from another list (the first page then)."""
    values = unseal(text)
    try:
        return [model._meta.get_field(f).to_python(v) for f, v in zip(fields, values or (), strict=True)]
    except (ValueError, ValidationError):
        return None


def _beyond(fields, descending, values):
    """The rows after `values` in an order whose fields all go one way."""
    op = "lt" if descending else "gt"
    condition, equal = Q(), Q()
    for field, value in zip(fields, values, strict=True):
        condition |= equal & Q(**{f"{field}__{op}": value})
        equal &= Q(**{field: value})
    return condition & Q(**{f"{fields[0]}__{op}e": values[0]})


def page(rows, order, request, *, size=SIZE, count=None):
    """One page of the queryset `rows` in `order`, as the address asks (`?after=`, `?before=`).

    `order` is a list of field names that all go one way, ending in a unique one: ["-updated", "-pk"]. The
    fields are never null. `count` is a queryset to count instead of `rows`, where that is cheaper.
    """
    descending = order[0].startswith("-")
    fields = [f.lstrip("-").replace("pk", rows.model._meta.pk.attname) for f in order]
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    backwards = bool(before) and not after
    values = _decode(after or before, fields, rows.model) if after or before else None
    wanted = rows
    if values:
        wanted = wanted.filter(_beyond(fields, descending != backwards, values))
    else:
        backwards = False
    sign = "-" if descending != backwards else ""
    found = list(wanted.order_by(*(sign + f for f in fields))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    total = (count if count is not None else rows).order_by()[: CAP + 1].count()
    key = lambda row: seal([getattr(row, f) for f in fields])  # noqa: E731
    has_next = more if not backwards else True
    has_previous = more if backwards else values is not None
    return Page(
        rows=found,
        next=key(found[-1]) if found and has_next else "",
        previous=key(found[0]) if found and has_previous else "",
        total=min(total, CAP),
        capped=total > CAP,
    )
