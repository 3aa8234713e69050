"""What people type when they invite a person, and when they accept."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from pam.access.levels import Marking
from pam.access.models import User
from pam.accounts.forms.people import PersonFields
from pam.forms.base import ServiceForm


class InviteForm(PersonFields):
    """Who an administrator invites, and what they will be in the agency."""

    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="Their work email address. We will send the link to it.",
    )
    field_order = ["name", "email"]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        mine = [choice for choice in Marking.choices if choice[0] <= reader.clearance]
        self.fields["clearance"].choices = mine


class FirstPasswordForm(forms.Form):
    """The password of a person new, twice. The rules are Django's validators."""

    password = forms.CharField(
        label="New password",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 14 characters. Three random words are easy to remember and hard to guess.",
    )
    again = forms.CharField(
        label="New password again",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer = offer

    def clean_password(self):
        """The password, if the validators take it for this person."""
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.offer.email, name=self.offer.name))
        return password

    def clean(self):
        """Both must be the same."""
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "The passwords do not match. Enter the same password twice.")
        return data


class AcceptForm(ServiceForm):
    """That one has read a version, and accepts it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    accept = forms.BooleanField(
        label="I have read this and accept it",
        error_messages={"required": "Tick the box to continue, or sign out"},
    )


class ConfirmReviewForm(ServiceForm):
    """Confirms a review; carries what was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReasonForm(ServiceForm):
    """Why something is taken away."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
        help_text="Kept in the log, with your name.",
    )
