"""Saved searches, and what one of them finds for a person."""

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse

from pam.access.models import Membership, Team
from pam.access.visibility import Reader
from pam.records.kinds import all_kinds
from pam.search.facets import DIMENSIONS, SINCE, Narrowing, hits_of, narrowed
from pam.search.selectors import MAX_IDS, everything, sources
from pam.search.tiers import ALIKE
from pam.watching.models import SavedSearch, Watch

MOST_TOLD = 200  # rows of one kind, beyond which new ones are not told one by one
LIMIT = 100  # saved searches that the page shows; a person keeps 50, a team 50


def narrowing_in(asked) -> str:
    """What of an address's query narrows a search, as an address says it: "kind=ocg&since=7"."""
    return urlencode([(name, asked[name]) for name in DIMENSIONS if asked.get(name)])


def address_of(search: SavedSearch) -> str:
    """The address of the search's results."""
    query = urlencode({"q": search.words})
    return f"{reverse('search:results')}?{query}{'&' if search.query else ''}{search.query}"


def in_words(search: SavedSearch) -> str:
    """How it is narrowed, in words: "Organised crime groups, last 7 days"; "" for not at all."""
    labels = {kind.code: kind.plural for kind in all_kinds()}
    labels |= {source.code: source.label for source in sources()}
    asked = dict(parse_qsl(search.query))
    said = [
        labels.get(asked.get("kind", ""), ""),
        asked.get("strand", ""),
        SINCE.get(asked.get("since", ""), ""),
    ]
    return ", ".join([*filter(None, said), *(["of one agency"] if asked.get("agency") else [])])


def searches_of(reader: Reader) -> list[SavedSearch]:
    """The saved searches of the reader and of their teams, by name; each with `told`, whether they are told
    of new results. One query.
    """
    watches = Watch.objects.filter(membership_id=reader.membership_id, search=OuterRef("pk"))
    rows = SavedSearch.objects.filter(principal_id__in=reader.principals).annotate(told=Exists(watches))
    return list(rows.select_related("principal__as_team").order_by("name__folded", "pk")[:LIMIT])


def search_or_404(reader: Reader, uuid: UUID, *, to_change: bool = False) -> SavedSearch:
    """One of the reader's saved searches or of their teams'. Raises Http404 for hidden and absent alike, and
    with `to_change` for one that they may not change.
    """
    rows = SavedSearch.objects.filter(principal_id__in=reader.principals, uuid=uuid)
    row = rows.select_related("principal__as_team").first()
    if row is None or (to_change and not may_change(reader, row)):
        raise Http404
    return row


def team_of(search: SavedSearch) -> Team | None:
    """The team that it is for, or None for one's own; fetched with it."""
    return getattr(search.principal, "as_team", None)


def may_change(reader: Reader, search: SavedSearch) -> bool:
    """Whether `reader` changes a search that they see: who saved it, and who manages its team."""
    team = team_of(search)
    mine = search.author_id == reader.membership_id
    return mine or (team is not None and team.manager_id == reader.membership_id)


def own_principal(reader: Reader) -> int:
    """The number by which a search is the reader's own."""
    return Membership.objects.values_list("principal_id", flat=True).get(pk=reader.membership_id)


def found_by(reader: Reader, search: SavedSearch) -> dict[str, list[int]] | None:
    """{kind: [number]} of all that `search` finds for `reader`; None if it finds more than `MOST_TOLD` of one
    kind. Names that only look or sound alike do not count. For use inside `visibility.reading(reader)`.
    """
    asked = dict(parse_qsl(search.query))
    wished = Narrowing(**{name: asked.get(name, "") for name in DIMENSIONS})
    numbers = everything(search.words, limit=MAX_IDS if wished.is_further else MOST_TOLD + 1)
    if wished.kind:
        numbers = {code: rows for code, rows in numbers.items() if code == wished.kind}
    if any(len(rows) >= (MAX_IDS if wished.is_further else MOST_TOLD + 1) for rows in numbers.values()):
        return None
    numbers = {code: [row for row in rows if row[2] != ALIKE] for code, rows in numbers.items()}
    hits = hits_of(reader, numbers, {source.code: source.model for source in sources()})
    found = {code: [number for number, *_ in rows] for code, rows in narrowed(hits, wished).items()}
    return None if any(len(rows) > MOST_TOLD for rows in found.values()) else found
