"""What a person may type about orders."""

from django import forms
from django.utils import timezone

from pam.forms.base import ServiceForm, VersionFields
from pam.orders.declared_settings import AREA
from pam.orders.models import Order
from pam.orders.selectors import (
    areas,
    checking_agencies,
    checking_agency_names,
    kinds,
    subjects_to_name,
)
from pam.records.forms import AudienceFields
from pam.reference.models import ReferenceValue
from pam.reference.selectors.settings import setting
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField

CONDITIONS = "One on each line."
FURTHER = "Leave blank for until further order."


def day_field(label, **more):
    """A day up to today."""
    bounds = {"earliest": lambda: years_from_today(-40), "latest": timezone.localdate}
    return GovukDateField(label=label, **{**bounds, **more})


def last_day_field():
    """The last day of an order."""
    latest = {"earliest": lambda: years_from_today(-40), "latest": lambda: years_from_today(60)}
    return GovukDateField(label="Last day", required=False, help_text=FURTHER, **latest)


class OrderFields(forms.ModelForm):
    """An order: kind, where, by which court, from when until when, conditions."""

    area = forms.ChoiceField(label="Where it was made")
    start = GovukDateField(
        label="First day",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-40),
        latest=lambda: years_from_today(5),
    )
    end = last_day_field()

    class Meta:
        model = Order
        fields = ["kind", "area", "issuer", "reference", "start", "end", "requirements", "checked_by"]
        labels = {
            "kind": "Kind of order",
            "issuer": "Court, or who issued it",
            "requirements": "Conditions",
            "checked_by": "Agency that checks it",
        }
        help_texts = {"requirements": CONDITIONS}
        widgets = {"requirements": forms.Textarea(attrs={"rows": 4})}

    def offer(self, reader):
        """Offers the kinds, areas and agencies."""
        row, agency = self.instance, reader.agency_id
        numbers = [kind.pk for kind in kinds(agency, row.kind_id)]
        own = setting(AREA, agency)
        self.fields["kind"].queryset = ReferenceValue.objects.filter(pk__in=numbers).order_by(
            "order", "label__folded"
        )
        self.fields["kind"].empty_label = "Choose"
        self.fields["area"].choices = [(one, one) for one in areas(agency, own, row.area)]
        self.initial.setdefault("area", own)
        self.fields["checked_by"].queryset = checking_agencies(reader)
        self.fields["checked_by"].empty_label = "None"
        if not row.pk:
            self.initial.setdefault("checked_by", agency)


class OrderForm(AudienceFields, OrderFields):
    """A new order on a subject of `record`."""

    subject = forms.ModelChoiceField(
        queryset=None, label="Person, place or object", empty_label="Choose", to_field_name="uuid"
    )
    field_order = ["subject", *OrderFields.Meta.fields]

    def __init__(self, *args, reader, record, level, chosen="", **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.offer(reader)
        self.fields["subject"].queryset = subjects_to_name(reader, record)
        if chosen:
            self.initial.setdefault("subject", chosen)


class OrderEditForm(VersionFields, OrderFields):
    """One that is there: what was typed wrong. Who or what it is on, and which agencies it is for, stay."""

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.offer(reader)


class VisitForm(ServiceForm):
    """A visit to check an order."""

    on = day_field("Day of the visit", initial=timezone.localdate)
    by = forms.CharField(
        label="Who visited",
        max_length=120,
        help_text="Names and agency.",
        error_messages={"required": "Enter who visited"},
    )
    text = forms.CharField(
        label="What was found",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what was found"},
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("by", f"{reader.name}, {reader.agency_name}"[:120])


class BreachForm(ServiceForm):
    """A breach of an order."""

    on = day_field("Day of the breach", initial=timezone.localdate)
    text = forms.CharField(
        label="What happened",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what happened"},
    )
    reference = forms.CharField(
        label="Reported as",
        required=False,
        max_length=120,
        help_text="A crime or incident number, if there is one.",
    )


class OutcomeForm(VersionFields):
    """What came of a breach."""

    outcome = forms.CharField(
        label="Outcome",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: charged, sentenced, no further action, and why.",
    )

    def __init__(self, *args, breach, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"version": breach.version, "outcome": breach.outcome}


class VaryForm(VersionFields):
    """What a court varied."""

    on = day_field("Day that it was varied", initial=timezone.localdate)
    text = forms.CharField(label="What was varied", max_length=3000, widget=forms.Textarea(attrs={"rows": 2}))
    end = last_day_field()
    requirements = forms.CharField(
        label="Conditions from now on",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=CONDITIONS,
    )

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"version": order.version, "end": order.end, "requirements": order.requirements}


class DischargeForm(VersionFields):
    """That an order was discharged."""

    on = day_field("Day that it was discharged", initial=timezone.localdate)
    reason = forms.CharField(label="Why", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = order.version


class RegisterFilters(forms.Form):
    """Which orders the register shows. Without a choice: those in force."""

    STATES = [
        ("", "In force"),
        ("ended", "Ended"),
        ("discharged", "Discharged"),
        ("coming", "Not in force yet"),
        ("any", "Any"),
    ]
    WITHIN = [("7", "7 days"), ("28", "28 days"), ("90", "90 days")]
    state = forms.ChoiceField(label="State", required=False, choices=STATES)
    within = forms.ChoiceField(label="Ends within", required=False, choices=[("", "Any time"), *WITHIN])
    breached = forms.BooleanField(label="Only orders that were breached", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    agency = forms.TypedChoiceField(
        label="Agency that checks it", required=False, coerce=int, empty_value=None
    )
    mine = forms.BooleanField(label="Only records that I lead", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        own = [(str(kind.pk), kind.label) for kind in kinds(reader.agency_id)]
        self.fields["kind"].choices = [("", "Any"), *own]
        self.fields["agency"].choices = [("", "Any"), *checking_agency_names(reader)]

    @property
    def wanted(self):
        """What was chosen; a filter that makes no sense filters nothing."""
        self.full_clean()
        return getattr(self, "cleaned_data", {})

    @property
    def chosen(self):
        """Whether any of them is chosen."""
        return any(getattr(self, "cleaned_data", {}).values())
