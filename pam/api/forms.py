"""What an administrator types about systems and tokens."""

from django import forms

from pam.api.models import Scope
from pam.api.selectors.tokens import systems_of
from pam.forms.base import ServiceForm
from pam.reference.selectors.settings import setting


class SystemForm(ServiceForm):
    """A new system."""

    name = forms.CharField(
        label="Name of the system",
        max_length=100,
        help_text="For example: Custody system. The log and the chronology show this name.",
    )


class SystemChoice(forms.ModelChoiceField):
    """A system by its name."""

    def label_from_instance(self, row):
        """The system's name."""
        return row.user.name


class TokenForm(ServiceForm):
    """A new token: for which system, for what, from where and how long."""

    system = SystemChoice(queryset=None, empty_label="Choose the system")
    label = forms.CharField(
        label="What it is for", max_length=80, help_text="For example: nightly copy of due dates."
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what it may do"},
        help_text="It reaches only the records that the system itself may open.",
    )
    days = forms.IntegerField(label="Days that it works", min_value=1, max_value=730)
    networks = forms.CharField(
        label="Networks that it comes from",
        max_length=800,
        required=False,
        help_text="Addresses or networks, like 192.0.2.10 or 192.0.2.0/24. Empty: from anywhere.",
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = systems_of(reader)
        most = setting("api.token_days", reader.agency_id)
        days = self.fields["days"]
        days.initial, days.help_text = most, f"At most {most}."
        days.widget.attrs |= {"class": "govuk-input--width-5", "inputmode": "numeric"}


class SystemTermsForm(ServiceForm):
    """That one has read the terms for systems, and answers for this one."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    accept = forms.BooleanField(
        label="I have read this and accept it for the agency. I answer for what this system does.",
        error_messages={"required": "Tick the box to accept it, or go back"},
    )


class WebhookForm(ServiceForm):
    """A new webhook: of which system, to which address."""

    system = SystemChoice(
        queryset=None,
        empty_label="Choose the system",
        help_text="pam tells the address only about what this system may open.",
    )
    label = forms.CharField(
        label="What it is for", max_length=80, help_text="For example: case system takes over due dates."
    )
    url = forms.CharField(
        label="Address",
        max_length=400,
        help_text="It begins with https:// and is public: pam sends nothing into internal networks.",
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = systems_of(reader)
