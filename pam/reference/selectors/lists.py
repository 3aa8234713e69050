"""The lists that people choose from, kept by each process: every page shows some, and they hardly ever
change.
"""

import time
from collections import defaultdict

from django import forms
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from pam.reference.models import ReferenceValue

SECONDS = 30  # a list that another process changed shows up within so long
_kept = None


def _all():
    """(terms of each listing in order, terms by number), at most `SECONDS` old."""
    global _kept
    if _kept is None or _kept[0] < time.monotonic() - SECONDS:
        listings, rows = defaultdict(list), ReferenceValue.objects.order_by("listing", "order", "label")
        for term in rows:
            listings[term.listing].append(term)
        _kept = time.monotonic(), dict(listings), {term.pk: term for term in rows}
    return _kept[1:]


@receiver((post_save, post_delete), sender=ReferenceValue)
def forget(**kwargs):
    """Forgets what this process keeps, so that it is asked anew."""
    global _kept
    _kept = None


def terms(listing):
    """The `ReferenceValue`s of a listing in their order, retired ones too: old records bear them still."""
    return list(_all()[0].get(listing, ()))


def attach_reference_values(rows, *names):
    """Sets the foreign keys `names` of each of `rows` to their `ReferenceValue`, without a query."""
    by_number = _all()[1]
    for row in rows:
        for name in names:
            if found := by_number.get(getattr(row, f"{name}_id")):
                setattr(row, name, found)


class ReferenceFilter(forms.TypedChoiceField):
    """A list's filter by a term: the codes of `listing` to choose from.

    Its answer is a `ReferenceValue`, or None for any.
    """

    def __init__(self, listing, *, any_label, **kwargs):
        self.listing = listing
        choices = lambda: [("", any_label), *((term.code, term.label) for term in terms(listing))]  # noqa: E731
        super().__init__(choices=choices, coerce=self._term, empty_value=None, required=False, **kwargs)

    def _term(self, code):
        return next(term for term in terms(self.listing) if term.code == code)
