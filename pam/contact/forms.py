"""What people type on the front page, and what an administrator notes about it."""

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError

from pam.contact import limits
from pam.contact.models import ContactRequest
from pam.forms.base import ServiceForm
from pam.reference.selectors.settings import setting
from pam.ui.forms import Radios

REGION = "GB"
TOO_FAST = "This was filled in very quickly. Check it and send it again."
OLD = "This page was opened more than a day ago. Check what you typed and send it again."


class TelephoneField(forms.CharField):
    """A telephone number, as phonenumbers knows it; kept as it is written internationally."""

    def clean(self, value):
        """ "+44 20 7946 0000"; a number without a country is a British one. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError("Enter a telephone number, like 020 7946 0000")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class GetInTouchForm(ServiceForm):
    """A question from a person who need not have an account."""

    mark_optional = True
    kind = ContactRequest.Kind.QUESTION
    name = forms.CharField(
        label="Full name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organisation = forms.CharField(
        label="Agency or organisation",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="We answer to this address.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    telephone = TelephoneField(
        label="Telephone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    words = forms.CharField(
        label="How can we help?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Do not include names or details of a case, a victim or a suspect.",
        error_messages={"required": "Say how we can help"},
    )
    updates = forms.BooleanField(required=False)
    # Not for people: a program that fills in every box fills in this one (hidden by static/css/access.css).
    website = forms.CharField(label="Leave this box empty", required=False, max_length=200)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["updates"].label = setting("contact.consent")
        self.initial.setdefault("opened", limits.opened_now())

    def clean(self):
        """Asks again what a program may have sent. Nothing typed is lost: a person sends it once more."""
        data = super().clean()
        if data.get("website"):
            self.add_error("website", "Leave this box empty")
        seconds = limits.seconds_since(data.get("opened") or "")
        if seconds is None:
            self.carry(opened=limits.opened_now())
            self.add_error(None, ValidationError(OLD, code="old"))
        elif seconds < setting("contact.least_seconds"):
            self.add_error(None, ValidationError(TOO_FAST, code="too_fast"))
        return data

    def values(self):
        """The arguments of `services.send`."""
        return {
            "kind": self.kind,
            **{name: value for name, value in self.cleaned_data.items() if name not in {"website", "opened"}},
        }


class AccountForm(GetInTouchForm):
    """A request for an account."""

    kind = ContactRequest.Kind.ACCOUNT
    post = forms.CharField(label="Your post", max_length=120, help_text="Your rank or job.")
    field_order = ["name", "organisation", "post", "email", "telephone", "words"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "Your work address. An invitation would go there."
        self.fields["words"].label = "What do you need pam for?"
        self.fields["words"].error_messages["required"] = "Say what you need pam for"


class AnswerForm(ServiceForm):
    """How a message was answered."""

    outcome = forms.ChoiceField(
        label="How was it answered?",
        choices=[
            choice for choice in ContactRequest.Outcome.choices if choice[0] != ContactRequest.Outcome.INVITED
        ],
        widget=Radios,
        error_messages={"required": "Select how it was answered"},
    )
    note = forms.CharField(
        label="Note",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you said, or why it is refused. The other administrators read it.",
    )
