"""Retention groups, and the reasons that people choose from: data with a shipped default.

The shipped groups follow the Management of Police Information (MoPI); each agency checks them against its own
schedule.
"""

from datetime import date

from django.db import connection
from django.db.models import Q

from pam.records.models import RetentionGroup
from pam.reference.models import ReferenceValue

MAX_COUNTED = 1_000  # records of a group that its page counts


def terms(listing):
    """The terms of `retention.<listing>` that can be chosen, in their order."""
    return ReferenceValue.objects.filter(listing=f"retention.{listing}", retired=False).order_by("order")


def label_of(listing, code):
    """What people call a code of `retention.<listing>`; the code itself if it is no longer there."""
    return labels(listing).get(str(code), str(code))


def labels(listing):
    """{code: label} of `retention.<listing>`, retired ones too: they are on what was written earlier."""
    return dict(ReferenceValue.objects.filter(listing=f"retention.{listing}").values_list("code", "label"))


def groups_of(agency_id):
    """Every retention group that an agency uses or used: those of every agency, then its own."""
    rows = RetentionGroup.objects.filter(Q(agency=None) | Q(agency_id=agency_id))
    return rows.order_by("retired", "agency_id", "order", "label__folded", "pk")


def own_group(agency_id, uuid):
    """A retention group of this agency alone, or None."""
    return RetentionGroup.objects.filter(agency_id=agency_id, uuid=uuid).first()


def records_in(agency_id):
    """{number of a retention group: how many records of the agency are in it, up to `MAX_COUNTED` and one}.

    Numbers alone, for the agency's administrators: the database gives nobody else any.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT grp, records FROM pam_records_in_groups(%s, %s)", [agency_id, MAX_COUNTED + 1])
        return dict(cursor.fetchall())


def changes_of(group):
    """The history rows of a retention group, newest first, with who made each."""
    return list(group.history.select_related("history_user").order_by("-history_id")[:50])


def years_after(day, years):
    """The same day so many years later; 28 February for a 29th that isn't there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
