"""What a person types about matches, to ask other agencies, and to answer them."""

from django import forms

from pam.forms.base import ServiceForm
from pam.matching.models import Match
from pam.ui.forms import Radios

CHOICES = [choice for choice in Match.State.choices if choice[0] != Match.State.NEW]
HINTS = {
    "contacted": "You contacted them, or asked a colleague to.",
    "no_need": "It is the same, but nothing needs to be shared.",
    "different": "A different person or thing that looks similar.",
}


class AnswerMatchForm(ServiceForm):
    """What came of a match."""

    state = forms.ChoiceField(
        label="What was the outcome?",
        choices=CHOICES,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Select the outcome"},
    )
    note = forms.CharField(
        label="What you did, or why nothing is needed",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the record. The other agency does not see it.",
        error_messages={"required": "Say what you did, or why nothing is needed"},
    )
