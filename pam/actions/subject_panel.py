"""The actions that name a person, on the page of that person."""

from django.db.models import Q

from pam.access import visibility
from pam.actions.models import Action

MOST = 20


def actions_naming(request, subjects):
    """The panel of the actions in the records of `subjects` (one human in several records) whose text gives
    one of their names: the open ones, the next due first. None without any.
    """
    named = Q()
    for name in {subject.name for subject in subjects}:
        named |= Q(title__icontains=name) | Q(details__icontains=name)
    rows = visibility.visible_to(request.reader, Action).filter(
        named, record_id__in={subject.record_id for subject in subjects}
    )
    rows = list(rows.open().with_owner().soonest_first()[:MOST])
    return {"template": "actions/subject_panel.html", "rows": rows} if rows else None
