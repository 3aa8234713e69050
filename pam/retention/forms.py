"""What a person may type about keeping a record."""

from datetime import timedelta

from django import forms

from pam.forms.base import ServiceForm, VersionFields
from pam.records.kinds import all_kinds
from pam.records.models import RetentionGroup
from pam.records.retention_group import MAX_YEARS
from pam.records.retention_groups import offered_groups
from pam.retention.models import SubjectRequest
from pam.retention.selectors.groups import groups_of, terms, years_after
from pam.ui.dates import today
from pam.ui.direction import isolated
from pam.ui.forms import Checkboxes, GovukDateField, Radios
from pam.ui.partial_dates import PartialDateFormField

WHEN = [
    ("", "Due within three months"),
    ("overdue", "Overdue"),
    ("year", "Due within a year"),
    ("all", "All, whenever due"),
]


class DueFilters(forms.Form):
    """Which retention reviews."""

    when = forms.ChoiceField(label="When", choices=WHEN, required=False)
    group = forms.ModelChoiceField(
        RetentionGroup.objects.none(), label="Retention group", empty_label="Any group", required=False
    )
    kind = forms.ChoiceField(label="Kind of record", required=False)
    mine = forms.BooleanField(label="I lead it", required=False)
    held = forms.BooleanField(label="On legal hold", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_of(reader.agency_id)
        self.fields["kind"].choices = [("", "Any kind"), *((kind.code, kind.label) for kind in all_kinds())]


class KeepForm(VersionFields):
    """A review that keeps the record."""

    mark_optional = False
    group = forms.ModelChoiceField(
        RetentionGroup.objects.none(), label="Retention group", empty_label=None, widget=Radios
    )
    criteria = forms.MultipleChoiceField(
        label="Why it must be kept",
        widget=Checkboxes,
        error_messages={"required": "Select at least one reason to keep it"},
    )
    reason = forms.CharField(
        label="Reasons for your decision",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Why keeping it is necessary and proportionate. No one can change this later.",
        error_messages={"required": "Give reasons for your decision"},
    )
    next_review = GovukDateField(label="Next review", earliest=lambda: today() + timedelta(days=1))

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        found = offered_groups(record.agency_id, keep=record.retention_group_id)
        self.fields["group"].queryset = found
        self.fields["group"].widget.hints = {str(group.pk): group.meaning for group in found}
        self.fields["criteria"].choices = [(row.code, row.label) for row in terms("keep")]
        self.initial |= {
            "version": record.version,
            "group": record.retention_group_id,
            "next_review": years_after(today(), record.retention_group.next_years),
        }


class GroupForm(VersionFields, forms.ModelForm):
    """A retention group of the agency, and its periods."""

    mark_optional = False
    first_years = forms.IntegerField(
        label="Years until the first review",
        min_value=1,
        max_value=MAX_YEARS,
        help_text="Counted from the day that a record is closed, or opened while it is not.",
    )
    next_years = forms.IntegerField(label="Years between reviews", min_value=1, max_value=MAX_YEARS)

    class Meta:
        model = RetentionGroup
        fields = ["label", "meaning", "first_years", "next_years"]
        widgets = {"meaning": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        for name in ("first_years", "next_years"):
            self.fields[name].widget.attrs |= {"class": "govuk-input--width-3", "inputmode": "numeric"}


class RetireForm(VersionFields):
    """Only the version that the page was opened at."""


class HoldForm(ServiceForm):
    """Why a record must not be disposed of."""

    ground = forms.ChoiceField(label="What is it for?", widget=Radios)
    reason = forms.CharField(
        label="Why it must not be disposed of",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who asked for the hold, when, and under which reference.",
        error_messages={"required": "Say why it must not be disposed of"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(row.code, row.label) for row in terms("hold")]


class LiftForm(ServiceForm):
    """Why a legal hold ends."""

    reason = forms.CharField(
        label="Why the hold ends",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the hold ends"},
    )


class ProposeForm(ServiceForm):
    """Why a record need not be kept."""

    ground = forms.ChoiceField(label="Why can it go?", widget=Radios)
    reason = forms.CharField(
        label="Reasons for your decision",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The supervisor who decides will read this. It is erased with the record.",
        error_messages={"required": "Give reasons for your decision"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(row.code, row.label) for row in terms("dispose")]


class DisposeForm(ServiceForm):
    """The second person's word. `seen` is how many rows they were told would go."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label="I have read the record, and nothing in it must be kept",
        error_messages={"required": "Tick that you have read the record"},
    )


class EndForm(ServiceForm):
    """Why a proposal is declined or withdrawn."""

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )


class SubjectForm(ServiceForm):
    """Who asks what is held on who."""

    name = forms.CharField(
        label="Name of the person",
        max_length=160,
        help_text="Enter the family name or the full name.",
    )
    born = PartialDateFormField(label="Date of birth", required=False)
    purpose = forms.ChoiceField(label="What is it for?", choices=SubjectRequest.Purpose, widget=Radios)
    number = forms.CharField(label="Request number", max_length=60)
    recipient = forms.CharField(
        label="Who will receive it?", max_length=120, help_text="A name, and where they work if that matters."
    )
    reason = forms.CharField(
        label="Why you may collect it",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=("For example, when the request came in and that identity was checked. This is logged."),
        error_messages={"required": "Say why you may collect it"},
    )


class WhoForm(ServiceForm):
    """Which of the rows that were found are the person."""

    people = forms.MultipleChoiceField(
        label="Which of these are the person?",
        widget=Checkboxes,
        error_messages={"required": "Select at least one row that is this person"},
    )
    understood = forms.BooleanField(
        label=(
            "I will have it reviewed and redacted before anything is released, because it "
            "contains other people’s data"
        ),
        error_messages={"required": "Tick that you will have it reviewed before anything is released"},
    )

    def __init__(self, *args, people, named=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            *((str(row.id), _named(row)) for row in people),
            *((row.value, _named_elsewhere(row)) for row in named),
        ]


def _named_elsewhere(row):
    born = f", born {isolated(row.born_words)}" if row.born else ""
    return f"{isolated(row.name)}{born}: {row.reference}{'' if row.exact else ' – a similar name'}"


def _named(row):
    born = f", born {row.born}" if row.born else ""
    role = f", {isolated(row.role)}" if row.role else ""
    return (
        f"{isolated(row.name)}{born}: {row.category_label.lower() or 'no person'}{role} in "
        f"{row.reference}{' (no longer involved)' if row.ended else ''}"
        f"{'' if row.exact else ' – a similar name'}"
    )
