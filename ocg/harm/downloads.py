"""The harm ledger as a file: a row for each event."""

from ocg.harm.selectors import NAMED
from ocg.models import HarmEvent
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import Name, names_for
from pam.reference.selectors.lists import attach_reference_values


def _cells(reader, numbers):
    rows = list(
        visibility.visible_to(reader, HarmEvent).filter(pk__in=numbers).select_related("author_agency")
    )
    attach_reference_values(rows, *NAMED)
    attach_conditions(reader, rows)
    names = names_for(reader, [row.record_id for row in rows])
    return {row.pk: _row(row, names.get(row.record_id)) for row in rows}


def _row(row, name):
    return [
        str(row.happened),
        row.on,
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        row.get_marking_display(),
        row.conditions.short if row.conditions else "",
        row.what,
        row.place,
        row.kind.label,
        row.severity.label if row.severity else "",
        row.harmed,
        row.community.label if row.community else "",
        row.get_children_display(),
        row.source,
        row.author_agency.name,
        row.taken_out,
    ]


COLUMNS = ListColumns(
    "Harm ledger",
    (
        "When",
        "First day",
        "Group",
        "Reference",
        "Marking",
        "Conditions",
        "What happened",
        "Where",
        "Kind",
        "How serious",
        "People harmed",
        "Community",
        "Children involved",
        "Source",
        "Added by",
        "Taken out because",
    ),
    _cells,
)
