"""Adding an action to a record, changing it, and saying what came of it."""

from copy import copy

from django.contrib import messages
from django.shortcuts import redirect, render

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.actions.forms.actions import ActionEditForm, ActionForm, FinishForm
from pam.actions.services import tracker
from pam.actions.views.actions import opened, record_of
from pam.audit.services import Verb, log
from pam.records.forms import EndForm
from pam.records.page import record_context
from pam.records.views import refuse


def record_to_add_to(request, uuid):
    """The record with this `uuid`, if the reader may add to it; logs the look."""
    record = record_of(request.reader, uuid=uuid)
    visibility.require(request.reader, record, Level.CONTRIBUTE)
    log(request.reader, Verb.CONSULTATION, "open to add", [record.pk])
    return record


def add(request, uuid):
    """Adds an action to a record."""
    record = record_to_add_to(request, uuid)
    level = visibility.level(request.reader, record)
    start = {"owner": request.reader.membership_id, "plan": request.GET.get("plan", "")[:60]}
    form = ActionForm(request.POST or None, initial=start, reader=request.reader, record=record, level=level)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            tracker.add(
                actor=request.reader,
                record=record,
                title=data["title"],
                details=data["details"],
                owner=data["owner"],
                due=data["due"],
                four_p=data["four_p"],
                plan=data["plan"],
                agencies=form.addressed_to(),
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"Action added for {data['owner'].user.name}.")
            return redirect(record)
    return render(request, "actions/add.html", {**record_context(request, record), "form": form})


def edit(request, uuid):
    """Changes an open action."""
    action, record = opened(request, uuid, level=Level.CONTRIBUTE, how="open to change")
    # The form works on a copy: what is typed must not show as saved while it is refused.
    form = ActionEditForm(request.POST or None, instance=copy(action), reader=request.reader, record=record)
    context = {
        **record_context(request, record),
        "action_uuid": action.uuid,
        "name": action.title,
        "form": form,
    }

    def save(data):
        tracker.edit(actor=request.reader, action=form.save(commit=False), version=data["version"])

    return _save(request, form, save, "actions/edit.html", context, "Saved.")


def finish(request, uuid):
    """Says that an action is done, and what came of it. Its owner may, also without being able to add."""
    action, record = opened(request, uuid, how="open to finish")
    context = record_context(request, record)
    if not tracker.may_finish(request.reader, action, context["level"]):
        visibility.require(request.reader, action, Level.CONTRIBUTE)
    form = FinishForm(request.POST or None, initial={"version": action.version})

    def save(data):
        tracker.finish(actor=request.reader, action=action, version=data["version"], outcome=data["outcome"])

    words = {
        "question": "Is this action done?",
        "confirm": "Mark as done",
        "meaning": "It will leave the owner’s list. The record’s chronology will show the outcome.",
    }
    return _save(
        request,
        form,
        save,
        "actions/end.html",
        {**context, **words, "action": action, "form": form},
        "Action done.",
    )


def cancel(request, uuid):
    """Says that an action will not be done, and why."""
    action, record = opened(request, uuid, level=Level.CONTRIBUTE, how="open to cancel")
    form = EndForm(request.POST or None, initial={"version": action.version})

    def save(data):
        tracker.cancel(actor=request.reader, action=action, version=data["version"], reason=data["reason"])

    words = {
        "question": "Cancel this action?",
        "confirm": "Cancel the action",
        "danger": True,
        "meaning": "It will leave the owner’s list. You can reopen it.",
    }
    context = {**record_context(request, record), **words, "action": action, "form": form}
    return _save(request, form, save, "actions/end.html", context, "Action cancelled.")


def reopen(request, uuid):
    """Opens a finished action again, and says why."""
    action, record = opened(request, uuid, level=Level.CONTRIBUTE, how="open to reopen")
    form = EndForm(request.POST or None, initial={"version": action.version})

    def save(data):
        tracker.reopen(actor=request.reader, action=action, version=data["version"], reason=data["reason"])

    words = {
        "question": "Reopen this action?",
        "confirm": "Reopen",
        "meaning": "It will return to the owner’s list. Its outcome stays in the chronology.",
    }
    context = {**record_context(request, record), **words, "action": action, "form": form}
    return _save(request, form, save, "actions/end.html", context, "Action reopened.")


def _save(request, form, save, template, context, done):
    """Saves a form of one action and goes to its page, or shows the form (again) with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect("actions:detail", request.resolver_match.kwargs["uuid"])
    return render(request, template, context)
