"""The owner's answer to an action: accepted with one press, declined with a reason, or handed on."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pam.actions.forms.actions import HandOnForm
from pam.actions.selectors.actions import owns
from pam.actions.services import answers
from pam.actions.views.actions import opened
from pam.actions.views.change import ActionFormView, EndActionView
from pam.forms.views import press

BACK = {"work": "home", "waiting": "waiting", "list": "actions:list"}


@require_POST
def accept(request, uuid):
    """Accepts an action that the reader was given; back to the page of the button (`back`)."""
    action, _ = opened(request, uuid, operation="open to accept")
    press(
        request,
        lambda: answers.accept(actor=request.reader, action=action),
        f"Accepted: {action.title}",
    )
    back = BACK.get(request.POST.get("back", ""))
    return redirect(reverse(back) if back else reverse("actions:detail", args=[action.uuid]))


class DeclineAction(EndActionView):
    """Says that its owner will not do an action, and why."""

    look = "open to decline"
    question = "Decline this action?"
    confirm_label = "Decline"
    meaning = "It goes back to the person who raised it, with your reason."
    done = "Action declined. The person who raised it is told."

    def require(self):
        """Raises PermissionDenied for others than its owner."""
        if not owns(self.reader, self.action):
            raise PermissionDenied

    def save(self, form):
        """Declines the action."""
        return answers.decline(actor=self.reader, action=self.action, **form.cleaned_data)


class HandOnAction(ActionFormView):
    """Gives an open action to another owner."""

    look = "open to hand on"
    form_class = HandOnForm
    template_name = "actions/hand_on.html"

    def require(self):
        """Raises PermissionDenied for others than its owner who may not change it."""
        if not owns(self.reader, self.action):
            super().require()

    def form_arguments(self):
        """The action, at the version that the form was opened at."""
        start = {"version": self.action.version}
        return {"initial": start, "reader": self.reader, "action": self.action}

    def save(self, form):
        """Hands it on."""
        return answers.hand_on(actor=self.reader, action=self.action, **form.cleaned_data)

    def done_words(self, saved):
        """Who has it now."""
        return f"Handed on to {saved.owner_name}."
