"""What a person may type into a chronology. What most entries leave as it is comes last."""

from django import forms
from django.utils import timezone

from pam.chronology.models import Event
from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, GovukTimeField, Radios
from pam.ui.partial_dates import PartialDateFormField


class EventFields(ServiceForm, forms.ModelForm):
    """What happened, when, who says so; then what it meant."""

    what = forms.CharField(
        label="What happened",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Short and plain. The family may read it one day.",
        error_messages={"required": "Say what happened"},
    )
    happened = PartialDateFormField(
        label="When it happened",
        birth=False,
        past=True,
        error_messages={"required": "Enter when it happened, or the month or the year"},
    )
    until = PartialDateFormField(label="Until, for a period", birth=False, required=False)
    time = GovukTimeField(label="Time", required=False)
    about = forms.BooleanField(label="It is about then, not exactly", required=False)
    between = forms.BooleanField(label="It was some time between the two dates", required=False)

    class Meta:
        model = Event
        fields = [
            "what",
            "happened",
            "nature",
            "kind",
            "source_agency",
            "significant",
            "time",
            "about",
            "until",
            "between",
            "source_system",
            "source_worker",
            "effect",
            "impact",
            "action_taken",
            "outcome",
            "child_seen",
            "child_heard",
            "details",
            "late_reason",
        ]
        widgets = {
            "nature": Radios(inline=True, small=True),
            "kind": Radios(small=True),
            "effect": Radios(inline=True, small=True),
            "child_seen": Radios(inline=True, small=True),
            "child_heard": Radios(inline=True, small=True),
            **{
                name: forms.Textarea(attrs={"rows": 2})
                for name in ("impact", "action_taken", "outcome", "details")
            },
        }
        labels = {
            "nature": "Is it fact or opinion?",
            "source_agency": "Agency that says so",
            "source_system": "System or record it is in",
            "source_worker": "Worker who saw or wrote it",
            "significant": "This is a significant event",
            "child_seen": "Was the child seen?",
            "child_heard": "Was the child heard?",
            "late_reason": "Why is it written late?",
        }
        help_texts = {"late_reason": "Needed if it happened some time ago."}

    def prepare(self, reader):
        """Names the agency of the reader as the source, and today as the day."""
        self.fields["happened"].name_in_errors = "the date"
        self.fields["until"].name_in_errors = "the later date"
        for name in ("child_seen", "child_heard"):
            self.fields[name].choices = Event.Answer.choices
        self.initial.setdefault("source_agency", reader.agency_name)


class EventForm(AudienceFields, EventFields):
    """A new entry of the chronology of `record`."""

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.prepare(reader)
        self.initial.setdefault("happened", timezone.localdate().isoformat())


class StrikeForm(VersionFields):
    """What was wrong with an entry."""

    reason = forms.CharField(
        label="What was wrong?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what was wrong"},
    )


class CorrectForm(VersionFields, EventFields):
    """The right entry, in the place of `instance`, and what was wrong."""

    reason = forms.CharField(
        label="What was wrong?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what was wrong"},
    )

    def __init__(self, *args, reader, wrong, **kwargs):
        kept = {name: getattr(wrong, name) for name in self._meta.fields}
        super().__init__(*args, initial={**kept, "version": wrong.version}, **kwargs)
        self.prepare(reader)
        self.order_fields(["reason"])


class ChronologyFilters(forms.Form):
    """Which entries to show."""

    q = forms.CharField(label="Words or agency", max_length=100, required=False)
    kind = forms.MultipleChoiceField(
        label="Kind", choices=Event.Kind.choices, required=False, widget=Checkboxes(small=True)
    )
    nature = forms.MultipleChoiceField(
        label="Fact or opinion", choices=Event.Nature.choices, required=False, widget=Checkboxes(small=True)
    )
    significant = forms.BooleanField(label="Significant alone", required=False)
    child = forms.BooleanField(label="A child was not seen or not heard", required=False)
    since = GovukDateField(label="From", required=False, earliest=lambda: years_from_today(-110))
    until = GovukDateField(label="To", required=False, earliest=lambda: years_from_today(-110))
    struck = forms.BooleanField(label="Those struck out too", required=False)


class MergeForm(forms.Form):
    """Which records make one chronology: those that belong to it, and others by their references."""

    records = forms.MultipleChoiceField(label="Records", required=False, widget=Checkboxes)
    references = forms.CharField(
        label="Other records, by reference",
        max_length=600,
        required=False,
        help_text="Separate them with commas.",
    )

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["records"].choices = [(str(one.uuid), f"{one.reference} {one.title}") for one in offered]
        if not offered:
            del self.fields["records"]

    def wanted(self):
        """([uuid], [reference]) that were chosen."""
        typed = self.cleaned_data["references"].replace("\n", ",").split(",")
        return self.cleaned_data.get("records", []), [one.strip().upper() for one in typed if one.strip()]
