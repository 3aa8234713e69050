"""What a person types about the views of a person in a case, and about the ground."""

from django import forms
from django.utils import timezone

from pam.access.models import LawfulBasis
from pam.forms.base import VersionFields
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios
from pvp.models import PersonVoice


def _past_day(label):
    return GovukDateField(
        label=label, required=False, earliest=lambda: years_from_today(-10), latest=timezone.localdate
    )


class VoiceForm(VersionFields, forms.ModelForm):
    """What a person wants, whether they know of the case, consent or another ground."""

    asked_on = _past_day("When they said it")
    told_on = _past_day("Told on")

    class Meta:
        model = PersonVoice
        fields = [
            "wishes",
            "asked_on",
            "told",
            "told_on",
            "not_told_because",
            "consent",
            "basis",
            "why",
        ]
        labels = {
            "wishes": "Views and wishes",
            "told": "Do they know of the case?",
            "not_told_because": "Why they should not be told",
            "consent": "Consent",
            "basis": "Lawful basis, if not consent",
            "why": "Why it is necessary and proportionate",
        }
        widgets = {
            "wishes": forms.Textarea(attrs={"rows": 4}),
            "told": Radios(inline=False, small=True),
            "consent": Radios(small=True),
        }
        help_texts = {
            "wishes": "In their own words where you can. Say if they were alone, and who interpreted.",
            "not_told_because": "For example: it would put her at risk, he reads her telephone.",
            "consent": "Select given only if consent is the ground. Else choose the lawful basis.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        self.fields["basis"].queryset = LawfulBasis.objects.order_by("pk")
        self.fields["basis"].empty_label = "Choose"
        self.fields["asked_on"].name_in_errors = "the day they said it"
        self.fields["told_on"].name_in_errors = "the day they were told"
        for name in ("told", "consent"):
            self.fields[name].choices = self.Meta.model._meta.get_field(name).choices
