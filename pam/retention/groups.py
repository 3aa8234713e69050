"""Retention groups, periods and reasons: data with a shipped default (lists `retention.…` of the vocabulary).

The shipped groups follow the Management of Police Information (MoPI); each force checks them against its own
schedule.
"""

from datetime import date

from django.db import connection, transaction

from pam.access.errors import Refused
from pam.reference.models import ReferenceValue

MOST_YEARS = 100


def terms(listing):
    """The terms of `retention.<listing>` that can be chosen, in their order."""
    return ReferenceValue.objects.filter(listing=f"retention.{listing}", retired=False).order_by("order")


def label_of(listing, code):
    """What people call a code of `retention.<listing>`; the code itself if it is not there any more."""
    return labels(listing).get(str(code), str(code))


def labels(listing):
    """{code: label} of `retention.<listing>`, retired ones too: they stand on what was written earlier."""
    return dict(ReferenceValue.objects.filter(listing=f"retention.{listing}").values_list("code", "label"))


def groups():
    """[(number, label, what it is for)] of the retention groups."""
    return [(int(row.code), row.label, row.meaning) for row in terms("group") if row.code.isdigit()]


def years_of(group):
    """Years between reviews of a retention group; 10 if nobody said."""
    row = (
        ReferenceValue.objects.filter(listing="retention.group", code=str(group))
        .values_list("score", flat=True)
        .first()
    )
    return row or 10


@transaction.atomic
def change_years(group, *, first=None, every=None):
    """Changes after how many years records of a group are reviewed: `first`, and `every` so many after a
    review.

    Returns how many records' next review moves; one that a review set stays. Run as the owner role. Raises
    Refused for a group that isn't there or years that make no sense.
    """
    moved = 0
    for listing, years in (("first", first), ("group", every)):
        if years is None:
            continue
        if not 1 <= years <= MOST_YEARS:
            raise Refused(f"A period is 1 to {MOST_YEARS} years.")
        row = (
            ReferenceValue.objects.select_for_update()
            .filter(listing=f"retention.{listing}", code=str(group))
            .first()
        )
        if row is None:
            raise Refused(f"There is no retention group {group}.")
        if row.score == years:
            continue
        row.score = years
        row.save(update_fields=["score"])  # the database moves the records with it
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('pam.moved')::bigint")
            moved += cursor.fetchone()[0]
    return moved


def group_of_kind(kind):
    """The retention group that a new record of this kind begins in."""
    return (
        ReferenceValue.objects.filter(listing="retention.kind", code=kind)
        .values_list("score", flat=True)
        .first()
        or 2
    )


def years_after(day, years):
    """The same day so many years later; 28 February for a 29th that isn't there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
