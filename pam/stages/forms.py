"""What a person types with a move."""

from django import forms
from django.utils import timezone

from pam.forms.base import VersionFields
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios


class MoveForm(VersionFields):
    """The day of a move, and why."""

    on = GovukDateField(
        label="Day of the move",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, choice, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = choice.reason


class DecisionForm(VersionFields):
    """Whether a move that was asked for is made, and what is said to it."""

    answer = forms.ChoiceField(
        label="Your decision",
        choices=[("approve", "Approve: it is made now"), ("refuse", "Refuse")],
        widget=Radios,
    )
    decision = forms.CharField(
        label="What you say to it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed if you refuse.",
    )

    def clean(self):
        """A refusal says why."""
        cleaned = super().clean()
        if cleaned.get("answer") == "refuse" and not cleaned.get("decision"):
            self.add_error("decision", "Say why it is refused.")
        return cleaned


class WithdrawForm(VersionFields):
    """Why a move that waits is taken back."""

    decision = forms.CharField(
        label="Why?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
