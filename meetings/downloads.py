"""The list of meetings as a file: the columns that the page shows."""

from django.db.models import F

from meetings.models import Meeting
from pam.access import visibility
from pam.access.kept_rows import KeptRows
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions, shown_rows
from pam.ui.dates import in_london


def _rows(reader, today):
    rows = shown_rows(reader, Meeting, "starts_at", "place", "state", "framework_version")
    return rows.annotate(weight=F("framework_version__body__weight"))


ROWS = KeptRows(_rows)  # the meetings of the list, with all that is shown with them


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, Meeting).select_related("lead__user", "agency")
    meetings = list(rows.filter(pk__in=numbers))
    attach_conditions(reader, meetings)
    return {meeting.pk: _row(meeting) for meeting in meetings}


def _row(meeting):
    start = in_london(meeting.starts_at)
    return [
        meeting.title,
        meeting.reference,
        meeting.get_marking_display(),
        meeting.handling,
        meeting.conditions.short if meeting.conditions else "",
        meeting.agency.name,
        start.date(),
        f"{start:%H:%M}",
        meeting.place,
        meeting.series,
        meeting.lead.user.name if meeting.lead else "",
        meeting.state_words,
    ]


COLUMNS = ListColumns(
    "Meetings",
    (
        "Meeting",
        "Reference",
        "Marking",
        "Handling",
        "Conditions",
        "Agency",
        "Date",
        "Time",
        "Place",
        "Series",
        "Chair",
        "State",
    ),
    _cells,
)
