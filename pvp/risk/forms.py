"""What a supervisor may type about a high risk."""

from django import forms

from pam.forms.base import VersionFields


class SeeForm(VersionFields):
    """What a supervisor makes of a high risk."""

    note = forms.CharField(
        label="What do you make of it?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Is the grade right, is the plan enough for tonight, and who does what next?",
        error_messages={"required": "Say what you make of it"},
    )
