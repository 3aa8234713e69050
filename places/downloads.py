"""The list of places as a file: the columns that the page shows."""

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from pam.actions.selectors.counts import attach_counts, open_and_overdue
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions, shown_rows
from pam.reference.selectors.lists import attach_reference_values
from pam.stages.selectors import attach_stages
from places.models import PlaceRecord


def attach_waiting(reader, rows):
    """Gives each record of a list its stage, conditions and counts of actions."""
    attach_conditions(reader, rows)
    attach_stages(rows)
    attach_counts(reader, rows)


def _rows(reader, today):
    rows = shown_rows(reader, PlaceRecord, "area", "area_kind")
    return rows.annotate(waiting=open_and_overdue(reader, today))


ROWS = KeptRows(_rows)  # the places of the list, with all that is shown with them


def attach_list_values(reader, places):
    """Gives the places of a list what its rows show."""
    attach_reference_values(places, "area", "area_kind")
    attach_waiting(reader, places)


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, PlaceRecord).select_related("lead__user", "agency")
    places = list(rows.filter(pk__in=numbers))
    attach_list_values(reader, places)
    return {place.pk: _row(place) for place in places}


def _row(place):
    return [
        place.title,
        place.reference,
        place.get_marking_display(),
        place.handling,
        place.conditions.short if place.conditions else "",
        place.agency.name,
        place.area_kind.label,
        place.area.label if place.area_id else "",
        place.stage_now["label"] if place.stage_now else "",
        place.lead.user.name if place.lead else "",
        "Closed" if place.closed_at else "Open",
        place.next_review,
        place.open_actions,
        place.overdue_actions,
    ]


COLUMNS = ListColumns(
    "Places",
    (
        "Place",
        "Reference",
        "Marking",
        "Handling",
        "Conditions",
        "Agency",
        "Kind of area",
        "Area",
        "Phase",
        "Lead",
        "Status",
        "Next review",
        "Open actions",
        "Overdue actions",
    ),
    _cells,
)
