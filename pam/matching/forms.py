"""What a person types about matches, to ask other agencies, and to answer them."""

from django import forms

from pam.matching.models import Match
from pam.ui.forms import Radios

CHOICES = [choice for choice in Match.State.choices if choice[0] != Match.State.NEW]
HINTS = {
    "contacted": "You spoke to them, or asked somebody to.",
    "no_need": "It is the same, and nothing needs to be shared.",
    "different": "Somebody or something else that looks alike.",
}


class AnswerMatchForm(forms.Form):
    """What came of a match."""

    state = forms.ChoiceField(
        label="What came of it?",
        choices=CHOICES,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Select what came of it"},
    )
    note = forms.CharField(
        label="What you did, or why nothing is needed",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the record. The other agency does not read it.",
        error_messages={"required": "Say what you did, or why nothing is needed"},
    )
