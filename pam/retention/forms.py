"""What a person may type about keeping a record."""

from datetime import timedelta

from django import forms

from pam.records.forms import VersionFields
from pam.records.kinds import all_kinds
from pam.retention.groups import group_of_kind, groups, terms, years_after, years_of
from pam.retention.models import SubjectRequest
from pam.ui.dates import long_date, today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

WHEN = [
    ("", "Due within three months"),
    ("overdue", "Overdue"),
    ("year", "Due within a year"),
    ("all", "All, whenever due"),
]


def offer_groups(form, kind):
    """Puts the groups' names as the data have them on a record form's field; a new record begins in its
    kind's group.
    """
    if "retention" in form.fields:
        form.fields["retention"].choices = [(number, label) for number, label, _ in groups()]
    if not form.instance.pk:
        form.initial["retention"] = form.instance.retention = group_of_kind(kind)


class DueFilters(forms.Form):
    """Which retention reviews."""

    when = forms.ChoiceField(label="When", choices=WHEN, required=False)
    group = forms.TypedChoiceField(label="Retention group", coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label="Kind of record", required=False)
    mine = forms.BooleanField(label="I lead it", required=False)
    held = forms.BooleanField(label="On legal hold", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [
            ("", "Any group"),
            *((number, label) for number, label, _ in groups()),
        ]
        self.fields["kind"].choices = [("", "Any kind"), *((kind.code, kind.label) for kind in all_kinds())]


class KeepForm(VersionFields):
    """A review that keeps the record."""

    mark_optional = False
    group = forms.TypedChoiceField(label="Retention group", coerce=int, widget=Radios)
    criteria = forms.MultipleChoiceField(
        label="Why it must be kept",
        widget=Checkboxes,
        error_messages={"required": "Select at least one reason to keep it"},
    )
    reason = forms.CharField(
        label="How you came to that",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Why keeping it is necessary and proportionate. Nobody can change this later.",
        error_messages={"required": "Say how you came to that"},
    )
    next_review = GovukDateField(label="Next review", earliest=lambda: today() + timedelta(days=1))

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        found = groups()
        self.fields["group"].choices = [(number, label) for number, label, _ in found]
        self.fields["group"].widget.hints = {str(number): meaning for number, _, meaning in found}
        self.fields["criteria"].choices = [(row.code, row.label) for row in terms("keep")]
        self.initial |= {
            "version": record.version,
            "group": record.retention,
            "next_review": years_after(today(), years_of(record.retention)),
        }


class HoldForm(forms.Form):
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


class LiftForm(forms.Form):
    """Why a legal hold ends."""

    reason = forms.CharField(
        label="Why the hold ends",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the hold ends"},
    )


class ProposeForm(forms.Form):
    """Why a record need not be kept."""

    ground = forms.ChoiceField(label="Why can it go?", widget=Radios)
    reason = forms.CharField(
        label="How you came to that",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For the supervisor who decides. It is erased with the record.",
        error_messages={"required": "Say how you came to that"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(row.code, row.label) for row in terms("dispose")]


class DisposeForm(forms.Form):
    """The second person's word. `seen` is how many rows they were told would go."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label="I have read the record, and nothing in it must be kept",
        error_messages={"required": "Tick that you have read the record"},
    )


class EndForm(forms.Form):
    """Why a proposal is declined or withdrawn."""

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )


class SubjectForm(forms.Form):
    """Who asks what is held on whom."""

    name = forms.CharField(
        label="Name of the person",
        max_length=160,
        help_text="As the records may have it: family name, or both.",
    )
    born = GovukDateField(label="Date of birth", required=False, latest=today, example="27 3 1990")
    purpose = forms.ChoiceField(label="What is it for?", choices=SubjectRequest.Purpose, widget=Radios)
    number = forms.CharField(label="Request number", max_length=60)
    recipient = forms.CharField(
        label="Who will receive it?", max_length=120, help_text="A name, and where they work if that matters."
    )
    reason = forms.CharField(
        label="Why you may collect it",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "For example that identity was checked, and when the request came in. It stands in the log."
        ),
        error_messages={"required": "Say why you may collect it"},
    )


class WhoForm(forms.Form):
    """Which of the rows that were found are the person."""

    people = forms.MultipleChoiceField(
        label="Which of these are the person?",
        widget=Checkboxes,
        error_messages={"required": "Select at least one row that is this person"},
    )
    understood = forms.BooleanField(
        label=(
            "It holds other people’s data too: I will have it reviewed and redacted before anything "
            "is released"
        ),
        error_messages={"required": "Tick that you will have it reviewed before anything is released"},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(row.id), _named(row)) for row in people]


def _named(row):
    born = f", born {long_date(row.born)}" if row.born else ""
    role = f", {row.role}" if row.role else ""
    return (
        f"{row.name}{born}: {row.category_label.lower()}{role} in "
        f"{row.reference}{' (no longer part of it)' if row.ended else ''}"
    )
