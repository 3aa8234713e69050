"""What a person may type about an organised crime group."""

from django import forms
from django.utils import timezone

from ocg.facts.forms import NAMES, FactFields
from ocg.lists import COMMUNITIES, CRIME_TYPES, KINDS
from ocg.models import Ocg, Score
from ocg.selectors.lists import counted
from pam.access import visibility
from pam.access.levels import Marking
from pam.forms.named import NamedField
from pam.lists.kept import KeptList
from pam.records.declared_lists import AREAS
from pam.records.forms import AudienceFields, RecordForm
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import ReferenceFilter, offered_values
from pam.reference.selectors.trees import TreeFilter
from pam.stages.fields import StageFilter
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField


class OcgForm(FactFields, RecordForm):
    """A new or edited group. Its stage is changed by moves (pam/stages)."""

    tier = forms.ModelChoiceField(queryset=ReferenceValue.objects.none(), empty_label=None)
    lead = NamedField(label="Lead Responsible Officer")
    sro = NamedField(label="Senior Responsible Officer", required=False)
    coordinator = NamedField(label="Coordinator", required=False)
    people_fields = ("lead", "sro", "coordinator")

    class Meta:
        model = Ocg
        fields = [
            "title",
            "summary",
            "tier",
            *NAMES,
            "team",
            "lead",
            "sro",
            "coordinator",
            "next_review",
            "marking",
            "handling",
            "retention_group",
        ]
        labels = {"title": "Name of the group"}
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agency = self.instance.agency_id or self.reader.agency_id
        self.fields["tier"].queryset = offered_values("ocg.tier", agency, self.instance.tier_id)
        if self.instance.pk:
            del self.fields["lead"]  # they are asked, and accept (ocg/responsible)
        self.offer_facts(agency)
        self.begin_in_group("ocg")
        if self.instance.pk:  # changed on a page of its own, beside what the scores propose
            del self.fields["tier"]
        else:  # nobody becomes the highest tier because it is first in the list
            self.fields["tier"].empty_label = "Choose the tier"


class ScoreForm(AudienceFields, forms.ModelForm):
    """Threat, risk and harm from 0 to 100, and why."""

    on = GovukDateField(
        label="Day of the assessment",
        initial=timezone.localdate,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )

    class Meta:
        model = Score
        fields = ["threat", "risk", "harm", "rationale", "on"]
        labels = {"rationale": "Why these scores"}
        help_texts = dict.fromkeys(("threat", "risk", "harm"), "From 0 to 100")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("threat", "risk", "harm"):
            self.fields[name].widget.attrs |= {"class": "govuk-input--width-3", "inputmode": "numeric"}
            self.fields[name].error_messages["required"] = f"Enter a {name} score from 0 to 100"


class OcgFilters(forms.Form):
    """The list's filters."""

    q = forms.CharField(label="Words or reference", max_length=200, required=False)
    stage = StageFilter()
    tier = ReferenceFilter("ocg.tier", any_label="Any tier")
    crime = TreeFilter(CRIME_TYPES, any_label="Any type of crime", label="Type of crime")
    place = TreeFilter(AREAS, any_label="Any place", label="Place")
    group_kind = TreeFilter(KINDS, any_label="Any kind", label="Kind of group")
    community = TreeFilter(COMMUNITIES, any_label="Any community", label="Community harmed")
    children = forms.BooleanField(label="Children involved", required=False)
    marking = forms.TypedChoiceField(
        label="Marking",
        choices=[("", "Any marking"), *Marking.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    mine = forms.BooleanField(label="I lead it", required=False)
    overdue = forms.BooleanField(label="Review overdue", required=False)
    closed = forms.BooleanField(label="Archived groups too", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].offer_to(reader, "ocg")
        for name in ("tier", "crime", "place", "group_kind", "community"):
            self.fields[name].offer_to(reader)


def _counts(reader, data):
    form = OcgFilters(data or None, reader=reader)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    choices = {name: form.fields[name].choices for name in ("stage", "tier", "marking")}
    return counted(visibility.visible_to(reader, Record), reader, wanted, choices)


KEPT = KeptList(
    "ocg",
    "Organised crime groups",
    "ocg:list",
    (
        ("reference", "Reference"),
        ("stage", "Stage"),
        ("tier", "Tier"),
        ("crime", "Main crime"),
        ("scores", "Threat, risk, harm"),
        ("lead", "Lead"),
        ("review", "Next review"),
        ("actions", "Actions"),
    ),
    lambda reader, data: OcgFilters(data or None, reader=reader),
    _counts,
)
