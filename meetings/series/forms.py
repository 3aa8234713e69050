"""What a person may type about a series of meetings."""

from django import forms
from django.utils import timezone

from meetings.forms import KindChoice, PeopleChoice, found_people, offer_by_agency
from meetings.selectors.kinds import kinds_in_force
from meetings.series.models import MeetingSeries, StandingMember
from meetings.series.rhythm import of_kind
from meetings.series.selectors import planned_day, possible_deputies
from pam.access.models import Membership
from pam.disclosure.selectors.grounds import partners_of
from pam.forms.base import ServiceForm, VersionFields
from pam.forms.named import NamedField
from pam.records.forms import RecordForm
from pam.ui.fields import london_moment, years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, GovukTimeField, Radios

MOST_FOUND = 50  # people on one page; a search finds the others


class SeriesForm(RecordForm):
    """A series: its kind, rhythm, chair, secretary, quorum and terms of reference."""

    framework_version = KindChoice(queryset=None, label="Kind of meeting", empty_label="Choose a kind")
    lead = NamedField(label="Chair", empty_label="Choose the chair")
    secretary = NamedField(label="Secretary", required=False, empty_label="No secretary")
    hour = GovukTimeField(label="Start time")
    people_fields = ("lead", "secretary")
    next_review = None

    class Meta:
        model = MeetingSeries
        fields = [
            "framework_version",
            "title",
            "lead",
            "secretary",
            "every",
            "weeks",
            "which",
            "weekday",
            "on_holiday",
            "hour",
            "place",
            "quorum",
            "paper_days",
            "summary",
            "reference_terms",
            "marking",
            "handling",
            "team",
        ]
        labels = {"title": "Name of the series", "which": "Which one in the month", "summary": "Purpose"}
        help_texts = {
            "weeks": "Only for a meeting every so many weeks.",
            "which": "Only for a monthly meeting, for example the first Tuesday.",
            "on_holiday": "Bank holidays of England and Wales.",
            "quorum": "Leave blank if there is no quorum.",
            "paper_days": "Working days. Leave blank to use what this kind of meeting or the force has set.",
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "reference_terms": forms.Textarea(attrs={"rows": 6}),
            "every": Radios(small=True),
            "on_holiday": Radios(small=True),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin_in_group("series")
        kinds = kinds_in_force(self.reader)
        self.fields["framework_version"].queryset = kinds
        if self.instance.pk:
            kept = self.instance.framework_version
            here = kinds.filter(framework_id=kept.framework_id).first()
            self.initial["framework_version"] = here.pk if here else None
        self.fields["every"].choices = MeetingSeries.Every.choices
        self.fields["on_holiday"].choices = MeetingSeries.Holiday.choices

    def begin_as(self, kind):
        """Fills in what a kind of meeting (a version in force) proposes."""
        self.initial |= {"framework_version": kind.pk, "title": kind.body["title"], **of_kind(kind.body)}


class KindForm(forms.Form):
    """Of which kind a new series is."""

    kind = KindChoice(
        queryset=None, label="Kind of meeting", to_field_name="uuid", empty_label="Choose a kind"
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds_in_force(reader)


class MembersForm(ServiceForm):
    """Who becomes a standing member, of those found."""

    people = PeopleChoice(
        queryset=Membership.objects.none(),
        label="Who belongs to it?",
        widget=Checkboxes(small=True, folded=True),
    )
    mark_optional = False

    def __init__(self, *args, series, members, words="", **kwargs):
        """Own agency's people and those of partners under an agreement; `members` are there already."""
        super().__init__(*args, **kwargs)
        agencies = [series.agency_id, *partners_of(series.agency_id).values_list("pk", flat=True)]
        rows = Membership.objects.live().filter(agency_id__in=agencies, clearance__gte=series.marking)
        rows = rows.exclude(pk__in=[row.person_id for row in members]).select_related("user", "agency")
        self.fields["people"].queryset = rows
        shown = list(
            found_people(rows, words).order_by("agency__name__folded", "user__name__folded", "pk")[
                : MOST_FOUND + 1
            ]
        )
        self.more, shown = len(shown) > MOST_FOUND, shown[:MOST_FOUND]
        offer_by_agency(self.fields["people"], shown, unfolded=bool(words))
        self.has_people = bool(shown)


class MemberForm(VersionFields, forms.ModelForm):
    """A standing member's deputy, or that they leave."""

    deputy = NamedField(label="Who comes in their place", required=False, empty_label="No one")
    leaves = forms.BooleanField(label="They leave the series", required=False)

    class Meta:
        model = StandingMember
        fields = ["deputy"]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].offer(possible_deputies(self.instance))


class NextForm(ServiceForm):
    """When the next meeting is."""

    day = GovukDateField(label="Date", earliest=timezone.localdate, latest=lambda: years_from_today(2))
    hour = GovukTimeField(label="Start time")

    def __init__(self, *args, reader, series, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"day": planned_day(reader, series), "hour": series.hour}

    def clean(self):
        """Puts day and time together as `starts_at`, on London's clock."""
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("hour"):
            try:
                cleaned["starts_at"] = london_moment(cleaned["day"], cleaned["hour"])
            except forms.ValidationError as error:
                self.add_error("hour", error)
        return cleaned
