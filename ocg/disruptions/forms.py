"""What a person may type about disruptions. What most people leave as it is comes last."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from ocg.disruptions.lists import DRUGS, LEVELS, OUTPUTS
from ocg.disruptions.models import MOST
from ocg.disruptions.selectors import (
    Output,
    actions_to_name,
    agencies_to_lead,
    drugs_kind,
    in_figures,
    subjects_to_name,
)
from ocg.models import Disruption, DisruptionAssessment
from ocg.strands import FOUR_P
from pam.access.models import Agency
from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

SHOWN, ROWS = 3, 6  # outputs in sight, and in all
MOST_ACTIONS, MOST_SUBJECTS = 100, 200  # that are offered


class AmountField(forms.DecimalField):
    """An amount as people write one: "41,260", "£41,260.50", "1.2"."""

    def __init__(self, **kwargs):
        attrs = {"class": "govuk-input--width-10", "inputmode": "decimal"}
        super().__init__(
            min_value=0,
            max_value=MOST,
            max_digits=13,
            decimal_places=3,
            required=False,
            widget=forms.TextInput(attrs=attrs),
            error_messages={
                "invalid": "Enter a number, for example 7 or 1,250.50",
                "min_value": "Enter a number from 0",
                "max_value": "Enter a smaller number",
                "max_digits": "Enter a smaller number",
                "max_whole_digits": "Enter a smaller number",
                "max_decimal_places": "Enter at most 3 decimal places",
            },
            **kwargs,
        )

    def to_python(self, value):
        """The number without the signs that people put into one."""
        if isinstance(value, str):
            value = value.replace(",", "").replace("£", "").replace(" ", "")
        return super().to_python(value)


class OutputFields(ServiceForm):
    """Outputs in numbers: what, and how much. Drugs are offered drug by drug."""

    refusal_fields = {"outputs": "amount_1"}

    def offer_outputs(self, agency_id, kept=()):
        """Makes the rows; `kept` are the [Output] that they begin with."""
        kinds, drugs = offered_values(OUTPUTS, agency_id), list(offered_values(DRUGS, agency_id))
        self.offered, of_drugs = {}, drugs_kind()
        for kind in [*kinds, *(one.kind for one in kept)]:
            if kind.pk == of_drugs.pk:
                for drug in [*drugs, *(one.drug for one in kept if one.drug)]:
                    self.offered[f"{kind.pk}.{drug.pk}"] = Output(kind, drug, Decimal(0))
            else:
                self.offered[str(kind.pk)] = Output(kind, None, Decimal(0))
        choices = [("", "Choose"), *((key, one.label) for key, one in self.offered.items())]
        for number in range(1, max(ROWS, len(kept)) + 1):
            what = forms.ChoiceField(label=f"Output {number}", choices=choices, required=False)
            what.mark_optional = False
            amount = AmountField(label=f"How much, output {number}")
            amount.mark_optional = False
            if number <= len(kept):
                one = kept[number - 1]
                what.initial = f"{one.kind.pk}.{one.drug.pk}" if one.drug else str(one.kind.pk)
                amount.initial = in_figures(one.amount)
            self.fields |= {f"output_{number}": what, f"amount_{number}": amount}
        self.rows = max(ROWS, len(kept))

    def _pairs(self, numbers):
        return [(self[f"output_{number}"], self[f"amount_{number}"]) for number in numbers]

    @property
    def first_rows(self):
        """The outputs that are in sight."""
        return self._pairs(range(1, SHOWN + 1))

    @property
    def more_rows(self):
        """Those that are folded."""
        return self._pairs(range(SHOWN + 1, self.rows + 1))

    @property
    def more_are_used(self):
        """Whether any of the folded ones holds something, or is wrong."""
        return any(box.value() or box.errors for pair in self.more_rows for box in pair)

    def clean(self):
        """Gathers the outputs, each once and whole."""
        cleaned = super().clean()
        self.outputs, seen = [], set()
        for number in range(1, self.rows + 1):
            what, amount = cleaned.get(f"output_{number}"), cleaned.get(f"amount_{number}")
            if f"output_{number}" in self.errors or f"amount_{number}" in self.errors:
                continue
            if what and amount is None:
                self.add_error(f"amount_{number}", "Enter how much")
            elif amount is not None and not what:
                self.add_error(f"output_{number}", "Select what the number is of")
            elif what:
                found = self.offered[what]
                if what in seen:
                    self.add_error(f"output_{number}", f"Enter it once: {found.label}")
                elif found.kind.score == 0 and amount != int(amount):
                    self.add_error(f"amount_{number}", "Enter a whole number")
                seen.add(what)
                self.outputs.append(Output(found.kind, found.drug, amount))
        return cleaned


class DisruptionFields(OutputFields, forms.ModelForm):
    """What happened, at which level, what came out; then what is mostly as it is offered."""

    what = forms.CharField(
        label="What happened",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what happened"},
    )
    claimed = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Level",
        empty_label=None,
        widget=Radios(inline=True, small=True),
        error_messages={"required": "Select a level"},
    )
    claim_reason = forms.CharField(
        label="Why this level",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it is this level"},
    )
    strand = forms.ChoiceField(
        label=FOUR_P.label,
        choices=FOUR_P.choices,
        widget=Radios(inline=True, small=True),
        error_messages={"required": "Select one of the 4Ps"},
    )
    on = GovukDateField(
        label="Day it happened",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    contributors = forms.ModelMultipleChoiceField(
        queryset=Agency.objects.none(),
        label="Other agencies that contributed",
        required=False,
        widget=Checkboxes,
    )

    class Meta:
        model = Disruption
        fields = [
            "what",
            "claimed",
            "claim_reason",
            "strand",
            "on",
            "target",
            "subject",
            "lead_agency",
            "action",
            "evidence",
        ]
        labels = {
            "target": "What was disrupted",
            "subject": "Who or what exactly",
            "lead_agency": "Agency that led",
            "action": "Action of the plan that it came from",
            "evidence": "Evidence reference",
        }
        help_texts = {"evidence": "Where it can be found, for example an exhibit, log or crime number."}
        widgets = {"target": Radios(inline=False, small=True)}

    def offer(self, reader, record, level):
        """Offers what the reader may name on `record`, where they go to `level`."""
        row = self.instance
        self.fields["claimed"].queryset = offered_values(LEVELS, reader.agency_id, row.claimed_id)
        self.fields["target"].choices = Disruption.Target.choices
        self.fields["subject"].queryset = subjects_to_name(reader, record)
        actions = actions_to_name(reader, record)
        self.fields["action"].queryset = actions
        for name, rows in (("subject", self.fields["subject"].queryset), ("action", actions)):
            self.fields[name].empty_label = "None"
            if not rows.exists():
                del self.fields[name]
        self._offer_agencies(agencies_to_lead(reader, record, level), reader)

    def _offer_agencies(self, agencies, reader):
        numbers = [agency.pk for agency in agencies]
        kept = [self.instance.lead_agency_id] if self.instance.lead_agency_id else []
        self.not_named = [number for number in self.instance.contributors if number not in numbers]
        if len({*numbers, *kept}) == 1:
            del self.fields["lead_agency"], self.fields["contributors"]
            return
        self.fields["lead_agency"].queryset = Agency.objects.filter(pk__in=[*numbers, *kept])
        self.fields["lead_agency"].empty_label = None
        self.fields["contributors"].queryset = agencies
        self.initial.setdefault("lead_agency", reader.agency_id)
        self.initial["contributors"] = [one for one in self.instance.contributors if one in numbers]

    def row(self):
        """The disruption as it was typed, for the service."""
        row = self.save(commit=False)
        if "contributors" in self.fields:
            chosen = [agency.pk for agency in self.cleaned_data["contributors"]]
            row.contributors = [*chosen, *self.not_named]
        return row


class DisruptionForm(AudienceFields, DisruptionFields):
    """A new disruption of `record`."""

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.offer(reader, record, level)
        self.offer_outputs(reader.agency_id)


class AmendForm(VersionFields, DisruptionFields):
    """One that was submitted and is not assessed, or was returned."""

    def __init__(self, *args, reader, record, level, kept, **kwargs):
        """`kept` are its [Output]."""
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.offer(reader, record, level)
        self.offer_outputs(reader.agency_id, kept)


class AssessForm(VersionFields):
    """What an assessor says."""

    outcome = forms.ChoiceField(
        label="Your assessment",
        widget=Radios(inline=False),
        error_messages={"required": "Select your assessment"},
    )
    level = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Level, if you change it",
        required=False,
        empty_label=None,
        widget=Radios(inline=True, small=True),
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=2000,
        help_text="Needed if you change the level or return it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, disruption, agency_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = disruption.version
        claimed = disruption.claimed
        Outcome = DisruptionAssessment.Outcome
        self.fields["outcome"].choices = [
            (Outcome.AGREED.value, f"Agree: {claimed.label.lower()}"),
            (Outcome.CHANGED.value, "Change the level"),
            (Outcome.RETURNED.value, "Return it to those who submitted it"),
        ]
        others = offered_values(LEVELS, agency_id).exclude(pk=claimed.pk)
        self.fields["level"].queryset = others
        self.fields["level"].mark_optional = self.fields["reason"].mark_optional = False


class TypedForm(VersionFields):
    """Under which reference, and when, it was typed into the national system."""

    reference = forms.CharField(
        label="Reference in the national system",
        max_length=60,
        error_messages={"required": "Enter the reference"},
    )
    typed_on = GovukDateField(label="Typed on", initial=timezone.localdate, latest=timezone.localdate)

    def __init__(self, *args, disruption, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = disruption.version
        self.initial.setdefault("reference", disruption.typed_reference)
        if disruption.typed_on:
            self.initial["typed_on"] = disruption.typed_on
