"""What a person may type about who is responsible for a group, and about training."""

from django import forms
from django.utils import timezone

from ocg.responsible.lists import TRAINING
from ocg.responsible.selectors import open_people_to_train, people_to_ask
from pam.forms.base import ServiceForm, VersionFields
from pam.forms.named import NamedField
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios

LONGEST = 2000


class OfferForm(ServiceForm):
    """Who is asked to lead, with what they need to know to take it over."""

    to = NamedField(label="Who is asked", error_messages={"required": "Select who is asked"})
    note = forms.CharField(
        label="Note that hands it over",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is open, what comes next. They and the agency that owns the group read it.",
    )

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(people_to_ask(reader, record))


class AnswerForm(VersionFields):
    """Yes or no, and why not."""

    YES, NO = "accept", "decline"

    decision = forms.ChoiceField(
        label="Do you accept?",
        choices=[(YES, "Yes, I lead it from now on"), (NO, "No")],
        widget=Radios,
        error_messages={"required": "Say whether you accept"},
    )
    answer = forms.CharField(
        label="Why not",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="If you decline.",
    )

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = offer.version
        self.fields["answer"].mark_optional = False

    def clean(self):
        """A reason if it is declined."""
        cleaned = super().clean()
        if cleaned.get("decision") == self.NO and not cleaned.get("answer") and "answer" not in self.errors:
            self.add_error("answer", "Say why not")
        return cleaned


class WithdrawForm(VersionFields):
    """Why it is withdrawn; for a confirmation page."""

    answer = forms.CharField(
        label="Why", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = offer.version


class TrainingForm(ServiceForm):
    """Which training a person of one's own agency had, and when."""

    person = NamedField(label="Person", error_messages={"required": "Select the person"})
    kind = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(), label="Training", empty_label="Choose the training"
    )
    on = GovukDateField(
        label="Day",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-40),
        latest=timezone.localdate,
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(open_people_to_train(reader, {}))
        self.fields["kind"].queryset = offered_values(TRAINING, reader.agency_id)
