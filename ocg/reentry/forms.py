"""What a person may say about typing."""

from django import forms
from django.utils import timezone

from pam.forms.base import ServiceForm
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField


class TypingForm(ServiceForm):
    """When a section was typed, and under which reference it is there."""

    typed_on = GovukDateField(
        label="Typed on",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-1),
        latest=timezone.localdate,
    )
    reference = forms.CharField(label="Reference there", max_length=60, required=False)
