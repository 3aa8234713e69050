"""Applying a plan: choose it, look at its actions, add them in one go."""

from django.shortcuts import render

from pam.actions.forms.actions import PlanChoiceForm, PlanForm, PlanStepFormSet
from pam.actions.selectors import actions as action_selectors
from pam.actions.services import many
from pam.records.views.base import AddToRecordView


class ApplyPlan(AddToRecordView):
    """First the choice of a plan (`?template=`), then its actions to tick, then all of them at once."""

    form_class = PlanForm
    template_name = "actions/plan.html"

    def open(self, uuid):
        """Opens the record. Until a plan is chosen, the page is the choice."""
        super().open(uuid)
        self.choice = PlanChoiceForm(self.request.GET or None, reader=self.reader, record=self.record)
        if not (self.choice.is_bound and self.choice.is_valid()):
            return render(self.request, "actions/plan_choice.html", self.page_context())
        self.plan = self.choice.cleaned_data["template"]

    def page_context(self):
        """The context of the record's pages, and the choice."""
        return {**super().context(), "choice": self.choice}

    def make_form(self, data=None, files=None):
        """The form; and beside it the plan's steps, each with the record's lead as owner, or the reader where
        the lead can't be.
        """
        offer = action_selectors.every_owner(self.reader, self.record)
        lead, reader = str(self.record.lead_id or ""), str(self.reader.membership_id)
        owner = offer.row(lead) or offer.row(reader)
        self.steps = PlanStepFormSet(data, template=self.plan, offer=offer, owner=owner)
        return super().make_form(data, files)

    def valid(self):
        """Both must be."""
        return all([self.form.is_valid(), self.steps.is_valid()])

    def save(self, form):
        """Adds the actions that were kept."""
        return many.apply_plan(
            actor=self.reader,
            record=self.record,
            template=self.plan,
            steps=self.steps.kept(),
            agencies=form.addressed_to(),
        )

    def done_words(self, saved):
        """How many there are."""
        return f"{len(saved.parts)} actions added to the {self.plan.body['plan']}."

    def context(self):
        """The plan and its steps."""
        return {**self.page_context(), "template": self.plan, "steps": self.steps}
