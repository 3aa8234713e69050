"""Adding an action to a record, changing it, and saying the outcome."""

from copy import copy

from django.urls import reverse

from pam.access import visibility
from pam.actions.forms.actions import ActionEditForm, ActionForm, FinishForm
from pam.actions.selectors.actions import owns
from pam.actions.selectors.steps import documents_to_show, steps_of
from pam.actions.services import tracker
from pam.actions.views.actions import opened
from pam.forms.views import ServiceFormView
from pam.records.forms import EndForm
from pam.records.views.base import AddToRecordView
from pam.records.views.page import record_context
from pam.reference.selectors.settings import setting


class AddAction(AddToRecordView):
    """Adds an action to a record."""

    form_class = ActionForm
    template_name = "actions/add.html"

    def form_arguments(self):
        """The reader as owner, and the plan that the address names."""
        start = {"owner": self.reader.membership_id, "plan": self.request.GET.get("plan", "")[:60]}
        return {**super().form_arguments(), "initial": start}

    def save(self, form):
        """Adds the action."""
        names = ("title", "details", "owner", "holder", "due", "strand", "plan", "visit", "depends_on")
        values = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
        return tracker.add(actor=self.reader, record=self.record, **values, agencies=form.addressed_to())

    def done_words(self, saved):
        """Who it is for."""
        return f"Action added for {saved.owner_name}."


class ActionFormView(ServiceFormView):
    """A form about one action, `self.action` of `self.record`."""

    look = "open to change"

    def open(self, uuid):
        """Opens the action and its record. Raises as `opened`, and PermissionDenied as `require`."""
        self.action, self.record = opened(self.request, uuid, operation=self.look)
        self.require()

    def require(self):
        """Raises PermissionDenied unless the reader may change the action."""
        visibility.require_change(self.reader, self.action)

    def next_page(self, saved):
        """The action's own page."""
        return reverse("actions:detail", args=[self.action.uuid])

    def context(self):
        """The context of the record's pages, and the action."""
        return {**record_context(self.request, self.record), "action": self.action}


class EditAction(ActionFormView):
    """Changes an open action."""

    form_class = ActionEditForm
    template_name = "actions/edit.html"
    done = "Saved."

    def form_arguments(self):
        """A copy: what is typed must not show as saved while it is refused."""
        return {"instance": copy(self.action), "reader": self.reader, "record": self.record}

    def save(self, form):
        """Saves the action."""
        values = {name: form.cleaned_data[name] for name in ("version", "reason")}
        return tracker.edit(actor=self.reader, action=form.save(commit=False), **values)

    def context(self):
        """The action's address and its name as they are."""
        page = record_context(self.request, self.record)
        return {**page, "action_uuid": self.action.uuid, "name": self.action.title}


class EndActionView(ActionFormView):
    """One question about an action, and what it means."""

    form_class = EndForm
    template_name = "actions/end.html"
    question = confirm_label = meaning = ""
    danger = False

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.action.version}}

    def context(self):
        """The question's words."""
        return {
            **super().context(),
            "question": self.question,
            "confirm": self.confirm_label,
            "meaning": self.meaning,
            "danger": self.danger,
        }


class FinishAction(EndActionView):
    """Says how an action ended, and the outcome. Its owner may, also without being able to add."""

    look = "open to finish"
    form_class = FinishForm
    question = "How did this action end?"
    confirm_label = "Save the outcome"
    meaning = "It will leave the owner’s list. The record’s chronology will show the outcome."

    def require(self):
        """Raises PermissionDenied for others than its owner who may not change it."""
        if not owns(self.reader, self.action):
            super().require()

    def form_arguments(self):
        """The version, the outcome that the address names, whether the reader may take it off the plan."""
        level = visibility.level(self.reader, self.action)
        start = super().form_arguments()["initial"] | {"status": self.request.GET.get("status", "")}
        return {
            "initial": start,
            "may_change": visibility.may_change(self.reader, self.action, level),
            "documents": documents_to_show(self.reader, self.action),
            "asked": setting("actions.evidence_asked", self.reader.agency_id),
        }

    def context(self):
        """How many steps are left, besides."""
        return {**super().context(), "warning": steps_of(self.reader, self.action).open_words}

    def save(self, form):
        """Ends the action."""
        return tracker.finish(actor=self.reader, action=self.action, **form.cleaned_data)

    def done_words(self, saved):
        """How it ended."""
        return f"Action ended: {saved.get_status_display().lower()}."


class ReopenAction(EndActionView):
    """Opens an action again that has ended, and says why."""

    look = "open to reopen"
    question = "Reopen this action?"
    confirm_label = "Reopen"
    meaning = "It will return to the owner’s list. Its outcome stays in the chronology."
    done = "Action reopened."

    def save(self, form):
        """Reopens the action."""
        return tracker.reopen(actor=self.reader, action=self.action, **form.cleaned_data)
