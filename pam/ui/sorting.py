"""In which order a list is shown: chosen by the heading of a column, kept in the address."""

from dataclasses import dataclass

PARAMETER = "sort"
VIEW = "view"  # which of the views that people keep of a list the address is of
CURSORS = ("before", "after")  # where a page of a list begins or ends


@dataclass(frozen=True)
class Column:
    """One order that a list offers: its name in the address, what people call it, and the field it goes by.

    `field` is never null and has an index that leads to its rows in that order. With a leading "-" the column
    goes down at the first click (what is newest is asked for first). `heading` is false for an order that
    belongs to no column of the table. Rows that are alike in `field` go by those of `then`, the same way.
    """

    name: str
    label: str
    field: str
    heading: bool = True
    then: tuple[str, ...] = ()

    @property
    def descends(self) -> bool:
        """Whether it goes down when it is first chosen."""
        return self.field.startswith("-")


class Sorting:
    """The `columns` that a list offers, and which of them the address of `request` chooses (`?sort=due`, and
    `?sort=-due` for the other way round). Without a choice, and for one that is not offered, the first.
    """

    def __init__(self, request, *columns: Column):
        self.columns = columns
        sent = request.GET.get(PARAMETER, "")
        named = {column.name: column for column in columns}
        self.column = named.get(sent.removeprefix("-"), columns[0])
        self.chosen = sent.removeprefix("-") in named
        self.descending = self.column.descends
        if self.chosen:
            self.descending = sent.startswith("-")

    @property
    def order(self) -> list[str]:
        """The fields to page in, as `paging.page` takes them."""
        sign = "-" if self.descending else ""
        return [f"{sign}{field}" for field in (self.column.field.removeprefix("-"), *self.column.then, "pk")]

    @property
    def words(self) -> str:
        """For the caption of the table: "sorted by due date, ascending"."""
        return f"sorted by {self.column.label.lower()}, {self.direction(self.column)}"

    def direction(self, column: Column) -> str:
        """Its `aria-sort`: "ascending" or "descending" for the chosen column, "none" for the others."""
        if column is not self.column:
            return "none"
        return "descending" if self.descending else "ascending"

    def next_of(self, column: Column) -> str:
        """What `?sort=` says after a click on `column`: the other way round for the one that is chosen."""
        down = not self.descending if column is self.column else column.descends
        return f"{'-' if down else ''}{column.name}"

    def column_of(self, name: str) -> Column:
        """The column with this name. Raises KeyError for one that the list does not offer."""
        return {column.name: column for column in self.columns}[name]
