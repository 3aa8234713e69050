"""The list of actions, and an action's own page."""

from django.http import Http404
from django.shortcuts import render

from pam.access import visibility
from pam.access.paging import page
from pam.actions import panels
from pam.actions.downloads import COLUMNS
from pam.actions.forms.actions import StepsForm
from pam.actions.forms.filters import ActionFilters, action_sorting
from pam.actions.forms.many import ALL, MOST, PICK, picked
from pam.actions.models import Action
from pam.actions.selectors import sanitised as sanitised_selectors
from pam.actions.selectors.actions import may_finish, owns
from pam.actions.selectors.history import changes_of
from pam.actions.selectors.order import awaited
from pam.actions.selectors.rows import ROWS
from pam.actions.selectors.steps import evidence_of, steps_of
from pam.actions.selectors.visits import attach_visits
from pam.audit.services import Verb, log
from pam.lists.opening import keeps
from pam.records.models import Record
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_in
from pam.records.views.download import ListDownload
from pam.records.views.page import record_context
from pam.ui.sorting import CURSORS


def _wanted(request):
    """(form, rows, Sorting) of the list, as the address asks."""
    filters = ActionFilters(request.GET or None)
    rows = filters.narrow(visibility.visible_to(request.reader, Action), request.reader)
    return filters, rows, action_sorting(request)


@keeps("actions")
def actions_list(request):
    """The actions that the reader may see: their own open ones, others by the filters. Soonest due first,
    unless the address says otherwise.
    """
    filters, rows, sorting = _wanted(request)
    shown = page(rows, sorting, request, fetch=ROWS.of(request.reader))
    attach_conditions(request.reader, shown.rows)
    attach_visits(request.reader, shown.rows)
    ids = [action.record_id for action in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Actions")
    context = {"filters": filters, "page": shown, "names": names_in(request.reader, shown.rows)}
    for action in shown.rows:
        action.is_mine = owns(request.reader, action)
    kept = (item for item in request.GET.items() if item[0] not in {*CURSORS, PICK, ALL})
    context |= {"kept_query": list(kept), "most": MOST}
    context["given"] = panels.given_to(request, none=shown.rows and not shown.rows[0].some_given)
    return render(request, "actions/list.html", context)


class DownloadActions(ListDownload):
    """The list of actions as a file."""

    list_name, file_name, columns = "actions:list", "actions", COLUMNS

    def wanted(self):
        """The actions of the list, or those of them that were ticked."""
        _, rows, sorting = _wanted(self.request)
        return (picked(rows, self.request.GET) if PICK in self.request.GET else rows), sorting


def opened(request, uuid, *, operation="open action"):
    """(action, its record) for `request.reader`, the record with its team, agency and lead; logs the look.

    Raises Http404 for hidden and absent alike.
    """
    rows = visibility.visible_to(request.reader, Action).filter(uuid=uuid)
    action = rows.select_related(
        "owner__user", "owner_team", "owner_agency", "author__user", "author_agency"
    ).first()
    if action is None:
        raise Http404
    log(request.reader, Verb.CONSULTATION, operation, [action.record_id])
    return action, record_of(request.reader, pk=action.record_id)


def record_of(reader, **lookup):
    """The record `lookup`, as the context of a page needs it. Raises Http404 for hidden and absent alike."""
    rows = (
        visibility.visible_to(reader, Record).filter(**lookup).select_related("team", "agency", "lead__user")
    )
    record = rows.first()
    if record is None:
        raise Http404
    return record


def detail(request, uuid):
    """What is to be done, by which person, until when, the outcome; and who changed it."""
    action, record = opened(request, uuid)
    context = record_context(request, record)
    label_audiences([action], context["level"])
    context |= {"action": action, "changes": changes_of(action)}
    context["may_finish"] = may_finish(request.reader, action, context["level"])
    context["is_owner"] = owns(request.reader, action)
    context["may_change"] = visibility.may_change(request.reader, action, context["level"])
    context["sanitised"] = sanitised_selectors.sanitised_of(action)
    context["steps"] = steps_of(request.reader, action)
    attach_visits(request.reader, [action])
    context["warnings"] = action.visit_warnings
    context["awaited"] = awaited(request.reader, action)
    context["evidence_document"] = evidence_of(request.reader, action)
    context["steps_form"] = StepsForm()
    return render(request, "actions/detail.html", context)
