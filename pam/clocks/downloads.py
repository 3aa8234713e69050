"""A wall of clocks as a file: the columns that the page shows."""

from pam.access import visibility
from pam.clocks.models import Clock
from pam.clocks.words import with_words
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import Name, names_for
from pam.ui.dates import long_moment


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, Clock).filter(pk__in=numbers)
    clocks = with_words(list(rows.select_related("framework_version", "record__team", "record__lead__user")))
    attach_conditions(reader, clocks)
    names = names_for(reader, [clock.record_id for clock in clocks])
    return {clock.pk: _row(clock, names.get(clock.record_id)) for clock in clocks}


def _row(clock, name):
    lead = clock.record.lead
    return [
        clock.framework_version.name,
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        clock.get_marking_display(),
        clock.conditions.short if clock.conditions else "",
        clock.record.team.name,
        lead.user.name if lead else "",
        clock.state_words,
        clock.left,
        long_moment(clock.due),
        long_moment(clock.started_at),
        clock.late_reason,
    ]


COLUMNS = ListColumns(
    "Clocks",
    (
        "Clock",
        "Record",
        "Reference",
        "Marking",
        "Conditions",
        "Team",
        "Lead",
        "State",
        "Time",
        "Due",
        "Started",
        "Why late",
    ),
    _cells,
)
