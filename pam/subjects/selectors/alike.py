"""Who a new subject may be, of those that the reader may see: asked before it is added."""

from django.db.models import Q

from pam.access import visibility
from pam.records.identifiers import emails, imeis, plates, telephones
from pam.records.models import Subject
from pam.search.selectors import ids
from pam.search.tiers import ALIKE
from pam.subjects.models import Particular

MOST = 5  # that are offered
LOOKED_AT = 20  # of what the search finds for each text
MOST_NUMBERS = 3  # that are looked up
NAMED = 10  # the tiers below are of rows whose own name has every word (pam_search_tier)


def subjects_alike(reader, *, kind, name, born=None, details=""):
    """The subjects of `kind` that `reader` may see and that may be the one with this name, date of birth
    and numbers in its details: [Subject], the likest first, at most `MOST`.

    A date of birth that can't be the same rules one out. For use inside the request's `visibility.reading`.
    """
    plain = " ".join(name.replace('"', " ").split())
    if not plain:
        return []
    own = [number for number, _, tier in _found("subjects", plain) if tier < NAMED or tier == ALIKE]
    parts = [number for number, *_ in _found("particulars", plain)]
    for text in _numbers_in(f"{name}\n{details}"):
        own += [number for number, *_ in _found("subjects", text)]
        parts += [number for number, *_ in _found("particulars", text)]
    of_parts = visibility.visible_to(reader, Particular).filter(pk__in=parts, removed_at=None)
    rows = visibility.visible_to(reader, Subject).filter(
        Q(pk__in=own) | Q(pk__in=of_parts.values("subject_id")), kind=kind, merged_into=None
    )
    order = {number: place for place, number in enumerate(dict.fromkeys(own))}
    found = [row for row in rows if not (born and row.born) or row.born.overlaps(born)]
    found.sort(key=lambda row: (order.get(row.pk, -1), row.pk))
    return found[:MOST]


def _found(source, text):
    return ids(source, text, limit=LOOKED_AT)[""]


def _numbers_in(text):
    numbers = [number.replace("+44", "0") for number in telephones(text)]
    return [*numbers, *emails(text), *plates(text), *imeis(text)][:MOST_NUMBERS]
