"""Reading and accepting the terms; an administrator's list of who did."""

from django.http import Http404
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from pam.accounts import required_terms
from pam.accounts.forms.invitations import AcceptForm
from pam.accounts.selectors import terms_of_use as terms_selectors
from pam.accounts.services import terms_of_use as services
from pam.accounts.views.people import for_administrators, turn
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView


class Terms(ServiceFormView):
    """The version that is current: to accept, or to read again."""

    form_class = AcceptForm
    template_name = "accounts/terms.html"

    def open(self, kind):
        """Finds the version that is current. What systems keep to is accepted for each of them."""
        self.kind, self.standing = kind, terms_selectors.current(kind)
        if self.standing is None or kind == terms_selectors.Kind.SYSTEMS:
            raise Http404

    def form_arguments(self):
        """The version that is read, and where the person was going."""
        return {"initial": {"version": self.standing.version, "next": self.next_page(None)}}

    def save(self, form):
        """Accepts the version."""
        return services.accept(actor=self.reader, kind=self.kind, version=form.cleaned_data["version"])

    def next_page(self, saved):
        """Where the person was going, if that is a page of ours; else the first page."""
        request = self.request
        wanted = request.POST.get("next") or request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            wanted, {request.get_host()}, require_https=request.is_secure()
        )
        return wanted if safe else "/"

    def context(self):
        """The text, and when it was accepted."""
        if self.form.has_error("version"):
            # Another one is shown than was ticked.
            self.form.carry(version=self.standing.version, accept="")
        accepted_at = terms_selectors.accepted_at(self.reader, self.standing)
        return {"terms": self.standing, "accepted_at": accepted_at}


terms = required_terms.requires_no_acceptance(Terms.as_view())


@require_GET
@for_administrators
def acceptances(request):
    """Who of the agency accepted which version, and when."""
    context = turn(request, terms_selectors.acceptances_of(request.reader))
    for kind in terms_selectors.OF_PEOPLE:
        context[f"current_{kind.value}"] = terms_selectors.current(kind)
    log(request.reader, Verb.CONSULTATION, "list acceptances")
    return render(request, "accounts/acceptances.html", context)
