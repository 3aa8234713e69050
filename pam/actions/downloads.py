"""The list of actions as a file: the columns that the page shows."""

from pam.access import visibility
from pam.actions.models import Action
from pam.records.downloads import ListColumns
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import Name, names_for


def _cells(reader, numbers):
    actions = list(visibility.visible_to(reader, Action).with_owner().filter(pk__in=numbers))
    attach_conditions(reader, actions)
    names = names_for(reader, [action.record_id for action in actions])
    return {action.pk: _row(action, names.get(action.record_id)) for action in actions}


def _row(action, name):
    return [
        action.title,
        name.title if isinstance(name, Name) else "",
        name.reference if name else "Restricted",
        action.get_marking_display(),
        action.conditions.short if action.conditions else "",
        action.strand_label,
        action.owner_words,
        action.due,
        action.get_status_display(),
    ]


COLUMNS = ListColumns(
    "Actions",
    ("Action", "Record", "Reference", "Marking", "Conditions", "Strand", "Owner", "Due", "Status"),
    _cells,
)
