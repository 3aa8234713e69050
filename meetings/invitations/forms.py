"""The form by which a person answers an invitation."""

from django import forms

from meetings.invitations.models import Reply
from pam.forms.base import ServiceForm
from pam.ui.forms import Radios


class ReplyForm(ServiceForm):
    """Attends, does not, sends a deputy, or sends a report instead."""

    answer = forms.ChoiceField(label="Will you attend?", choices=Reply.Answer.choices, widget=Radios())
    deputy = forms.CharField(
        label="Who will attend for you?",
        help_text="Name and post. The chair decides whether to invite them.",
        required=False,
        max_length=200,
    )
    words = forms.CharField(
        label="Message to the chair",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
