"""What a person may type about a local profile."""

from django import forms
from django.utils import timezone

from pam.access import visibility
from pam.forms.base import VersionFields
from pam.lists.counting import few_rows, tally
from pam.lists.kept import KeptList
from pam.records.forms import RecordForm
from pam.records.models import Record
from pam.reference.selectors.lists import ReferenceFilter
from pam.search.selectors import matching
from pam.stages.fields import StageFilter
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField
from places.fields import OrganisationFields, TermChoice
from places.forms import NumberField, counted_of_lead, of_stage_and_status
from places.lists import AREAS
from places.models import AwarePartner, LocalProfile, ProfileSource, Recommendation
from places.profiles.models import MOST


def past(label, **more):
    """A day that has been."""
    return GovukDateField(label=label, earliest=_twenty_years_ago, latest=timezone.localdate, **more)


def _twenty_years_ago():
    return years_from_today(-20)


class ProfileForm(RecordForm):
    """A new or edited local profile."""

    area = TermChoice(label="Area", required=False, empty_label="None of the list")
    period_from = past("The data begin on")
    period_to = past("The data end on")
    profile_on = past("Date of the profile", required=False, help_text="Leave blank until it is agreed.")

    class Meta(RecordForm.Meta):
        model = LocalProfile
        fields = [
            "title",
            "area",
            "period_from",
            "period_to",
            "profile_on",
            "summary",
            "team",
            "lead",
            "next_review",
            "marking",
            "handling",
            "retention_group",
        ]
        labels = {"title": "Name of the profile", "summary": "What it says in short"}
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agency = self.instance.agency_id or self.reader.agency_id
        self.fields["area"].offer(AREAS, agency, self.instance.area_id)
        if not self.fields["area"].queryset.exists():
            del self.fields["area"]
        self.begin_in_group("profile")

    def clean(self):
        """The data end after they begin."""
        cleaned = super().clean()
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", "The data must end on or after the day that they begin")
        return cleaned


class ProfileFilters(forms.Form):
    """Which profiles a list shows. Without a choice: those that are not replaced."""

    q = forms.CharField(label="Words or reference", required=False, max_length=200)
    stage = StageFilter(any_label="Any", label="Stage")
    area = ReferenceFilter(AREAS, any_label="Any", label="Area")
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Open"), ("closed", "Closed"), ("any", "Any")]
    )
    mine = forms.BooleanField(label="I am the lead", required=False)
    late = forms.BooleanField(label="Review overdue", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["area"].offer_to(reader)
        self.fields["stage"].offer_to(reader, "profile")

    def narrow(self, rows):
        """`rows` (records through the gate) as the filters say; one that makes no sense filters nothing."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        rows = of_stage_and_status(rows, self.reader, chosen)
        if chosen.get("area"):
            rows = rows.filter(localprofile__area=chosen["area"])
        return matching(self.reader, rows, chosen["q"], kind="profile") if chosen.get("q") else rows

    def counted(self, rows):
        """How many of `rows` each filter that is not chosen yet would leave, or None for a long list."""
        rows = self.narrow(rows).filter(kind="profile")
        found = few_rows(rows, "localprofile__area__code", "stage", "lead_id", "next_review", "closed_at")
        if found is None:
            return None
        counts = {
            "area": tally((row[0] for row in found), self.fields["area"].choices),
            "stage": tally((row[1] for row in found), self.fields["stage"].choices),
            **counted_of_lead([row[2:] for row in found], self.reader),
        }
        chosen = getattr(self, "cleaned_data", {})
        return {name: count for name, count in counts.items() if not chosen.get(name)}


KEPT = KeptList(
    "profiles",
    "Local profiles",
    "places:profiles",
    (
        ("reference", "Reference"),
        ("stage", "Stage"),
        ("area", "Area"),
        ("date", "Date of the profile"),
        ("recommendations", "Recommendations"),
        ("lead", "Lead"),
        ("review", "Next review"),
        ("actions", "Actions"),
    ),
    lambda reader, data: ProfileFilters(data or None, reader=reader),
    lambda reader, data: ProfileFilters(data or None, reader=reader).counted(
        visibility.visible_to(reader, Record)
    ),
)


class RowFields(OrganisationFields, forms.ModelForm):
    """A row of a profile about an agency or organisation; new, or (with an instance) changed."""

    def __init__(self, *args, reader, record=None, level=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_agencies(reader)
        if "version" in self.fields:
            self.initial["version"] = self.instance.version


class MistakeFields(VersionFields):
    """A row that is changed may be one that was entered by mistake."""

    withdrawn = forms.BooleanField(
        label="It was entered by mistake",
        required=False,
        help_text="It stays in the history and counts nowhere.",
    )


class SourceForm(RowFields):
    """Whose data were used."""

    received_on = past("Received on", initial=timezone.localdate)

    class Meta:
        model = ProfileSource
        fields = ["agency", "organisation", "data", "received_on"]
        labels = {"data": "Which data"}


class SourceChangeForm(MistakeFields, SourceForm):
    """A row of data used that is corrected."""

    class Meta(SourceForm.Meta):
        fields = [*SourceForm.Meta.fields, "withdrawn"]


class AwareForm(RowFields):
    """Which partner was told, when and how."""

    told_on = past("Told on", initial=timezone.localdate)

    class Meta:
        model = AwarePartner
        fields = ["agency", "organisation", "told_on", "how"]
        labels = {"how": "How"}
        help_texts = {"how": "For example: presented at the partnership board."}


class AwareChangeForm(MistakeFields, AwareForm):
    """A row of who was told that is corrected."""

    class Meta(AwareForm.Meta):
        fields = [*AwareForm.Meta.fields, "withdrawn"]


class RecommendationForm(RowFields):
    """A recommendation and who owns it."""

    due = GovukDateField(
        label="By when",
        required=False,
        earliest=lambda: years_from_today(-5),
        latest=lambda: years_from_today(10),
    )

    class Meta:
        model = Recommendation
        fields = ["title", "agency", "organisation", "due"]
        labels = {"title": "What is recommended"}
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].label = "Agency that owns it"


class RecommendationChangeForm(MistakeFields, RecommendationForm):
    """A recommendation that is changed, and what it changed."""

    refusal_fields = {"impact": "impact", "measured_on": "measured_on"}

    impact_figure = NumberField(most=MOST, least=-MOST, places=2, label="In figures", required=False)
    measured_on = past("Measured on", required=False)

    class Meta(RecommendationForm.Meta):
        fields = [
            *RecommendationForm.Meta.fields,
            "impact",
            "impact_figure",
            "impact_unit",
            "measured_on",
            "withdrawn",
        ]
        labels = {
            **RecommendationForm.Meta.labels,
            "impact": "What it changed",
            "impact_unit": "The figure is of",
        }
        widgets = {**RecommendationForm.Meta.widgets, "impact": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"impact_unit": "For example: fewer calls a month."}
