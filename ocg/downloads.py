"""The list of groups as a file: the columns that the page shows."""

from ocg.models import Ocg
from ocg.selectors.picture import AXES, attach_figures
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.reference.selectors.lists import attach_reference_values
from pam.stages.selectors import attach_stages


def attach_list_values(reader, groups):
    """Gives the groups of a list what its rows show: conditions, stage, tier, scores, counts of actions."""
    attach_conditions(reader, groups)
    attach_reference_values(groups, "tier")
    attach_stages(groups)
    attach_figures(reader, groups)


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, Ocg).select_related("lead__user", "agency")
    groups = list(rows.filter(pk__in=numbers))
    attach_list_values(reader, groups)
    return {group.pk: _row(group) for group in groups}


def _row(group):
    scores = {figure.name.lower(): figure.value for figure in group.figures}
    return [
        group.title,
        group.reference,
        group.get_marking_display(),
        group.handling,
        group.conditions.short if group.conditions else "",
        group.agency.name,
        group.stage_now["label"] if group.stage_now else "",
        group.tier.label,
        *(scores.get(axis) for axis in AXES),
        group.lead.user.name if group.lead else "",
        "Archived" if group.closed_at else group.next_review,
        group.open_actions,
        group.overdue_actions,
    ]


COLUMNS = ListColumns(
    "Organised crime groups",
    (
        "Group",
        "Reference",
        "Marking",
        "Handling",
        "Conditions",
        "Agency",
        "Stage",
        "Tier",
        "Threat",
        "Risk",
        "Harm",
        "Lead",
        "Next review",
        "Open actions",
        "Overdue actions",
    ),
    _cells,
)
