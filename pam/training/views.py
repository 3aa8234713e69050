"""The page of a training agency, and the button that resets it."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView
from pam.training import selectors, services


@require_GET
def training(request):
    """What training means, and the latest resets, for those who may reset it."""
    rows = selectors.resets_of(request.reader)
    log(request.reader, Verb.CONSULTATION, "list", detail="Resets of training")
    waits = bool(rows) and rows[0].done_at is None
    return render(request, "training/training.html", {"rows": rows, "waits": waits})


class ResetTraining(ConfirmView):
    """Erases the records of the reader's training agency, and loads the demo's."""

    question = "Reset training?"
    consequences = (
        "All records of this training agency are erased, with their documents, actions and history.",
        "The same invented records as at first are loaded. They belong to your team, and you lead them.",
        "People, teams and settings stay. Records of other agencies stay as they are.",
        "This cannot be undone.",
    )
    confirm_label = "Reset training"
    done = "Training will be reset. It takes a minute or two."
    danger = True

    def open(self):
        """Only for those who may."""
        selectors.require_may_reset(self.reader)

    def save(self, form):
        """Asks for it."""
        return services.ask_reset(actor=self.reader)

    def next_page(self, saved):
        """The page of training."""
        return reverse("training:training")
