"""Searching the spine by full text, through the gate.

The database finds the numbers (`pam_search_rows`, which asks the gate's own condition); the rows are then
fetched through `visibility.visible_to`, so nothing is shown that the gate would not show.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.db import connection
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.http import urlencode

from pam.access import visibility
from pam.access.conditions import HeldConditions
from pam.access.kept_rows import KeptRows
from pam.merging.selectors import now_called
from pam.records.kinds import all_kinds
from pam.records.models import DocumentText, Record, Subject
from pam.records.references import reference_in
from pam.records.selectors.names import named, names_in
from pam.search.parsing import parse
from pam.search.tiers import ALIKE
from pam.ui.cursors import seal, unseal

SIZE = 25  # rows on a page of one kind
FEW = 8  # rows of each kind when everything is shown
RELATED = ("agency", "lead__user")
MAX_IDS = 1000  # how many numbers a list's text filter takes


@dataclass(frozen=True)
class Source:
    """One kind of thing that the search finds besides records.

    `code` ends the name of its `pam_search_…` function, `model` is its class, `template` shows one `row`,
    `line` shows it in the box of the header, `related` are foreign keys to fetch with it. `attach`, of the
    reader and the rows, gives them what the templates show besides.
    """

    code: str
    label: str
    model: type
    template: str
    related: tuple[str, ...] = ()
    line: str = ""
    attach: Callable[..., None] | None = None


@dataclass
class Group:
    """What the search found of one kind. `more` is the address of the next rows, or empty.

    `alike` are people and others whose names only look or sound like what was typed.
    """

    code: str
    label: str
    rows: list
    more: str = ""
    alike: list = field(default_factory=list)
    template: str = "search/found_record.html"
    line: str = "search/line_record.html"
    is_part: bool = False

    @property
    def every(self):
        """All rows that are shown."""
        return [*self.rows, *self.alike]


_sources: dict = {}


def register_source(source):
    """Makes parts of another room findable; called by that room's AppConfig."""
    _sources[source.code] = source


def sources():
    """Every registered source, people first."""
    own = Source(
        "subjects",
        "People, places and objects",
        Subject,
        "search/found_subject.html",
        line="search/line_subject.html",
    )
    texts = Source(
        "documents",
        "Documents",
        DocumentText,
        "search/found_document.html",
        ("document",),
        "search/line_document.html",
    )
    return [own, *_sources.values(), texts]


def ids(source, text, *, kinds=("",), after=None, limit=SIZE):
    """{kind: [(number, time, tier)]} of what the current reader may see and whose text matches.

    The least tier first, in each the newest: rows that have every word as it was typed, and of people
    those with the fewest other names, come before those with longer words (`pam_search_tier`); tier 0 are
    all, where there are many; `ALIKE` are names that look or sound alike, after the last of the others.
    `source` is "records" or a source's code, never typed by a person. For use inside the request's
    `visibility.reading`. `after` is (tier, time, number) of the last row shown, `limit` how many of each
    kind. What is no record has no kind: "". Raises ValueError for another `source`.
    """
    if source not in {"records", *(known.code for known in sources())}:
        raise ValueError(f"Nothing is searched by the name {source}.")
    query, found = parse(text), {kind: [] for kind in kinds}
    if not query.template:
        return found
    tier, before, before_id = after or (None, None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT of_kind, id, updated, tier FROM pam_search_{source}(%s, %s, %s, %s, %s, %s, %s)",
            [query.template, query.words, list(kinds), tier, before, before_id, limit],
        )
        for kind, *row in cursor.fetchall():
            found[kind].append(tuple(row))
    return found


def matching(reader, rows, text, *, kind):
    """`rows` (records that `reader` may see, a queryset) narrowed to those whose text matches.

    The newest `MAX_IDS` matches; the reference itself matches too.
    """
    numbers = [number for number, *_ in ids("records", text, kinds=[kind], limit=MAX_IDS)[kind]]
    return rows.filter(pk__in=[*numbers, *(row.pk for row in _exact(reader, text))])


def _exact(reader, text):
    """The record whose reference `text` is, if `reader` may see it: a list of one or none."""
    reference = reference_in(text)
    rows = _found(reader, Record, "pk", RELATED).filter(reference=reference)
    found = list(rows) if reference else []
    gone = reference and (not found or found[0].closed_at)  # it may have gone into another one
    return (now_called(reader, reference) if gone else []) or found


def everything(text, *, limit):
    """{code: [(number, time, tier)]}: the first `limit` rows of each kind of record and of each source, as
    `ids` finds them, in one statement.
    """
    query, codes = parse(text), [kind.code for kind in all_kinds()]
    found = {code: [] for code in (*codes, *(source.code for source in sources()))}
    if not query.template:
        return found
    one = (
        "SELECT {} AS code, id, updated, tier"
        " FROM pam_search_{}(%(query)s, %(words)s, {}, NULL, NULL, NULL, %(limit)s)"
    )
    each = [one.format("of_kind", "records", "%(kinds)s")]
    each += [one.format(f"'{source.code}'", source.code, "ARRAY['']") for source in sources()]
    values = {"query": query.template, "words": query.words, "kinds": codes, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), values)
        for code, *row in cursor.fetchall():
            found[code].append(tuple(row))
    return found


def find(reader, text, *, kind="", after="", few=FEW, numbers=None, query=None):
    """[Group] of what `reader` may see and `text` finds; the record with that very reference first.

    `kind` is a kind of record, a source's code, or empty for a few of everything. `after` pages on within
    one; `few` are the rows of each kind where everything is shown. `numbers` (as `everything` answers) are
    the rows to choose from, if they were narrowed; `query` is what the address of further rows has besides.
    """
    if not text:
        return []
    kinds = {kind.code: kind for kind in all_kinds()}
    parts = {source.code: source for source in sources()}
    if kind in kinds or kind in parts:
        one = (
            _records(reader, text, [kinds[kind]], SIZE, after, numbers, query)
            if kind in kinds
            else [_parts(reader, text, parts[kind], SIZE, after, numbers, query)]
        )
        return [group for group in one if group.every or after]
    if numbers is None:
        numbers = everything(text, limit=few + 1)
    groups = _records(reader, text, kinds.values(), few, "", numbers, query)
    groups += [_parts(reader, text, source, few, "", numbers, query) for source in parts.values()]
    return [group for group in groups if group.every]


def _after(rows, cursor):
    """Those of `rows` that come after the one that `cursor` names; all, without one or if it is not there."""
    _, _, last = _decode(cursor) or (0, None, 0)
    places = [place for place, (number, *_) in enumerate(rows) if number == last]
    return rows[places[0] + 1 :] if places else rows


def _records(reader, text, kinds, size, after, given=None, query=None):
    """A group of each of `kinds`: the record of that very reference, then the newest; all fetched at once."""
    exact = [] if after or query else _exact(reader, text)
    if given is None:
        codes = [kind.code for kind in kinds]
        numbers = ids("records", text, kinds=codes, after=_decode(after), limit=size + 1)
    else:
        numbers = {kind.code: _after(given.get(kind.code, []), after)[: size + 1] for kind in kinds}
    rows = _fetch(reader, Record, [number for some in numbers.values() for number, *_ in some[:size]])
    groups = []
    for kind in kinds:
        shown = [row for row in exact if row.kind == kind.code]
        shown += [row for row in rows if row.kind == kind.code and row not in exact]
        more = _more(text, kind.code, numbers[kind.code], size, query)
        groups.append(Group(kind.code, kind.plural, shown, more))
    return groups


def _parts(reader, text, source, size, after, given=None, query=None):
    if given is None:
        numbers = ids(source.code, text, after=_decode(after), limit=size + 1)[""]
    else:
        numbers = _after(given.get(source.code, []), after)[: size + 1]
    rows = _fetch(reader, source.model, [number for number, *_ in numbers[:size]])
    if source.attach and rows:
        source.attach(reader, rows)
    similar = {number for number, _, tier in numbers if tier == ALIKE}
    return Group(
        source.code,
        source.label,
        [row for row in rows if row.pk not in similar],
        "" if similar else _more(text, source.code, numbers, size, query),
        [row for row in rows if row.pk in similar],
        source.template,
        source.line,
        True,
    )


def _fetch(reader, model, numbers):
    """The rows with these numbers, through the gate, in the order found; each with what it is shared on and
    a part with the name of its record (`names_in`).
    """
    found = kept_rows_of(model)(reader, numbers)
    return [found[number] for number in numbers if number in found]


@cache
def kept_rows_of(model: type) -> KeptRows:
    """The rows of `model` (records, or the model of a source) as results show them."""
    if model is Record:
        return KeptRows(lambda reader, today: _found(reader, Record, "pk", RELATED))
    related = next(source.related for source in sources() if source.model is model)
    return KeptRows(
        lambda reader, today: _found(reader, model, "record_id", related).annotate(
            named=named(reader, OuterRef("record_id"))
        )
    )


def _found(reader, model, of, related):
    rows = visibility.visible_to(reader, model).annotate(held=HeldConditions(of, reader))
    return rows.select_related(*related) if related else rows


def _more(text, kind, numbers, size, query):
    """The address of the rows after the last one shown, or empty."""
    if len(numbers) <= size:
        return ""
    number, updated, tier = numbers[size - 1]
    cursor = seal([tier, updated, number])
    asked = {"q": text, **(query or {}), "kind": kind, "after": cursor}
    return f"{reverse('search:results')}?{urlencode(asked)}"


def _decode(cursor):
    """(tier, time, number) of a cursor; None (the first page) for an empty or broken one."""
    try:
        tier, updated, number = unseal(cursor) or (0, "", 0)
        return int(tier), datetime.fromisoformat(updated), int(number)
    except (ValueError, TypeError):
        return None


def names_beside(reader, groups):
    """What the pages call the records of the parts in `groups`: `names_in`."""
    return names_in(reader, [row for group in groups for row in group.every if group.is_part])


def found_by(groups):
    """The numbers of the records that the groups show something of, for the log."""
    return sorted({row.record_id if group.is_part else row.pk for group in groups for row in group.every})


def suggest(reader, text, *, kind="", besides=None, limit=10):
    """Up to `limit` records that `reader` may open and `text` finds, for choosing one; the newest without
    text.
    """
    if not text:
        rows = visibility.visible_to(reader, Record).exclude(pk=besides)
        return list((rows.filter(kind=kind) if kind else rows).newest_first()[:limit])
    return [
        row
        for group in find(reader, text, kind=kind)
        if not group.is_part
        for row in group.rows
        if row.pk != besides
    ][:limit]
