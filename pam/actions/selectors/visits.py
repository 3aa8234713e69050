"""Where an action sends people, and what they should know before: as far as the reader may see."""

from pam.access import visibility
from pam.records.models import Subject
from pam.subjects.selectors.safe_contacts import attach_safe_contacts
from pam.subjects.selectors.warnings import attach_warnings


def places_to_visit(reader, record, action=None):
    """The people, places and objects of `record` that `reader` sees and that an action can send people to, as
    a queryset; with the one that `action` names.
    """
    rows = visibility.visible_to(reader, Subject).filter(record_id=record.pk)
    kept = action.visit_id if action is not None else None
    offered = rows.filter(merged_into=None, ended_at=None) | rows.filter(pk=kept)
    return offered.order_by("name__folded", "name", "pk")


def attach_visits(reader, actions):
    """Gives each of `actions` (through the gate) `goes_to`, the subject that it sends people to if `reader`
    may see it, `visit_warnings`, and `safe_contacts`: how that person can be reached. Three queries at most;
    none where no action names one.
    """
    numbers = {action.visit_id for action in actions} - {None}
    rows = visibility.visible_to(reader, Subject).filter(pk__in=numbers) if numbers else ()
    found = {subject.pk: subject for subject in rows}
    attach_warnings(reader, list(found.values()))
    attach_safe_contacts(reader, list(found.values()))
    for action in actions:
        action.goes_to = found.get(action.visit_id)
        action.visit_warnings = action.goes_to.visit_warnings if action.goes_to else []
        action.safe_contacts = action.goes_to.safe_contacts if action.goes_to else []
