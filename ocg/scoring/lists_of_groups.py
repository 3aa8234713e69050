"""Two lists of groups: due to be scored again, and worked with without a score; on the page and as files."""

from ocg.models import Ocg
from ocg.scoring.due import due_groups
from ocg.scoring.unassessed import unassessed_groups
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.reference.selectors.lists import attach_reference_values


def due_rows(reader, wanted):
    """(rows, {number: Due}) of the groups due, narrowed by the filters `wanted`."""
    found = due_groups(reader)
    if code := wanted.get("why"):
        found = {number: one for number, one in found.items() if code in dict(one.why)}
    if wanted.get("overdue"):
        found = {number: one for number, one in found.items() if one.overdue}
    rows = visibility.visible_to(reader, Ocg).filter(pk__in=found)
    if wanted.get("tier"):
        rows = rows.filter(tier=wanted["tier"])
    if wanted.get("mine"):
        rows = rows.filter(lead_id=reader.membership_id)
    return rows, found


def unassessed_rows(reader):
    """(rows, {number: Unassessed}) of the groups that are worked with and have no current score."""
    found = unassessed_groups(reader)
    return visibility.visible_to(reader, Ocg).filter(pk__in=found), found


def _groups(reader, numbers):
    groups = list(visibility.visible_to(reader, Ocg).filter(pk__in=numbers).select_related("lead__user"))
    attach_conditions(reader, groups)
    attach_reference_values(groups, "tier")
    return groups


def _cells(reader, numbers, found):
    return {
        group.pk: [
            group.title,
            group.reference,
            group.get_marking_display(),
            group.conditions.short if group.conditions else "",
            group.tier.label,
            group.lead.user.name if group.lead else "",
            one.last,
            one.words,
            getattr(one, "day", None),
        ]
        for group in _groups(reader, numbers)
        if (one := found.get(group.pk))
    }


HEADINGS = ("Group", "Reference", "Marking", "Conditions", "Tier", "Lead", "Last scored", "Why", "Due")

DUE = ListColumns(
    "Groups to score again",
    HEADINGS,
    lambda reader, numbers: _cells(reader, numbers, due_groups(reader, numbers)),
)
UNASSESSED = ListColumns(
    "Groups without a current score",
    HEADINGS,
    lambda reader, numbers: _cells(reader, numbers, unassessed_groups(reader)),
)
