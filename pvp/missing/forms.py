"""What a person may type about missing episodes and MAPPA."""

from datetime import time

from django import forms
from django.utils import timezone

from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.ui.fields import london_moment, years_from_today
from pam.ui.forms import GovukDateField, GovukTimeField, Radios
from pvp.models import Mappa, MissingEpisode, MissingReview


class MomentFields(ServiceForm):
    """A day and a time in London, together `moment`."""

    day = GovukDateField(
        label="Day",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    hour = GovukTimeField(label="Time", error_messages={"required": "Enter the time"})

    def clean(self):
        """Puts both together."""
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("hour"):
            try:
                cleaned["moment"] = london_moment(cleaned["day"], cleaned["hour"] or time(12))
            except forms.ValidationError as error:
                self.add_error("hour", error)
            else:
                if cleaned["moment"] > timezone.now():
                    self.add_error("hour", "The time must be in the past")
        return cleaned


class PersonFields(forms.Form):
    """A person of the case."""

    person = forms.ModelChoiceField(
        queryset=None,
        label="Who?",
        empty_label=None,
        widget=Radios,
        error_messages={"required": "Select the person"},
    )

    def offer(self, people, record):
        """Offers the people of the case, the vulnerable person first chosen."""
        self.fields["person"].queryset = people
        self.initial.setdefault("person", getattr(record, "person_id", None))


class EpisodeForm(AudienceFields, MomentFields, PersonFields, forms.ModelForm):
    """A new episode."""

    refusal_fields = {"missing_from": "hour"}

    class Meta:
        model = MissingEpisode
        fields = ["is_child", "risk", "summary", "reference"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4}), "risk": Radios(inline=True, small=True)}
        labels = {
            "is_child": "They are under 18",
            "summary": "What is known, in short",
            "reference": "Reference of the missing person system",
        }
        help_texts = {"reference": "The investigation is there. pam keeps a summary."}

    field_order = [
        "person",
        "is_child",
        "day",
        "hour",
        "risk",
        "summary",
        "reference",
        "audience",
        "agencies",
    ]

    def __init__(self, *args, reader, record, level, people, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.fields["risk"].choices = MissingEpisode.Risk.choices
        self.offer(people, record)

    def clean(self):
        """Puts the moment on the row."""
        cleaned = super().clean()
        self.instance.missing_from = cleaned.get("moment")
        return cleaned


class ReviewForm(ServiceForm, forms.ModelForm):
    """A review while they are missing."""

    class Meta:
        model = MissingReview
        fields = ["risk", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "risk": Radios(inline=True, small=True)}
        labels = {"text": "What is known, and what is done next"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["risk"].choices = MissingEpisode.Risk.choices


class ReturnForm(VersionFields, MomentFields):
    """When they came back, and how they were found."""

    found_how = forms.CharField(
        label="Where and how they were found",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    refusal_fields = {"at": "hour"}


class InterviewForm(VersionFields):
    """The return interview."""

    interview = forms.ChoiceField(
        label="Return interview",
        choices=MissingEpisode.Interview.choices,
        widget=Radios,
        error_messages={"required": "Select offered, declined or done"},
    )
    on = GovukDateField(
        label="Day",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-2),
        latest=timezone.localdate,
    )
    by = forms.CharField(
        label="Who offered or held it",
        max_length=120,
        help_text="An independent person, with their agency.",
        error_messages={"required": "Say who offered or held it"},
    )
    note = forms.CharField(
        label="What was said, or why it was declined",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MappaForm(AudienceFields, PersonFields, forms.ModelForm):
    """That a person is managed under MAPPA."""

    since = GovukDateField(
        label="From",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-30),
        latest=timezone.localdate,
    )
    review_on = GovukDateField(
        label="Next review",
        required=False,
        earliest=lambda: years_from_today(-1),
        latest=lambda: years_from_today(10),
    )

    class Meta:
        model = Mappa
        fields = ["reference", "category", "level", "since", "review_on"]
        widgets = {"category": Radios(small=True), "level": Radios(small=True)}
        labels = {"reference": "Reference of the national system"}

    field_order = ["person", "reference", "category", "level", "since", "review_on", "audience", "agencies"]

    def __init__(self, *args, reader, record, level, people, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.fields["category"].choices = Mappa.Category.choices
        self.fields["level"].choices = Mappa.Level.choices
        self.offer(people, record)
        self.initial.pop("person", None)


class EndMappaForm(VersionFields):
    """On which day the management ended."""

    on = GovukDateField(
        label="Day it ended",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-30),
        latest=timezone.localdate,
    )
