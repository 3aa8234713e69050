"""The lists that people keep as they want them. Each room says of its own what can be chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from pam.ui.sorting import CURSORS, VIEW

ALL = "all"  # ?view=all: everything that the list has, whatever view it opens with
LONGEST = 2000  # characters of the filters and the order of a view


@dataclass(frozen=True)
class KeptList:
    """A list that people keep as they want it.

    `code` names it in addresses, `label` is what its page is called and `page` the URL name of that.
    `columns` are (code, heading) of the columns after the first, which always stays, in the table's order;
    `filters(reader, data)` gives the form of its filters; `counts(reader, data)`, where there is one, how
    many rows each choice of a filter leaves: {field: {value: count}}, or None for a list that is too long.
    """

    code: str
    label: str
    page: str
    columns: tuple[tuple[str, str], ...]
    filters: Callable[[Any, QueryDict], Any] = field(compare=False)
    counts: Callable[[Any, QueryDict], dict[str, dict[str, int]] | None] | None = field(
        default=None, compare=False
    )

    @property
    def address(self) -> str:
        """The address of the list."""
        return reverse(self.page)

    def known(self, codes: Iterable[str]) -> list[str]:
        """Those of `codes` that are columns of the list, in its order."""
        wanted = set(codes)
        return [code for code, _ in self.columns if code in wanted]


_kept: dict[str, KeptList] = {}
_pages: set[str] = set()


def register_list(kept: KeptList) -> None:
    """Makes a list known; a room's AppConfig calls it."""
    _kept[kept.code] = kept


def kept_list(code: str) -> KeptList | None:
    """The list of this code, or None."""
    return _kept.get(code)


def all_kept() -> list[KeptList]:
    """Every list that people keep as they want it."""
    return list(_kept.values())


def register_page(name: str) -> None:
    """Makes the page of a list known, by its URL name, also of one that has no views to keep."""
    _pages.add(name)


def list_at(path: str) -> str | None:
    """The code of the list whose page is at `path`, "" for one without views, None if there is none there."""
    return _addresses().get(path)


@cache
def _addresses():
    kept = {kept.address: kept.code for kept in _kept.values()}  # by then every view is imported
    return {reverse(name): "" for name in _pages} | kept


def asked(data: QueryDict) -> str:
    """What an address says of filters and order, always in the same words: without cursors, without the view
    and without what is empty.
    """
    kept = QueryDict(mutable=True)
    for name in sorted(data):
        values = [value for value in data.getlist(name) if value]
        if values and name not in {*CURSORS, VIEW}:
            kept.setlist(name, values)
    return kept.urlencode()
