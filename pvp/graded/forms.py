"""What a person may type about graded information. Who the source is is not asked."""

from django import forms
from django.utils import timezone

from pam.forms.base import VersionFields
from pam.records.forms import AudienceFields
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios
from pvp.models import GradedInformation


class GradedForm(AudienceFields, forms.ModelForm):
    """A new piece of information with its grading."""

    on = GovukDateField(
        label="Day of the information",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    checked = forms.BooleanField(
        label="I looked at it again: nothing in it tells who the source is", required=False
    )

    class Meta:
        model = GradedInformation
        fields = ["text", "source", "assessment", "handling", "conditions", "log_reference", "on"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "conditions": forms.Textarea(attrs={"rows": 2}),
            "source": Radios(small=True),
            "assessment": Radios(small=True),
            "handling": Radios(small=True),
        }
        labels = {
            "text": "Information",
            "source": "Source",
            "assessment": "Assessment of the information",
            "handling": "Handling",
            "conditions": "Handling conditions",
            "log_reference": "Reference of the intelligence log",
        }
        help_texts = {
            "text": "Sanitised, as the log gives it. Nothing that tells who said it, or how they could know.",
            "conditions": "Needed for C.",
            "log_reference": "Those who may ask the intelligence unit do so by this. pam holds no more.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("source", "assessment", "handling"):
            field = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0]]
        if "checked" not in self.data and not self.is_bound:
            self.fields["checked"].widget = forms.HiddenInput()


class WithdrawForm(VersionFields):
    """Why graded information is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it is withdrawn"},
    )
