"""The register of orders as a file."""

from pam.access import visibility
from pam.orders.models import Order, OrderEvent
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import Name, names_for
from pam.reference.selectors.lists import attach_reference_values


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, Order).filter(pk__in=numbers)
    found = list(rows.select_related("subject", "checked_by"))
    attach_reference_values(found, "kind")
    attach_conditions(reader, found)
    names = names_for(reader, [row.record_id for row in found])
    events = visibility.visible_to(reader, OrderEvent).filter(order_id__in=numbers)
    counted: dict[int, dict[str, int]] = {}
    for order, of_type in events.values_list("order_id", "type"):
        of_order = counted.setdefault(order, {})
        of_order[of_type] = of_order.get(of_type, 0) + 1
    return {row.pk: _row(row, names.get(row.record_id), counted.get(row.pk, {})) for row in found}


def _row(row, name, counted):
    return [
        row.kind.label,
        row.subject.name,
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        row.get_marking_display(),
        row.conditions.short if row.conditions else "",
        row.area,
        row.issuer,
        row.reference,
        row.start,
        row.end,
        row.state_words,
        row.discharged_on,
        row.requirements,
        row.checked_by.name if row.checked_by else "",
        counted.get("visit", 0),
        counted.get("breach", 0),
    ]


COLUMNS = ListColumns(
    "Orders",
    (
        "Kind",
        "On",
        "Record",
        "Reference of the record",
        "Marking",
        "Conditions of the share",
        "Area",
        "Court or issuer",
        "Reference",
        "First day",
        "Last day",
        "State",
        "Discharged on",
        "Conditions",
        "Checked by",
        "Visits",
        "Breaches",
    ),
    _cells,
)
