"""Applying a plan: choose it, look at its actions, add them in one go."""

from django.contrib import messages
from django.shortcuts import redirect, render

from pam.access.errors import Refused
from pam.actions.forms.actions import PlanChoiceForm, PlanForm, PlanStepFormSet
from pam.actions.services import tracker
from pam.actions.views.change import record_to_add_to
from pam.records.page import record_context
from pam.records.views import refuse


def apply_plan(request, uuid):
    """First the choice of a plan (`?template=`), then its actions to tick, then all of them at once."""
    record = record_to_add_to(request, uuid)
    choice = PlanChoiceForm(request.GET or None, kind=record.kind)
    context = {**record_context(request, record), "choice": choice}
    if not (choice.is_bound and choice.is_valid()):
        return render(request, "actions/plan_choice.html", context)
    template = choice.cleaned_data["template"]
    form = PlanForm(request.POST or None, reader=request.reader, record=record, level=context["level"])
    steps = _steps(request, record, template)
    if request.method == "POST" and all([form.is_valid(), steps.is_valid()]):
        try:
            made = tracker.apply_plan(
                actor=request.reader,
                record=record,
                template=template,
                steps=steps.kept(),
                agencies=form.addressed_to(),
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"{len(made)} actions added to the {template.plan}.")
            return redirect(record)
    return render(
        request, "actions/plan.html", {**context, "template": template, "form": form, "steps": steps}
    )


def _steps(request, record, template):
    """The template's steps, each with the record's lead as owner, or the reader where the lead can't be."""
    people = {person.pk: person for person in tracker.possible_owners(request.reader, record)}
    owner = next((pk for pk in (record.lead_id, request.reader.membership_id) if pk in people), None)
    return PlanStepFormSet(request.POST or None, template=template, people=people, owner=owner)
