"""What a person may type about harm. What most people leave as it is comes last."""

from django import forms
from django.utils import timezone

from ocg.harm.lists import COMMUNITY, KINDS, SEVERITIES
from ocg.models import HarmEvent
from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import ReferenceFilter, offered_values
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios
from pam.ui.partial_dates import PartialDateFormField


class HarmFields(ServiceForm, forms.ModelForm):
    """What happened, of which kind, when, where, how bad; who says so."""

    what = forms.CharField(
        label="What happened",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what happened"},
    )
    kind = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Kind of harm",
        empty_label="Choose the kind",
        error_messages={"required": "Select the kind of harm"},
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Who says so, or a crime, incident or report number.",
        error_messages={"required": "Enter the source"},
    )
    happened = PartialDateFormField(
        label="When it happened",
        birth=False,
        error_messages={"required": "Enter when it happened, or the month or the year"},
    )
    severity = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="How serious",
        required=False,
        empty_label="Not known",
    )
    community = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Community or group harmed",
        required=False,
        empty_label="None in particular",
    )

    class Meta:
        model = HarmEvent
        fields = [
            "what",
            "kind",
            "source",
            "happened",
            "place",
            "children",
            "severity",
            "harmed",
            "community",
        ]
        labels = {"place": "Where", "children": "Children involved", "harmed": "How many people were harmed"}
        widgets = {"children": Radios(inline=True, small=True)}

    def offer(self, agency_id):
        """Offers the values of the agency's lists."""
        row = self.instance
        for name, listing in (("kind", KINDS), ("severity", SEVERITIES), ("community", COMMUNITY)):
            self.fields[name].queryset = offered_values(listing, agency_id, getattr(row, f"{name}_id"))
        self.fields["happened"].name_in_errors = "the date"
        self.fields["children"].choices = HarmEvent.Children.choices
        self.fields["harmed"].widget.attrs |= {"class": "govuk-input--width-5", "inputmode": "numeric"}

    def clean_happened(self):
        """Refuses a day to come."""
        happened = self.cleaned_data["happened"]
        if happened and happened.earliest > timezone.localdate():
            raise forms.ValidationError("The date cannot be in the future", code="too_late")
        return happened


class HarmForm(AudienceFields, HarmFields):
    """A new event of harm of `record`."""

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.offer(reader.agency_id)
        self.initial.setdefault("happened", timezone.localdate().isoformat())


class AmendHarmForm(VersionFields, HarmFields):
    """An event as it was kept."""

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.offer(reader.agency_id)


class TakeOutForm(VersionFields):
    """Why an event is taken out of the ledger."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it is taken out"},
    )


class HarmFilters(forms.Form):
    """The ledger's filters."""

    q = forms.CharField(label="Words, group or reference", max_length=100, required=False)
    kind = ReferenceFilter(KINDS, any_label="Any kind", label="Kind of harm")
    severity = ReferenceFilter(SEVERITIES, any_label="Any", label="How serious")
    community = ReferenceFilter(COMMUNITY, any_label="Any community", label="Community")
    children = forms.ChoiceField(
        label="Children involved",
        required=False,
        choices=[("", "Any"), *HarmEvent.Children.choices],
    )
    since = GovukDateField(label="From", required=False, earliest=lambda: years_from_today(-50))
    until = GovukDateField(label="To", required=False, earliest=lambda: years_from_today(-50))
    taken_out = forms.BooleanField(label="Those taken out too", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("kind", "severity", "community"):
            self.fields[name].offer_to(reader)
