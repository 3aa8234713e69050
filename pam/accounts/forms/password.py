"""Where to send the link for a new password."""

from pam.accounts.forms import sign_in
from pam.accounts.services import passwords


class ResetPasswordForm(sign_in.ResetPasswordForm):
    """The page for a forgotten password: it writes down the address, and the system worker does the rest."""

    def save(self, request, **kwargs):
        """Keeps the address for the job; returns it."""
        passwords.ask(self.cleaned_data["email"])
        return self.cleaned_data["email"]
