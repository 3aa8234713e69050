"""What a person may say of an action that is gone through."""

from django import forms
from django.utils import timezone

from meetings.carried.selectors import STILL_OPEN
from pam.actions.models import Action
from pam.forms.base import ServiceForm
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios

ENDS = [(code, label) for code, label in Action.Status.choices if code != Action.Status.OPEN]


class GoThroughForm(ServiceForm):
    """The outcome, a word why, and the new date of one that stays open."""

    came_to = forms.ChoiceField(
        label="Outcome",
        choices=[*ENDS, (STILL_OPEN, "Still open")],
        widget=Radios(small=True),
        error_messages={"required": "Select an outcome"},
    )
    words = forms.CharField(
        label="In a few words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say in a few words what was done, or why not"},
    )
    due = GovukDateField(
        label="New date",
        required=False,
        earliest=timezone.localdate,
        latest=lambda: years_from_today(10),
        help_text="Only if it stays open.",
    )
    mark_optional = False
