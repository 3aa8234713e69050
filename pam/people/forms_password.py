"""Where to send the link for a new password."""

from pam.access import forms

from . import passwords


class ResetPasswordForm(forms.ResetPasswordForm):
    """The page for a forgotten password: it writes down the address, and the system worker does the rest."""

    def save(self, request, **kwargs):
        """Keeps the address for the job; returns it."""
        passwords.ask(self.cleaned_data["email"])
        return self.cleaned_data["email"]
