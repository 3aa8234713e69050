"""Case files: the list, a case's page, and its forms."""

from copy import copy

from django.contrib import messages
from django.shortcuts import redirect, render

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.actions.models import Action
from pam.audit.services import Verb, log
from pam.db.prepared import prepared_statements
from pam.records.forms import EndForm
from pam.records.lists import attach_conditions, kind_page, records
from pam.records.page import open_record, record_context, record_page
from pam.records.views import refuse
from pam.reference.selectors.lists import attach_reference_values
from pvp import services
from pvp.forms import CaseFilters, CaseForm, NewCaseForm
from pvp.models import CaseFile

PLAN = "Safety plan"
MOST_ACTIONS = 200


def cases(request):
    """The case files that the reader may see, last changed first, with what waits to be done in each."""
    filters = CaseFilters(request.GET or None)
    rows = filters.narrow(records(request), request.reader)
    shown = kind_page(request, CaseFile, "pvp", rows, related=["lead__user", "agency"])
    attach_conditions(request.reader, shown.rows)
    attach_reference_values(shown.rows, "strand", "grade")
    numbers = [case.pk for case in shown.rows]
    with prepared_statements():
        waiting = (
            visibility.visible_to(request.reader, Action).filter(record_id__in=numbers).waiting_by_record()
        )
    for case in shown.rows:
        case.open_actions, case.overdue_actions = waiting.get(case.pk, (0, 0))
    log(request.reader, Verb.CONSULTATION, "list", numbers, what="PVP cases")
    may_add = bool(request.reader.team_ids)
    return render(request, "pvp/list.html", {"filters": filters, "page": shown, "may_add": may_add})


def new(request):
    """Opens a case file with the person that it is about."""
    form = NewCaseForm(request.POST or None, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            case = services.open_case(
                actor=request.reader, case=form.save(commit=False), name=data["title"], born=data["born"]
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"{case.reference} is open. Next: the safety plan.")
            return redirect(case)
    return render(request, "pvp/new.html", {"form": form, "may_add": bool(request.reader.team_ids)})


def detail(request, uuid):
    """The person and the risk first, then the plan, what they want, and everything that every record has."""
    case = open_record(request, CaseFile, uuid, related=["strand", "grade"])
    context = record_page(request, case)
    actions = _actions(request.reader, case)
    plan = [action for action in actions if action.plan == PLAN and action.status != "cancelled"]
    context |= {
        "person": next((person for person in context["people"] if person.pk == case.person_id), None),
        "plan": plan,
        "plan_name": PLAN,
        "plan_done": sum(action.status == "done" for action in plan),
        "plan_overdue": sum(action.overdue for action in plan),
        "other_actions": [action for action in actions if action not in plan],
    }
    return render(request, "pvp/detail.html", context)


def _actions(reader, case):
    rows = (
        visibility.visible_to(reader, Action)
        .filter(record_id=case.pk)
        .select_related("owner__user", "owner_agency")
    )
    # "open" comes after "done" and "cancelled" in the alphabet.
    return list(rows.order_by("-status", "due", "pk")[:MOST_ACTIONS])


def _change(request, case, form, template, save, done):
    """A form that changes a case file: saves and goes back to it, or shows the form (again)."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect(case)
    return render(request, template, {**record_context(request, case), "form": form})


def _to_change(request, uuid):
    return open_record(
        request, CaseFile, uuid, level=Level.MANAGE, how="open to change", related=["strand", "grade"]
    )


def edit(request, uuid):
    """Changes a case file; a save that comes too late shows both texts."""
    case = _to_change(request, uuid)
    # The form works on a copy: what is typed must not show as the record's own name while it is refused.
    form = CaseForm(request.POST or None, instance=copy(case), reader=request.reader)

    def save(data):
        services.edit_case(
            actor=request.reader,
            case=form.save(commit=False),
            version=data["version"],
            changed=form.changed_data,
        )

    return _change(request, case, form, "pvp/edit.html", save, "Saved.")


def close(request, uuid):
    """Closes a case file, with a reason."""
    case = _to_change(request, uuid)
    form = EndForm(request.POST or None, initial={"version": case.version})

    def save(data):
        services.close_case(actor=request.reader, case=copy(case), **data)

    return _change(request, case, form, "pvp/close.html", save, "The case file is closed.")


def reopen(request, uuid):
    """Opens a closed case file again, with a reason."""
    case = _to_change(request, uuid)
    form = EndForm(request.POST or None, initial={"version": case.version})

    def save(data):
        services.reopen_case(actor=request.reader, case=copy(case), **data)

    return _change(request, case, form, "pvp/reopen.html", save, "The case file is open again.")
