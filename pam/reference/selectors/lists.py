"""The lists that people choose from, kept by each process: every page shows some, and they hardly ever
change.
"""

from collections import defaultdict

from django import forms
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from pam.db.kept import Kept
from pam.reference.models import ReferenceValue

MAX_COUNTED = 100  # records that bear a value, as its page counts them


def _ask():
    """(terms of each listing in order, terms by number)."""
    listings, rows = defaultdict(list), ReferenceValue.objects.order_by("listing", "order", "label__folded")
    for term in rows:
        listings[term.listing].append(term)
    return dict(listings), {term.pk: term for term in rows}


_all = Kept(_ask, ReferenceValue)


def terms(listing):
    """The `ReferenceValue`s of a listing in their order, retired ones too: old records bear them still."""
    return list(_all()[0].get(listing, ()))


def listings_of(numbers):
    """{number: code of its listing} of the values with these numbers; asked of the database only where this
    process has not met one.
    """
    known = _all()[1]
    found = {number: known[number].listing for number in numbers if number in known}
    if missing := set(numbers) - found.keys():
        found |= dict(ReferenceValue.objects.filter(pk__in=missing).values_list("pk", "listing"))
    return found


def offered_values(listing, agency_id, keep=None):
    """The `ReferenceValue`s of a list that people of an agency can choose, as a queryset in their order.

    Those of every agency and its own, in use, from their first day to their last. The one with number `keep`
    stays whatever became of it.
    """
    rows = ReferenceValue.objects.filter(Q(agency=None) | Q(agency_id=agency_id), listing=listing)
    today = timezone.localdate()
    in_use = Q(retired=False) & (Q(valid_from=None) | Q(valid_from__lte=today))
    in_use &= Q(valid_until=None) | Q(valid_until__gte=today)
    return rows.filter(in_use | Q(pk=keep))


def protected_value(listing, code):
    """The value of every agency that the code names. The database keeps it from being retired or deleted."""
    return next(value for value in terms(listing) if value.agency_id is None and value.code == code)


def attach_reference_values(rows, *names):
    """Sets the foreign keys `names` of each of `rows` to their `ReferenceValue`, without a query."""
    by_number = _all()[1]
    for row in rows:
        for name in names:
            if found := by_number.get(getattr(row, f"{name}_id")):
                setattr(row, name, found)


def values_of(listing, agency_id):
    """Every value of a list on its page: of every agency and the agency's own, retired ones last."""
    rows = ReferenceValue.objects.filter(Q(agency=None) | Q(agency_id=agency_id), listing=listing)
    return rows.order_by("retired", "order", "label__folded", "pk")


def own_value(agency_id, uuid):
    """A value of this agency alone, or None."""
    return ReferenceValue.objects.filter(agency_id=agency_id, uuid=uuid).first()


def uses_of(listing, agency_id):
    """{number of a value: how many records of the agency bear it, up to `MAX_COUNTED` and one}.

    Numbers alone, for the agency's administrators: the database gives nobody else any.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value, uses FROM pam_reference_uses(%s, %s, %s)", [listing, agency_id, MAX_COUNTED + 1]
        )
        return dict(cursor.fetchall())


def value_changes(value):
    """The history rows of a value, newest first, with who made each."""
    return list(value.history.select_related("history_user").order_by("-history_id")[:50])


class ReferenceFilter(forms.TypedChoiceField):
    """A list's filter by a value of `listing`; its form says with `offer_to` whose values these are.

    Its answer is a `ReferenceValue`, or None for any.
    """

    def __init__(self, listing, *, any_label, **kwargs):
        self.listing, self.any_label = listing, any_label
        super().__init__(choices=[("", any_label)], empty_value=None, required=False, **kwargs)

    def offer_to(self, reader):
        """Offers the values of every agency and of the reader's own, retired ones too."""
        values = [value for value in terms(self.listing) if value.agency_id in (None, reader.agency_id)]
        self.choices = [("", self.any_label), *((value.code, value.label) for value in values)]
        self.coerce = {value.code: value for value in values}.__getitem__
