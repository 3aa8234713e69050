"""What a person types of an agreement."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from pam.access.models import Agency, Agreement, LawfulBasis
from pam.disclosure.selectors.agreements import possible_owners
from pam.disclosure.selectors.grounds import end_of_day
from pam.forms.base import ServiceForm, VersionFields
from pam.forms.named import NamedField
from pam.records.filetypes import FileRefused, checked, kinds_in_words
from pam.records.kinds import all_kinds
from pam.reference.models import ReferenceValue
from pam.ui.dates import today
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios


class UploadField(forms.FileField):
    """A file that may be kept: what it is is told by its bytes, as for a record's documents."""

    def __init__(self, **kwargs):
        super().__init__(required=False, help_text=kinds_in_words(), **kwargs)

    def clean(self, data, initial=None):
        """Returns the upload as it is kept, or None. Raises ValidationError with a sentence."""
        upload = super().clean(data, None)
        if not upload:
            return None
        try:
            return checked(upload)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused), code="refused") from None


class AgreementForm(ServiceForm, forms.ModelForm):
    """An agreement but for its dates, which are renewed or ended."""

    parties = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Other agencies",
        widget=Checkboxes(small=True),
        error_messages={"required": "Choose at least one other agency"},
    )
    bases = forms.ModelMultipleChoiceField(
        LawfulBasis.objects.none(),
        label="Lawful bases that it covers",
        widget=Checkboxes(small=True),
        error_messages={"required": "Choose at least one lawful basis"},
    )
    record_kinds = forms.MultipleChoiceField(
        label="Kinds of record that it covers",
        required=False,
        widget=Checkboxes(small=True),
        help_text="Leave blank if it covers every kind.",
    )
    data_categories = forms.MultipleChoiceField(
        label="Personal data it covers", required=False, widget=Checkboxes(small=True)
    )
    upload = UploadField(label="The signed document")
    owner = NamedField(
        label="Who manages it",
        required=False,
        empty_label="The agency’s administrators",
        help_text="They get a reminder before it ends and can renew it.",
    )

    class Meta:
        model = Agreement
        fields = ["name", "purpose", "usual_basis", "record_kinds", "data_categories", "share_days", "owner"]
        labels = {
            "name": "Name",
            "purpose": "Purpose",
            "usual_basis": "Usual lawful basis",
        }
        labels |= {"share_days": "How many days a share lasts"}
        help_texts = {
            "usual_basis": "Suggested first when you share a record under this agreement.",
            "name": "Use the name the parties know. It appears on each share and receipt.",
            "share_days": "Leave blank for the standard number of days.",
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "share_days": forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        }

    field_order = ["name", "parties", "purpose", "bases", "usual_basis", "record_kinds", "data_categories"]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        fields, agreement = self.fields, self.instance
        fields["parties"].queryset = Agency.objects.filter(training=reader.training).exclude(
            pk=reader.agency_id
        )
        bases = LawfulBasis.objects.filter(retired=False)
        fields["bases"].queryset = fields["usual_basis"].queryset = bases
        fields["bases"].widget.hints = {
            str(basis.pk): ". ".join(
                filter(None, [basis.get_nature_display(), ", ".join(basis.kinds_in_words())])
            )
            for basis in bases
        }
        fields["record_kinds"].choices = [(kind.code, kind.plural) for kind in all_kinds()]
        fields["data_categories"].choices = [
            (term.code, term.label)
            for term in ReferenceValue.objects.filter(listing="agreement.data", retired=False)
        ]
        fields["owner"].offer(possible_owners(reader), and_also=agreement.owner)
        if agreement.pk:
            fields["parties"].initial, fields["bases"].initial = (
                agreement.parties.all(),
                agreement.bases.all(),
            )

    def verbs(self):
        """The values that the services take beside the agreement."""
        return {name: self.cleaned_data[name] for name in ("parties", "bases", "upload")}


class NewAgreementForm(AgreementForm):
    """A new agreement, with its dates."""

    starts = GovukDateField(
        label="First day in force",
        initial=today,
        earliest=lambda: years_from_today(-10),
        latest=lambda: years_from_today(2),
    )
    ends = GovukDateField(
        label="Last day in force",
        earliest=lambda: today() + timedelta(days=1),
        latest=lambda: years_from_today(10),
    )

    field_order = ["name", "parties", "starts", "ends", *AgreementForm.field_order[2:]]

    def clean(self):
        """Asks that the end comes after the start."""
        cleaned = super().clean()
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", "The end must be after the start")
        return cleaned

    def agreement(self):
        """The unsaved agreement, from the beginning of its first day to the end of its last."""
        row = self.save(commit=False)
        row.starts_at = timezone.make_aware(datetime.combine(self.cleaned_data["starts"], time(0, 0)))
        row.ends_at = end_of_day(self.cleaned_data["ends"])
        return row


class EditAgreementForm(VersionFields, AgreementForm):
    """A change of an agreement."""


class RenewForm(VersionFields):
    """Until when an agreement goes on."""

    mark_optional = True
    ends = GovukDateField(
        label="New last day",
        earliest=lambda: today() + timedelta(days=1),
        latest=lambda: years_from_today(10),
    )
    upload = UploadField(label="The newly signed document")


class EndForm(VersionFields):
    """Why an agreement ends before its time."""

    reason = forms.CharField(
        label="Why it ends",
        max_length=90,
        help_text="A few words. The parties can read it.",
        error_messages={"required": "Say why it ends"},
    )


class ListFilter(forms.Form):
    """Which agreements to show."""

    mark_optional = False
    state = forms.ChoiceField(
        label="Which agreements",
        required=False,
        widget=Radios(small=True),
        initial="",
        choices=[("", "In force or to come"), ("ended", "Ended"), ("all", "All")],
    )
