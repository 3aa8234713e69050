"""Requests to the region as a file: a row each."""

from ocg.models import RegionRequest
from ocg.region.selectors import NAMED
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import Name, names_for
from pam.reference.selectors.lists import attach_reference_values


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, RegionRequest).filter(pk__in=numbers)
    found = list(rows.select_related("region", "author_agency", "owner_now"))
    attach_reference_values(found, *NAMED)
    attach_conditions(reader, found)
    names = names_for(reader, [row.record_id for row in found])
    return {row.pk: _row(row, names.get(row.record_id)) for row in found}


def _row(row, name):
    return [
        row.asked_at.date(),
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        row.get_marking_display(),
        row.conditions.short if row.conditions else "",
        row.author_agency.name,
        row.region.name,
        row.support.label,
        row.why,
        row.wanted_by,
        row.get_state_display(),
        row.timeline,
        row.sio,
        row.product.label if row.product else "",
        row.product_reference,
        row.delivered_on,
        row.owner_now.name if row.owner_now else "",
    ]


COLUMNS = ListColumns(
    "Requests to the region",
    (
        "Asked",
        "Group",
        "Reference",
        "Marking",
        "Conditions",
        "Asked by",
        "Region",
        "Help wanted",
        "Why",
        "Wanted by",
        "State",
        "To be delivered by",
        "Senior investigating officer",
        "Product",
        "Reference of the product",
        "Delivered on",
        "Who owns it now",
    ),
    _cells,
)
