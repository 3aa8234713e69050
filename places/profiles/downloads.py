"""The list of local profiles as a file: the columns that the page shows."""

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from pam.actions.selectors.counts import open_and_overdue
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import shown_rows
from pam.reference.selectors.lists import attach_reference_values
from places.downloads import attach_waiting
from places.models import LocalProfile
from places.profiles.selectors import attach_counts, measured_days


def _rows(reader, today):
    rows = shown_rows(reader, LocalProfile, "area", "period_from", "period_to", "profile_on")
    return rows.annotate(waiting=open_and_overdue(reader, today), found_days=measured_days(reader))


ROWS = KeptRows(_rows)  # the profiles of the list, with their stage and counts of actions


def attach_list_values(reader, profiles):
    """Gives the profiles of a list what its rows show."""
    attach_reference_values(profiles, "area")
    attach_waiting(reader, profiles)
    attach_counts(reader, profiles)


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, LocalProfile).select_related("lead__user", "agency")
    profiles = list(rows.filter(pk__in=numbers))
    attach_list_values(reader, profiles)
    return {profile.pk: _row(profile) for profile in profiles}


def _row(profile):
    return [
        profile.title,
        profile.reference,
        profile.get_marking_display(),
        profile.handling,
        profile.conditions.short if profile.conditions else "",
        profile.agency.name,
        profile.area.label if profile.area_id else "",
        profile.stage_now["label"] if profile.stage_now else "",
        profile.period_from,
        profile.period_to,
        profile.profile_on,
        "Yes" if profile.fresh else "No",
        profile.recommended,
        profile.measured,
        profile.lead.user.name if profile.lead else "",
        "Closed" if profile.closed_at else "Open",
        profile.next_review,
        profile.open_actions,
        profile.overdue_actions,
    ]


COLUMNS = ListColumns(
    "Local profiles",
    (
        "Profile",
        "Reference",
        "Marking",
        "Handling",
        "Conditions",
        "Agency",
        "Area",
        "Stage",
        "Data from",
        "Data to",
        "Date of the profile",
        "Up to date",
        "Recommendations",
        "Of these measured",
        "Lead",
        "Status",
        "Next review",
        "Open actions",
        "Overdue actions",
    ),
    _cells,
)
