"""What a person may type about help of the region."""

from django import forms
from django.utils import timezone

from ocg.models import RegionRequest
from ocg.region import selectors
from ocg.region.lists import PRODUCTS, SUPPORT
from pam.access.models import Agency
from pam.forms.base import ServiceForm, VersionFields
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import ReferenceFilter, offered_values
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios

State = RegionRequest.State


def _text(label, most, rows=4, **more):
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class AskForm(ServiceForm):
    """Which help is wanted of which agency, why, and by when."""

    region = forms.ModelChoiceField(
        label="Region",
        queryset=Agency.objects.none(),
        empty_label=None,
        help_text="An agency that the group is shared with, so that it can contribute.",
    )
    support = forms.ModelChoiceField(
        label="Help wanted",
        queryset=ReferenceValue.objects.none(),
        empty_label="Choose the help",
        error_messages={"required": "Select the help that you want"},
    )
    why = _text("Why?", 4000)
    wanted_by = GovukDateField(
        label="Wanted by", earliest=timezone.localdate, latest=lambda: years_from_today(3)
    )

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = selectors.regions_to_ask(reader, record)
        self.fields["support"].queryset = offered_values(SUPPORT, reader.agency_id)


class StepForm(VersionFields):
    """A step of a request, `row`; each of its own fields."""

    def __init__(self, *args, row, reader, record, **kwargs):
        initial = {"version": row.version, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.row, self.reader, self.record = row, reader, record


class TriageForm(StepForm):
    """Whether the region takes it on."""

    outcome = forms.ChoiceField(
        label="What does the region say?",
        choices=[
            (State.ACCEPTED, "Taken on"),
            (State.MORE, "More is needed"),
            (State.REFUSED, "Not taken on"),
        ],
        widget=Radios,
    )
    reason = _text("Why, or what is needed", 2000, required=False, help_text="Needed unless it is taken on.")


class MoreForm(StepForm):
    """What the force says besides."""

    why = _text("Why?", 4000)
    wanted_by = GovukDateField(
        label="Wanted by", earliest=timezone.localdate, latest=lambda: years_from_today(3)
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"why": self.row.why, "wanted_by": self.row.wanted_by}


class TermsForm(StepForm):
    """The terms of reference."""

    terms = _text("Terms of reference", 8000, 8)
    products = _text("Products", 2000, 3, required=False)
    timeline = GovukDateField(
        label="Delivered by", earliest=timezone.localdate, latest=lambda: years_from_today(3)
    )
    sio = forms.CharField(label="Senior investigating officer", max_length=120, required=False)


class AgreeForm(StepForm):
    """The force agrees: nothing to type."""


class DeliverForm(StepForm):
    """What was delivered."""

    product = forms.ModelChoiceField(
        label="Kind of product",
        queryset=ReferenceValue.objects.none(),
        empty_label="Choose the kind",
        error_messages={"required": "Select the kind of product"},
    )
    product_reference = forms.CharField(label="Reference of the product", max_length=120, required=False)
    delivered_on = GovukDateField(
        label="Delivered on",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-5),
        latest=timezone.localdate,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = offered_values(PRODUCTS, self.reader.agency_id)


class ScoreField(forms.ModelChoiceField):
    """A score, by its day and figures."""

    def label_from_instance(self, obj):
        """ "22 November 2026: 60, 50, 70"."""
        return f"{obj.on.day} {obj.on:%B %Y}: {obj}"


class ConcludeForm(StepForm):
    """How the threat is afterwards, and who owns the group now."""

    threat_after = _text("How is the threat now?", 2000)
    score = ScoreField(
        label="Score afterwards",
        queryset=None,
        required=False,
        empty_label="None yet",
        help_text="Scores since the request.",
    )
    owner_now = forms.ModelChoiceField(
        label="Who owns it now?", queryset=Agency.objects.none(), empty_label=None, widget=Radios
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["score"].queryset = selectors.scores_since(self.reader, self.row)
        self.fields["owner_now"].queryset = selectors.owners_to_choose(self.record, self.row)


class RegionFilters(forms.Form):
    """The list's filters."""

    q = forms.CharField(label="Words, group or reference", max_length=100, required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), ("open", "Open"), *State.choices]
    )
    support = ReferenceFilter(SUPPORT, any_label="Any help", label="Help wanted")

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["support"].offer_to(reader)
