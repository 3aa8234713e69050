"""The list of groups as a file: the columns that the page shows."""

from ocg.facts.selectors import SEVERAL, attach_places
from ocg.models import Ocg
from ocg.selectors.picture import AXES, attach_figures
from pam.access import visibility
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.reference.selectors.lists import attach_reference_values
from pam.reference.selectors.trees import labels_of
from pam.stages.selectors import attach_stages


def attach_list_values(reader, groups):
    """Gives the groups of a list what its rows show: conditions, stage, tier, scores, counts of actions."""
    attach_conditions(reader, groups)
    attach_reference_values(groups, "tier", "group_kind", "main_crime")
    attach_stages(groups)
    attach_figures(reader, groups)


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, Ocg).select_related("lead__user", "agency")
    groups = list(rows.filter(pk__in=numbers))
    attach_list_values(reader, groups)
    attach_places(reader, groups)
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
        group.group_kind.label if group.group_kind_id else "",
        group.main_crime.label if group.main_crime_id else "",
        "; ".join(labels_of(SEVERAL["crimes"], [one for one in group.crimes if one != group.main_crime_id])),
        "; ".join(group.places_in_words),
        *("; ".join(labels_of(SEVERAL[name], getattr(group, name))) for name in SEVERAL if name != "crimes"),
        group.get_children_display(),
        "; ".join(group.aliases),
        group.operation_name,
        group.own_reference,
        group.regional_reference,
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
        "Kind of group",
        "Main type of crime",
        "Other types of crime",
        "Places",
        "Communities harmed",
        "Weapons",
        "Violence",
        "Enablers",
        "Signs of corruption",
        "Children involved",
        "Known as",
        "Operation",
        "Own reference",
        "Regional reference",
    ),
    _cells,
)
