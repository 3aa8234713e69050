"""The steps of an action: added by a form, ticked and taken away by buttons on the action's page."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pam.actions.forms.actions import StepsForm
from pam.actions.selectors import steps as selectors
from pam.actions.selectors.actions import owns
from pam.actions.services import steps
from pam.actions.views.actions import opened
from pam.actions.views.change import ActionFormView
from pam.forms.views import press


class AddSteps(ActionFormView):
    """Adds steps to an action, one a line."""

    look = "open to add steps"
    form_class = StepsForm
    template_name = "actions/steps_add.html"

    def require(self):
        """Raises PermissionDenied for others than its owner who may not change it."""
        if not owns(self.reader, self.action):
            super().require()

    def save(self, form):
        """Adds them."""
        return steps.add_steps(actor=self.reader, action=self.action, **form.cleaned_data)

    def done_words(self, saved):
        """How many."""
        return "Step added." if len(saved) == 1 else f"{len(saved)} steps added."

    def next_page(self, saved):
        """The action, at its steps."""
        return f"{super().next_page(saved)}#steps"


def _pressed(request, uuid, step, service, done=""):
    action, _ = opened(request, uuid, operation="open to change steps")
    row = selectors.step(request.reader, action, step)
    press(request, lambda: service(row), done)
    return redirect(f"{reverse('actions:detail', args=[action.uuid])}#steps")


@require_POST
def tick(request, uuid, step):
    """Says that a step is done, or with `undo` that it is not."""
    done = "undo" not in request.POST
    return _pressed(request, uuid, step, lambda row: steps.tick(actor=request.reader, step=row, done=done))


@require_POST
def remove(request, uuid, step):
    """Takes a step away."""
    return _pressed(
        request, uuid, step, lambda row: steps.remove(actor=request.reader, step=row), "Step removed."
    )
