"""Retention groups, periods and reasons: data with a shipped default (lists `retention.…` of the vocabulary).

The shipped groups follow the Management of Police Information (MoPI); each force checks them against its own schedule.
"""

from datetime import date

from pam.frameworks.models import Term


def terms(listing):
    """The terms of `retention.<listing>` that can be chosen, in their order."""
    return Term.objects.filter(listing=f"retention.{listing}", retired=False).order_by("order")


def label_of(listing, code):
    """What people call a code of `retention.<listing>`; the code itself if it is not there any more."""
    return labels(listing).get(str(code), str(code))


def labels(listing):
    """{code: label} of `retention.<listing>`, retired ones too: they stand on what was written earlier."""
    return dict(Term.objects.filter(listing=f"retention.{listing}").values_list("code", "label"))


def groups():
    """[(number, label, what it is for)] of the retention groups."""
    return [(int(row.code), row.label, row.meaning) for row in terms("group") if row.code.isdigit()]


def years_of(group):
    """Years between reviews of a retention group; 10 if nobody said."""
    row = Term.objects.filter(listing="retention.group", code=str(group)).values_list("score", flat=True).first()
    return row or 10


def group_of_kind(kind):
    """The retention group that a new record of this kind begins in."""
    return Term.objects.filter(listing="retention.kind", code=kind).values_list("score", flat=True).first() or 2


def years_after(day, years):
    """The same day so many years later; 28 February for a 29th that isn't there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
