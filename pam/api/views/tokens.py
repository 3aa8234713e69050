"""Pages about an agency's systems and their tokens."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.api.forms import SystemForm, TokenForm
from pam.api.selectors import tokens as selectors
from pam.api.selectors.terms import systems_with_terms
from pam.api.services import tokens as services
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.reference.forms.settings import RefusalForm

ADMINISTRATORS = (selectors.ADMINISTRATOR,)
SHOWN_ONCE = "api_secret"


@require_GET
def systems(request):
    """The systems and tokens of the agency; a new secret, once."""
    reader = request.reader
    context = {
        "allowed": selectors.allowed(reader.agency_id),
        "systems": systems_with_terms(reader),
        "tokens": selectors.tokens_of(reader),
        "administers": reader.has_role(*ADMINISTRATORS),
        "secret": request.session.pop(SHOWN_ONCE, ""),
    }
    log(reader, Verb.CONSULTATION, "list tokens")
    return render(request, "api/systems.html", context)


@require_GET
def openapi(request):
    """The OpenAPI document, for those who may manage tokens."""
    from pam.api.door import api

    if not request.reader.has_role(*ADMINISTRATORS):
        raise PermissionDenied
    response = JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"))
    response["Content-Disposition"] = 'attachment; filename="pam-openapi.json"'
    return response


class NewSystem(ServiceFormView):
    """Adds a system."""

    roles = ADMINISTRATORS
    form_class = SystemForm
    template_name = "api/system_new.html"

    def save(self, form):
        """Adds it."""
        return services.add_system(actor=self.reader, **form.cleaned_data)

    def done_words(self, saved):
        """Its name, and what comes next."""
        return f"{saved.user.name} is added. Give it teams and a clearance, then ask for a token."

    def next_page(self, saved):
        """The system, where it is given teams and a clearance."""
        return reverse("accounts:person", args=[saved.uuid])


class NewToken(ServiceFormView):
    """Asks for a token; its secret is shown on the next page, once."""

    roles = ADMINISTRATORS
    form_class = TokenForm
    template_name = "api/token_new.html"

    def form_arguments(self):
        """The reader, whose agency's systems are offered."""
        return {"reader": self.reader}

    def save(self, form):
        """Asks for it."""
        row, self.request.session[SHOWN_ONCE] = services.ask_for_token(actor=self.reader, **form.cleaned_data)
        return row

    def next_page(self, saved):
        """The list."""
        return reverse("api:systems")


class AboutToken(ConfirmView):
    """One step about a token of the agency; 404 where it can't be taken."""

    def open(self, uuid):
        """Finds the token."""
        self.row = selectors.token_of(self.reader, uuid)
        if self.row is None or not self.fits():
            raise Http404

    def fits(self):
        """Whether the step can be taken."""
        return self.row.mine

    def ask(self):
        """The question, with what the token is for."""
        return self.question.format(self.row.label)

    def context(self):
        """What is asked for, and who asks."""
        row = self.row
        facts = [
            ("System", row.membership.user.name),
            ("May", "; ".join(row.scope_words)),
            ("Comes from", row.networks or "Anywhere"),
            ("Begins with", row.prefix),
            ("Asked by", row.asked_by.user.name),
        ]
        return {**super().context(), "facts": facts}

    def next_page(self, saved):
        """The list."""
        return reverse("api:systems")


class AcceptToken(AboutToken):
    """Lets it work."""

    question = "Accept the token “{}”?"
    consequences = [
        "It works immediately: a program then reads and writes for your agency, without anyone watching.",
        "Accept only if you know the system and why it needs this.",
    ]
    confirm_label = "Accept"
    done = "Accepted. The token works now."

    def save(self, form):
        """Accepts it."""
        return services.accept_token(actor=self.reader, token=self.row)


class RefuseToken(AboutToken):
    """It never works."""

    form_class = RefusalForm
    question = "Refuse the token “{}”?"
    confirm_label = "Refuse"
    danger = True
    done = "Refused. The token does not work."

    def save(self, form):
        """Refuses it."""
        return services.refuse_token(actor=self.reader, token=self.row, **form.cleaned_data)


class EndToken(AboutToken):
    """Revokes it, or withdraws it while it waits."""

    roles = ADMINISTRATORS
    question = "Revoke the token “{}”?"
    consequences = ["It stops immediately.", "It cannot be brought back: ask for a new one instead."]
    confirm_label = "Revoke it"
    danger = True
    done = "Revoked. The token no longer works."

    def fits(self):
        """Whether it waits or is in use."""
        return self.row.state in {"Waiting", "In use", "Expired"}

    def save(self, form):
        """Revokes it."""
        return services.end_token(actor=self.reader, token=self.row)
