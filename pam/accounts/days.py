"""Numbers that forces set for themselves: the list `people.days`."""

from pam.reference.models import ReferenceValue


def days(code, default):
    """The number of days that `code` of the list `people.days` gives; `default` if it was retired."""
    rows = ReferenceValue.objects.filter(listing="people.days", code=code, retired=False, score__isnull=False)
    found = rows.values_list("score", flat=True).first()
    return default if found is None else found
