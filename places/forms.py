"""What a person may type about a place."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from pam.access import visibility
from pam.forms.base import VersionFields
from pam.lists.counting import few_rows, tally
from pam.lists.kept import KeptList
from pam.records.forms import AudienceFields, RecordForm
from pam.records.models import Record
from pam.reference.selectors.lists import ReferenceFilter, offered_values
from pam.reference.selectors.settings import setting
from pam.search.selectors import matching
from pam.stages.fields import StageFilter
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField
from places.fields import OrganisationFields, TermChoice
from places.lists import AREA_KINDS, AREAS, BOARD_ROLES, INDICATORS, QUESTIONS
from places.models import MOST, BoardMember, IndicatorFigure, PlaceRecord, SurveyFigure


class NumberField(forms.DecimalField):
    """A number as people write one: "1,204", "12.5"."""

    def __init__(self, *, most, places, **kwargs):
        super().__init__(
            min_value=kwargs.pop("least", 0),
            max_value=most,
            max_digits=12,
            decimal_places=places,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
            error_messages={
                "invalid": "Enter a number, for example 12 or 1,204.5",
                "min_value": "Enter a number from 0",
                "max_value": f"Enter a number up to {most:,}",
                "max_digits": "Enter a smaller number",
                "max_whole_digits": "Enter a smaller number",
                "max_decimal_places": f"Enter at most {places} decimal places",
            },
            **kwargs,
        )

    def to_python(self, value):
        """The number without the signs that people put into one."""
        if isinstance(value, str):
            value = value.replace(",", "").replace("%", "").replace(" ", "")
        return super().to_python(value)


class PlaceForm(RecordForm):
    """A new or edited place. Its phase is changed by moves (pam/stages)."""

    area_kind = TermChoice(label="Kind of area", empty_label="Choose a kind")
    area = TermChoice(label="Area", required=False, empty_label="None of the list")

    class Meta(RecordForm.Meta):
        model = PlaceRecord
        fields = [
            "title",
            "area_kind",
            "area",
            "boundary",
            "summary",
            "team",
            "lead",
            "next_review",
            "marking",
            "handling",
            "retention_group",
        ]
        labels = {"title": "Name of the place", "summary": "Why here"}
        help_texts = {"boundary": "Streets and landmarks, so that each agency counts the same area."}
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "boundary": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agency = self.instance.agency_id or self.reader.agency_id
        self.fields["area_kind"].offer(AREA_KINDS, agency, self.instance.area_kind_id)
        self.fields["area"].offer(AREAS, agency, self.instance.area_id)
        if not self.fields["area"].queryset.exists():
            del self.fields["area"]
        self.begin_in_group("place")
        if not self.instance.pk:
            days = timedelta(days=setting("places.review_days", agency))
            self.initial.setdefault("next_review", timezone.localdate() + days)


class PlaceFilters(forms.Form):
    """Which places a list shows. Without a choice: those that are not closed."""

    q = forms.CharField(label="Words or reference", required=False, max_length=200)
    stage = StageFilter(any_label="Any", label="Phase")
    area_kind = ReferenceFilter(AREA_KINDS, any_label="Any", label="Kind of area")
    area = ReferenceFilter(AREAS, any_label="Any", label="Area")
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Open"), ("closed", "Closed"), ("any", "Any")]
    )
    mine = forms.BooleanField(label="I am the lead", required=False)
    late = forms.BooleanField(label="Review overdue", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        for name in ("area_kind", "area"):
            self.fields[name].offer_to(reader)
        self.fields["stage"].offer_to(reader, "place")

    def narrow(self, rows):
        """`rows` (records through the gate) as the filters say; one that makes no sense filters nothing."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        rows = of_stage_and_status(rows, self.reader, chosen)
        for name in ("area_kind", "area"):
            if chosen.get(name):
                rows = rows.filter(**{f"placerecord__{name}": chosen[name]})
        return matching(self.reader, rows, chosen["q"], kind="place") if chosen.get("q") else rows

    def counted(self, rows):
        """How many of `rows` each filter that is not chosen yet would leave, or None for a long list."""
        rows = self.narrow(rows).filter(kind="place")
        found = few_rows(
            rows,
            "placerecord__area_kind__code",
            "placerecord__area__code",
            "lead_id",
            "next_review",
            "closed_at",
            "stage",
        )
        if found is None:
            return None
        counts = {
            "area_kind": tally((row[0] for row in found), self.fields["area_kind"].choices),
            "area": tally((row[1] for row in found), self.fields["area"].choices),
            "stage": tally((row[5] for row in found), self.fields["stage"].choices),
            **counted_of_lead([row[2:5] for row in found], self.reader),
        }
        chosen = getattr(self, "cleaned_data", {})
        return {name: count for name, count in counts.items() if not chosen.get(name)}


def of_stage_and_status(rows, reader, chosen):
    """`rows` (records) narrowed by the filters that lists of every kind here have."""
    if chosen.get("stage"):
        rows = rows.filter(stage=chosen["stage"])
    if chosen.get("status", "") == "" and not chosen.get("stage"):
        rows = rows.current()
    elif chosen.get("status") == "closed":
        rows = rows.filter(closed_at__isnull=False)
    if chosen.get("mine"):
        rows = rows.led_by(reader)
    return rows.review_overdue() if chosen.get("late") else rows


def counted_of_lead(found, reader):
    """The counts of "mine" and "late" of [(lead, next review, closed at)]."""
    today = timezone.localdate()
    late = sum(not closed and review is not None and review < today for _, review, closed in found)
    return {
        "mine": {"on": sum(lead == reader.membership_id for lead, _, _ in found)},
        "late": {"on": late},
    }


KEPT = KeptList(
    "places",
    "Places",
    "places:list",
    (
        ("reference", "Reference"),
        ("stage", "Phase"),
        ("kind", "Kind of area"),
        ("area", "Area"),
        ("lead", "Lead"),
        ("review", "Next review"),
        ("actions", "Actions"),
    ),
    lambda reader, data: PlaceFilters(data or None, reader=reader),
    lambda reader, data: PlaceFilters(data or None, reader=reader).counted(
        visibility.visible_to(reader, Record)
    ),
)


class BoardFields(OrganisationFields, forms.ModelForm):
    """A person on the board."""

    role = TermChoice(label="Role on the board", empty_label="Choose a role")
    since = GovukDateField(
        label="On the board since",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )

    class Meta:
        model = BoardMember
        fields = ["name", "agency", "organisation", "role", "since"]
        labels = {"name": "Name"}

    def offer(self, reader):
        """Offers agencies and roles."""
        self.offer_agencies(reader)
        self.fields["role"].offer(BOARD_ROLES, reader.agency_id, self.instance.role_id)


class BoardForm(BoardFields):
    """A person who joins the board."""

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(reader)


class BoardChangeForm(VersionFields, BoardFields):
    """A person on the board, until they leave it."""

    until = GovukDateField(label="Left on", required=False, latest=timezone.localdate)

    class Meta(BoardFields.Meta):
        fields = [*BoardFields.Meta.fields, "until"]

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.offer(reader)

    def clean(self):
        """Nobody leaves before they joined."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The day must be on or after the day that they joined")
        return cleaned


class ManyFigures(AudienceFields):
    """A box for each value of a list, of one day: the subclass says which list and makes the rows."""

    listing, most, places = "", 0, 0
    refusal_fields = {"baseline": "baseline"}

    on = GovukDateField(
        label="Day that the figures are of",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )

    def __init__(self, *args, reader, record, level, **kwargs):
        super().__init__(*args, reader=reader, record=record, level=level, **kwargs)
        self.terms = list(offered_values(self.listing, record.agency_id or reader.agency_id))
        for term in self.terms:
            field = NumberField(most=self.most, places=self.places, label=term.label, required=False)
            field.help_text, field.mark_optional = term.meaning, False
            self.fields[f"term_{term.pk}"] = field
        first = [*self.first_fields, *(f"term_{term.pk}" for term in self.terms)]
        self.order_fields([*first, "source", "audience", "agencies"])

    @property
    def numbers(self):
        """[(value of the list, number)] of the boxes that hold something."""
        found = [(term, self.cleaned_data.get(f"term_{term.pk}")) for term in self.terms]
        return [(term, number) for term, number in found if number is not None]

    def clean(self):
        """Asks for one figure at least."""
        cleaned = super().clean()
        if self.terms and not self.numbers and not any(name.startswith("term_") for name in self.errors):
            self.add_error(f"term_{self.terms[0].pk}", "Enter at least one figure")
        return cleaned


class FiguresForm(ManyFigures):
    """The figures of a place of one day."""

    listing, most, places = INDICATORS, MOST, 2
    first_fields = ("on", "baseline")

    baseline = forms.BooleanField(
        label="This is the baseline",
        required=False,
        help_text="How it was before the work began. Later figures are compared with it.",
    )
    source = forms.CharField(label="Where the figures come from", required=False, max_length=200)

    def rows(self):
        """The figures as they were typed, for the service."""
        more = {name: self.cleaned_data[name] for name in ("on", "baseline", "source")}
        return [IndicatorFigure(indicator=term, value=number, **more) for term, number in self.numbers]


class SurveyForm(ManyFigures):
    """What people answered in a survey."""

    listing, most, places = QUESTIONS, 100, 1
    first_fields = ("on", "sample")

    sample = forms.IntegerField(
        label="How many people answered",
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"required": "Enter how many people answered"},
    )
    source = forms.CharField(label="How people were asked", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Day that the survey ended"
        for term in self.terms:
            self.fields[f"term_{term.pk}"].help_text = "Per cent who said so"

    def rows(self):
        """The figures as they were typed, for the service."""
        more = {name: self.cleaned_data[name] for name in ("on", "sample", "source")}
        return [SurveyFigure(question=term, per_cent=number, **more) for term, number in self.numbers]


class CorrectFields(VersionFields, forms.ModelForm):
    """A row that is corrected, or was entered by mistake."""

    on = GovukDateField(label="Day", earliest=lambda: years_from_today(-20), latest=timezone.localdate)
    withdrawn = forms.BooleanField(
        label="It was entered by mistake",
        required=False,
        help_text="It stays in the history and counts nowhere.",
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class FigureForm(CorrectFields):
    """A figure that is corrected."""

    value = NumberField(most=MOST, places=2, label="Figure")

    class Meta:
        model = IndicatorFigure
        fields = ["on", "value", "baseline", "source", "withdrawn"]
        labels = {"baseline": "This is the baseline", "source": "Where the figure comes from"}


class SurveyFigureForm(CorrectFields):
    """A figure of a survey that is corrected."""

    per_cent = NumberField(most=100, places=1, label="Per cent")

    class Meta:
        model = SurveyFigure
        fields = ["on", "per_cent", "sample", "source", "withdrawn"]
        labels = {"sample": "How many people answered", "source": "How people were asked"}
        widgets = {"sample": forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"})}
