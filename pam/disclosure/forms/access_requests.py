"""What a person types at a closed door, on either side of it."""

from django import forms

from pam.access.errors import Refused
from pam.access.levels import Level
from pam.disclosure.forms.shares import ShareForm
from pam.disclosure.selectors.access_requests import REQUESTABLE_LEVELS, receiver
from pam.forms.base import ServiceForm
from pam.ui.forms import Radios

LEVELS = [(level.value, level.label) for level in REQUESTABLE_LEVELS]
HINTS = {
    "2": "Read it and the parts that are for everyone with access.",
    "3": "Also add notes, documents and actions.",
}


class AskForm(ServiceForm):
    """How far a person wants in, and why."""

    wanted = forms.TypedChoiceField(
        label="What you need to do",
        coerce=int,
        choices=LEVELS,
        initial=Level.VIEW,
        widget=Radios(hints=HINTS),
    )
    reason = forms.CharField(
        label="Why you need access",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The owner team will read this. Say what you are working on and what you need to know.",
        error_messages={"required": "Say why you need access"},
    )


class AcceptForm(ShareForm):
    """How the asker is let in: a share like any other, but for its receiver."""

    whole_agency = forms.TypedChoiceField(
        label="Who gets access",
        coerce=lambda value: value == "agency",
        initial="person",
        empty_value=False,
        choices=[("person", "The person who asked"), ("agency", "Everyone at their agency")],
        widget=Radios,
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        del self.fields["principal"], self.fields["other"]
        self.fields["level"].choices = LEVELS
        self.fields["level"].initial = request.wanted
        self.fields["reason"].label = "Your answer"
        self.fields[
            "reason"
        ].help_text = "Why it is necessary and proportionate. The person who asked will read this too."
        self.fields["reason"].error_messages["required"] = "Say why you are giving access"

    def choose_receiver(self, cleaned):
        """Puts the asker, or their agency, under `principal`."""
        try:
            cleaned["principal"] = receiver(self.request, cleaned.get("whole_agency", False))
        except Refused as refused:
            self.add_error(None, refused.message)


class BreakGlassForm(ServiceForm):
    """Which record must be opened, and why."""

    mark_optional = False
    reference = forms.CharField(
        label="Reference of the record",
        max_length=40,
        help_text="For example OCG-26-K7QX.",
        error_messages={"required": "Enter the reference of the record"},
    )
    reason = forms.CharField(
        label="Why you must open it now",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The record’s lead and the auditors will read this.",
        error_messages={"required": "Say why you must open it"},
    )
    understood = forms.BooleanField(
        label="I have read the warning", error_messages={"required": "Tick that you have read the warning"}
    )


class ReviewUseForm(ServiceForm):
    """An auditor's mark on an opening."""

    justified = forms.TypedChoiceField(
        label="Was it justified?",
        coerce=lambda value: value == "yes",
        widget=Radios,
        choices=[("yes", "Justified"), ("no", "Not justified")],
        error_messages={"required": "Select whether it was justified"},
    )
    words = forms.CharField(
        label="Reasons for your decision",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give reasons for your decision"},
    )


class DeclineForm(ServiceForm):
    """Reason for declining."""

    reason = forms.CharField(
        label="Reason for declining",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person who asked will read this. Do not mention what is in the record.",
        error_messages={"required": "Give a reason for declining"},
    )
