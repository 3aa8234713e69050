"""Disruptions as a file: a row each, with its outputs in words and numbers."""

from ocg.disruptions.selectors import attach_outputs
from ocg.models import Disruption
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import Name, names_for


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, Disruption).filter(pk__in=numbers)
    found = list(rows.select_related("author_agency", "lead_agency"))
    attach_outputs(reader, found)
    attach_conditions(reader, found)
    names = names_for(reader, [row.record_id for row in found])
    return {row.pk: _row(row, names.get(row.record_id)) for row in found}


def _row(row, name):
    return [
        row.on,
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        row.get_marking_display(),
        row.conditions.short if row.conditions else "",
        row.what,
        row.get_target_display(),
        dict(FOUR_P.choices)[row.strand],
        row.claimed.label,
        row.get_state_display(),
        row.level.label if row.level else "",
        "; ".join(f"{one.label}: {one.figure}" for one in row.all_outputs),
        row.lead_agency.name,
        row.author_agency.name,
        row.evidence,
        row.typed_reference,
        row.typed_on,
    ]


COLUMNS = ListColumns(
    "Disruptions",
    (
        "Day",
        "Group",
        "Reference",
        "Marking",
        "Conditions",
        "What happened",
        "What was disrupted",
        "4P",
        "Level claimed",
        "State",
        "Level assessed",
        "Outputs",
        "Agency that led",
        "Submitted by",
        "Evidence",
        "National reference",
        "Typed on",
    ),
    _cells,
)
