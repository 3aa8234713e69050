"""What a person may type about scoring."""

from django import forms
from django.utils import timezone

from ocg.models import SecondScore
from ocg.scoring.due import reasons
from pam.assessments.selectors import may_be_started
from pam.forms.base import ServiceForm, VersionFields
from pam.records.forms import AudienceFields
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import ReferenceFilter, offered_values
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios


class ScoreByForm(AudienceFields):
    """By which methods a group is scored, for which day."""

    methods = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Methods",
        widget=Checkboxes,
        error_messages={"required": "Select at least one method"},
    )
    on = GovukDateField(
        label="Day of the score",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    field_order = ["methods", "on", "audience", "agencies"]

    def __init__(self, *args, reader, record, level, codes, **kwargs):
        """`codes` are those of the methods that are ticked at first."""
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        rows = may_be_started(reader, record)
        self.fields["methods"].queryset = rows
        self.fields["methods"].label_from_instance = lambda version: version.name
        self.initial.setdefault("methods", [row.pk for row in rows if row.code in codes])


class TierForm(VersionFields):
    """Another tier, and why if no score proposes it."""

    tier = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Tier",
        empty_label=None,
        widget=Radios(inline=False, small=True),
        error_messages={"required": "Select a tier"},
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=2000,
        help_text="Needed unless a score proposes this tier.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, ocg, agency_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = ocg.version
        self.fields["tier"].queryset = offered_values("ocg.tier", agency_id).exclude(pk=ocg.tier_id)
        self.fields["reason"].mark_optional = False


class AskTierForm(ServiceForm):
    """A tier that is asked for, and why."""

    tier = forms.ModelChoiceField(
        queryset=ReferenceValue.objects.none(),
        label="Tier",
        empty_label=None,
        widget=Radios(inline=False, small=True),
        error_messages={"required": "Select a tier"},
    )
    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )

    def __init__(self, *args, ocg, agency_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tier"].queryset = offered_values("ocg.tier", agency_id).exclude(pk=ocg.tier_id)


class ModerateForm(VersionFields):
    """Which band stands, and why."""

    decided = forms.ChoiceField(
        label="Band that stands",
        widget=Radios(inline=False, small=True),
        error_messages={"required": "Select the band that stands"},
    )
    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )

    def __init__(self, *args, row: SecondScore, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = row.version
        bands = row.framework_version.body.get("bands", ())
        self.fields["decided"].choices = [(band["code"], band["label"]) for band in bands]


class EndForm(VersionFields):
    """Why there is no second score."""

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
    )


class DueFilters(forms.Form):
    """The filters of the groups to be scored again."""

    why = forms.ChoiceField(label="Reason", required=False)
    tier = ReferenceFilter("ocg.tier", any_label="Any tier")
    mine = forms.BooleanField(label="I lead it", required=False)
    overdue = forms.BooleanField(label="Overdue", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [("", "Any reason"), *reasons()]
        self.fields["tier"].offer_to(reader)
