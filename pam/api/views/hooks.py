"""Pages about an agency's webhooks, and the messages that were not delivered."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.api.forms import WebhookForm
from pam.api.selectors import hooks as selectors
from pam.api.selectors.tokens import allowed, systems_of
from pam.api.services import hooks as services
from pam.api.views.tokens import ADMINISTRATORS
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.reference.forms.settings import RefusalForm

SHOWN_ONCE = "api_hook_secret"


@require_GET
def webhooks(request):
    """The webhooks of the agency; a new secret, once."""
    reader = request.reader
    administers = reader.has_role(*ADMINISTRATORS)
    context = {
        "allowed": allowed(reader.agency_id),
        "webhooks": selectors.webhooks_of(reader),
        "systems": systems_of(reader),
        "administers": administers,
        "dead": selectors.dead_of(reader) if administers else [],
        "secret": request.session.pop(SHOWN_ONCE, ""),
    }
    log(reader, Verb.CONSULTATION, "list webhooks")
    return render(request, "api/webhooks.html", context)


class NewWebhook(ServiceFormView):
    """Asks for a webhook; its secret is shown on the next page, once."""

    roles = ADMINISTRATORS
    form_class = WebhookForm
    template_name = "api/webhook_new.html"

    def form_arguments(self):
        """The reader, whose agency's systems are offered."""
        return {"reader": self.reader}

    def save(self, form):
        """Asks for it."""
        row, self.request.session[SHOWN_ONCE] = services.ask_for_webhook(
            actor=self.reader, **form.cleaned_data
        )
        return row

    def next_page(self, saved):
        """The list."""
        return reverse("api:webhooks")


class AboutWebhook(ConfirmView):
    """One step about a webhook of the agency; 404 where it can't be taken."""

    states = ("In use",)

    def open(self, uuid):
        """Finds the webhook."""
        self.row = selectors.webhook_of(self.reader, uuid)
        if self.row is None or not self.fits():
            raise Http404

    def fits(self):
        """Whether the step can be taken."""
        return self.row.state in self.states

    def ask(self):
        """The question, with what the webhook is for."""
        return self.question.format(self.row.label)

    def context(self):
        """Where it sends, and who asks."""
        row = self.row
        facts = [
            ("System", row.membership.user.name),
            ("Sends to", row.url),
            ("Asked by", row.asked_by.user.name),
        ]
        return {**super().context(), "facts": facts}

    def next_page(self, saved):
        """The list."""
        return reverse("api:webhooks")


class AcceptWebhook(AboutWebhook):
    """Lets it work."""

    question = "Accept the webhook “{}”?"
    consequences = [
        "pam then tells this address what kind of thing changed, when, and where in the API. No case text.",
        "Accept only if you know the program behind the address and why it needs this.",
    ]
    confirm_label = "Accept"
    done = "Accepted. The webhook works now."

    def fits(self):
        """Whether it is the reader's to decide."""
        return self.row.mine

    def save(self, form):
        """Accepts it."""
        return services.accept_webhook(actor=self.reader, webhook=self.row)


class RefuseWebhook(AboutWebhook):
    """It never works."""

    form_class = RefusalForm
    question = "Refuse the webhook “{}”?"
    confirm_label = "Refuse"
    danger = True
    done = "Refused. Nothing is sent to it."

    def fits(self):
        """Whether it is the reader's to decide."""
        return self.row.mine

    def save(self, form):
        """Refuses it."""
        return services.refuse_webhook(actor=self.reader, webhook=self.row, **form.cleaned_data)


class EndWebhook(AboutWebhook):
    """Ends it, or withdraws it while it waits."""

    roles = ADMINISTRATORS
    states = ("Waiting", "In use")
    question = "End the webhook “{}”?"
    consequences = ["Nothing more is sent to it.", "It cannot be brought back: ask for a new one instead."]
    confirm_label = "End it"
    danger = True
    done = "Ended. Nothing more is sent to it."

    def save(self, form):
        """Ends it."""
        return services.end_webhook(actor=self.reader, webhook=self.row)


class NewSecret(AboutWebhook):
    """A new secret; the one before it signs for a day more."""

    roles = ADMINISTRATORS
    states = ("Waiting", "In use")
    question = "Make a new secret for “{}”?"
    consequences = [
        "The new secret is shown once, on the next page.",
        "For a day messages are signed with both; then the secret of before no longer counts.",
    ]
    confirm_label = "Make a new secret"

    def save(self, form):
        """Makes it."""
        self.request.session[SHOWN_ONCE] = services.rotate_secret(actor=self.reader, webhook=self.row)


class TestWebhook(AboutWebhook):
    """Sends a message that says nothing but that it is a test."""

    roles = ADMINISTRATORS
    question = "Send a test to “{}”?"
    consequences = ["It names no record. How it went is on the list of webhooks within a minute."]
    confirm_label = "Send a test"
    done = "The test is on its way. This page says within a minute how it went."

    def save(self, form):
        """Owes it."""
        return services.send_test(actor=self.reader, webhook=self.row)


class SendAgain(ConfirmView):
    """Tries a message that was given up anew."""

    roles = ADMINISTRATORS
    question = "Send this message again?"
    consequences = ["It keeps its id, so that the receiver knows it if it came before."]
    confirm_label = "Send again"
    done = "It is being sent again."

    def open(self, uuid):
        """Finds the message."""
        self.row = selectors.dead_message(self.reader, uuid)
        if self.row is None:
            raise Http404

    def context(self):
        """Which webhook, and why it was given up."""
        facts = [("Webhook", self.row.webhook.label), ("Message", self.row.kind), ("Last try", self.row.why)]
        return {**super().context(), "facts": facts}

    def save(self, form):
        """Lets it be tried."""
        return services.send_dead_again(actor=self.reader, delivery=self.row)

    def next_page(self, saved):
        """The list."""
        return reverse("api:webhooks")
