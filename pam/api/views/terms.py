"""The terms for systems: read, and accepted for one of them."""

from django.http import Http404
from django.urls import reverse

from pam.access.models import Membership
from pam.api.forms import SystemTermsForm
from pam.api.selectors import terms as selectors
from pam.api.services.terms import accept_for_system
from pam.forms.views import ServiceFormView


class AcceptTerms(ServiceFormView):
    """Accepts the current terms for a system of the agency, by an administrator who answers for it."""

    roles = (Membership.Role.ADMINISTRATOR,)
    form_class = SystemTermsForm
    template_name = "api/system_terms.html"

    def open(self, uuid):
        """Finds the system and the version. Raises Http404."""
        self.standing = selectors.current_terms()
        rows = selectors.systems_with_terms(self.reader)
        self.system = next((row for row in rows if row.uuid == uuid), None)
        if self.system is None or self.standing is None:
            raise Http404

    def form_arguments(self):
        """The version that is read."""
        return {"initial": {"version": self.standing.version}}

    def save(self, form):
        """Accepts it."""
        version = form.cleaned_data["version"]
        return accept_for_system(actor=self.reader, system=self.system, version=version)

    def done_words(self, saved):
        """For which system."""
        return f"{saved} accepted for {self.system.user.name}."

    def next_page(self, saved):
        """The list."""
        return reverse("api:systems")

    def context(self):
        """The text, and by which person it was accepted."""
        if self.form.has_error("version"):  # another one is shown than was ticked
            self.form.carry(version=self.standing.version, accept="")
        return {"terms": self.standing, "system": self.system}
