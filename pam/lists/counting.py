"""How many rows of a list each of its filters would leave: where it is cheap, and of a short list alone."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

CAP = 1000  # a list with more rows says no counts: reading them all is what a filter is there to avoid


def few_rows(rows: QuerySet, *columns: str) -> list[tuple[Any, ...]] | None:
    """`columns` of each of `rows` (through the gate, narrowed by the list's filters); None for more than
    `CAP`. One query.
    """
    found = list(rows.order_by().values_list(*columns)[: CAP + 1])
    return None if len(found) > CAP else found


def tally(values: Iterable[Any], choices: Iterable[tuple[Any, Any]]) -> dict[str, int]:
    """{choice as the address sends it: how often it is among `values`}, 0 for those that are not; the empty
    choice, which leaves out nothing, is not counted.
    """
    found = Counter(str(value) for value in values)
    return {str(code): found[str(code)] for code, _ in choices if code not in (None, "")}
