"""A search narrowed by what was found: the form of the choices, and the rows."""

from collections.abc import Mapping

from pam.records.kinds import all_kinds
from pam.search.facets import DIMENSIONS, MOST_COUNTED, SINCE, Narrowing, choices, hits_of, narrowed
from pam.search.forms import FacetForm
from pam.search.selectors import MAX_IDS, everything, find, sources

NARROW = "narrow"  # in the address: the choices are to be shown


def wants_facets(asked: Mapping[str, str]) -> bool:
    """Whether an address's query asks for the choices, or has made one."""
    return NARROW in asked or any(asked.get(name) for name in DIMENSIONS)


def faceted(reader, words: str, asked: Mapping[str, str]):
    """(FacetForm, [Group]) of what `reader` may see and `words` find, as `asked` (an address's query) says.

    A choice that makes no sense chooses nothing. Without one but a kind, rows are found as far back as there
    are any; with one among the first `MAX_IDS` of each kind.
    """
    wished = Narrowing(**{name: asked.get(name, "") for name in DIMENSIONS})
    numbers = everything(words, limit=MAX_IDS if wished.is_further else MOST_COUNTED + 1)
    labels = {kind.code: kind.plural for kind in all_kinds()} | {
        source.code: source.label for source in sources()
    }
    hits = hits_of(reader, numbers, {source.code: source.model for source in sources()})
    known = _known(wished, hits, labels)
    form = FacetForm(_sent(words, known), choices=choices(hits, known, labels))
    further = {name: getattr(known, name) for name in DIMENSIONS[1:] if getattr(known, name)}
    page = {"kind": known.kind, "after": asked.get("after", "")}
    if not known.is_further and known.kind:
        return form, find(reader, words, **page)
    return form, find(reader, words, **page, numbers=narrowed(hits, known), query=further)


def _known(wished, hits, labels):
    """`wished` without values that no row has."""
    agencies, strands = {str(hit.agency) for hit in hits}, {hit.strand for hit in hits}
    return Narrowing(
        kind=wished.kind if wished.kind in labels else "",
        agency=wished.agency if wished.agency in agencies else "",
        strand=wished.strand if wished.strand in strands else "",
        since=wished.since if wished.since in SINCE else "",
    )


def _sent(words, known):
    return {"q": words} | {name: getattr(known, name) for name in DIMENSIONS}
