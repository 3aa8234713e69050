"""The steps of an action, and what may show that it was done."""

from dataclasses import dataclass

from django.http import Http404

from pam.access import visibility
from pam.actions.models import ActionStep
from pam.records.models import Document

MOST_DOCUMENTS = 50


@dataclass(frozen=True)
class Steps:
    """The steps of one action, in their order."""

    rows: list

    @property
    def done(self):
        """How many are done."""
        return sum(step.done_at is not None for step in self.rows)

    @property
    def open_words(self):
        """ "2 steps are not done", or "" where all are."""
        left = len(self.rows) - self.done
        return "" if not left else "1 step is not done" if left == 1 else f"{left} steps are not done"


def steps_of(reader, action):
    """The `Steps` of `action`, which came through the gate for `reader`. One query."""
    rows = visibility.visible_to(reader, ActionStep).filter(action=action, removed_at=None)
    return Steps(list(rows.select_related("done_by__user")))


def documents_to_show(reader, action):
    """The newest documents of the action's record that `reader` sees, as a queryset."""
    rows = visibility.visible_to(reader, Document).filter(record_id=action.record_id)
    return rows.filter(pk__in=rows.order_by("-created", "-pk").values("pk")[:MOST_DOCUMENTS])


def evidence_of(reader, action):
    """The document that shows that `action` was done, if `reader` sees it; else None."""
    if action.evidence_document_id is None:
        return None
    return visibility.visible_to(reader, Document).filter(pk=action.evidence_document_id).first()


def step(reader, action, uuid):
    """One step of `action`. Raises Http404 for hidden, absent and removed alike."""
    row = visibility.get(reader, ActionStep, uuid)
    if row.action_id != action.pk or row.removed_at:
        raise Http404
    row.action = action
    return row
