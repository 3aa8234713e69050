"""Which action has to end before another begins."""

from pam.access import visibility
from pam.actions.models import Action

MOST_OFFERED = 50
LONGEST = 50  # actions in a row


def earlier_actions(reader, record, action=None):
    """The open actions of `record` that `reader` sees and that `action` could depend on, soonest due first,
    as a queryset; with the one that it depends on now.
    """
    rows = visibility.visible_to(reader, Action).filter(record_id=record.pk)
    offered = rows.open().soonest_first()
    if action is not None and action.pk:
        offered = offered.exclude(pk=action.pk)
    numbers = set(offered.values_list("pk", flat=True)[:MOST_OFFERED])
    if action is not None and action.depends_on_id:
        numbers.add(action.depends_on_id)
    return rows.filter(pk__in=numbers).soonest_first()


def awaited(reader, action):
    """The action that `action` depends on, if `reader` sees it; else None."""
    if action.depends_on_id is None:
        return None
    return visibility.visible_to(reader, Action).filter(pk=action.depends_on_id).first()


def comes_back(reader, action, first):
    """Whether `first` depends on `action`, directly or over others that `reader` sees."""
    rows = visibility.visible_to(reader, Action)
    for _ in range(LONGEST):
        if first is None or first.pk == action.pk:
            return first is not None
        first = rows.filter(pk=first.depends_on_id).first() if first.depends_on_id else None
    return True
