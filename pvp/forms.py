"""What a person may type about a case file."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from pam.access import visibility
from pam.lists.counting import few_rows, tally
from pam.lists.kept import KeptList
from pam.records.forms import RecordForm
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import ReferenceFilter, offered_values
from pam.reference.selectors.settings import setting
from pam.search.selectors import matching
from pam.stages.fields import StageFilter
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios
from pam.ui.partial_dates import PartialDateFormField
from pvp.models import CaseFile


class TermChoice(forms.ModelChoiceField):
    """One of a list's terms, each with its meaning where there are radios."""

    def __init__(self, **kwargs):
        super().__init__(queryset=ReferenceValue.objects.none(), **kwargs)

    def offer(self, listing, agency_id, keep):
        """Offers the terms of `listing` that are in use, and the one with the number `keep` though it was
        retired.
        """
        self.queryset = offered_values(listing, agency_id, keep)
        if isinstance(self.widget, Radios):
            self.widget.hints = {str(term.pk): term.meaning for term in self.queryset}


class CaseForm(RecordForm):
    """A case file that exists."""

    strand = TermChoice(label="Strand", empty_label="Choose a strand")
    grade = TermChoice(label="Risk grade", empty_label=None, widget=Radios)
    voice = forms.CharField(
        label="What the person wants",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In their own words where you can.",
    )
    next_review = GovukDateField(
        label="Next review",
        earliest=timezone.localdate,
        latest=lambda: years_from_today(10),
    )

    class Meta(RecordForm.Meta):
        model = CaseFile
        fields = [
            "title",
            "strand",
            "grade",
            "summary",
            "voice",
            "lead",
            "next_review",
            "team",
            "marking",
            "handling",
            "retention_group",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agency = self.instance.agency_id or self.reader.agency_id
        self.fields["strand"].offer("pvp.strand", agency, self.instance.strand_id)
        self.fields["grade"].offer("pvp.grade", agency, self.instance.grade_id)
        self.begin_in_group("pvp")
        self.fields["lead"].label = "Officer in the case"
        self.fields["summary"].widget.attrs["rows"] = 4


def first_review(agency_id):
    """The day of the first review of a case that an agency begins today, by its setting."""
    return timezone.localdate() + timedelta(days=setting("pvp.review_days", agency_id))


class NewCaseForm(CaseForm):
    """A new case file, with the person it is about. Its title is the person's name."""

    title = forms.CharField(label="Name of the vulnerable person", max_length=160)
    born = PartialDateFormField(label="Date of birth", required=False)
    field_order = ["title", "born"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("next_review", first_review(self.reader.agency_id))


class CaseFilters(forms.Form):
    """Which case files a list shows. Without a choice: those that are not closed."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    strand = ReferenceFilter("pvp.strand", any_label="Any", label="Strand")
    grade = ReferenceFilter("pvp.grade", any_label="Any", label="Risk grade")
    stage = StageFilter(any_label="Any", label="Stage")
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Open"), ("closed", "Closed"), ("any", "Any")]
    )
    mine = forms.BooleanField(label="I am the officer in the case", required=False)
    late = forms.BooleanField(label="Review overdue", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        for name in ("strand", "grade"):
            self.fields[name].offer_to(reader)
        self.fields["stage"].offer_to(reader, "pvp")

    def narrow(self, rows):
        """`rows` (records through the gate) as the filters say;
        a filter that makes no sense filters nothing.
        """
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("stage"):
            rows = rows.filter(stage=chosen["stage"])
        if chosen.get("status", "") == "" and not chosen.get("stage"):
            rows = rows.current()
        elif chosen.get("status") == "closed":
            rows = rows.filter(closed_at__isnull=False)
        for name in ("strand", "grade"):
            if chosen.get(name):
                rows = rows.filter(**{f"casefile__{name}": chosen[name]})
        if chosen.get("mine"):
            rows = rows.led_by(self.reader)
        if chosen.get("late"):
            rows = rows.review_overdue()
        return matching(self.reader, rows, chosen["q"], kind="pvp") if chosen.get("q") else rows

    def counted(self, rows):
        """How many of `rows` each filter that is not chosen yet would leave: {filter: {value: count}}, or
        None for a long list.
        """
        rows = self.narrow(rows).filter(kind="pvp")
        columns = ("casefile__strand__code", "casefile__grade__code", "lead_id", "next_review", "closed_at")
        columns += ("stage",)
        found = few_rows(rows, *columns)
        if found is None:
            return None
        today, me = timezone.localdate(), self.reader.membership_id
        counts = {
            "strand": tally((row[0] for row in found), self.fields["strand"].choices),
            "grade": tally((row[1] for row in found), self.fields["grade"].choices),
            "stage": tally((row[5] for row in found), self.fields["stage"].choices),
            "mine": {"on": sum(row[2] == me for row in found)},
            "late": {"on": sum(not row[4] and row[3] is not None and row[3] < today for row in found)},
        }
        chosen = getattr(self, "cleaned_data", {})
        return {name: count for name, count in counts.items() if not chosen.get(name)}


def _counts(reader, data):
    filters = CaseFilters(data or None, reader=reader)
    return filters.counted(visibility.visible_to(reader, Record))


KEPT = KeptList(
    "pvp",
    "People at risk",
    "pvp:list",
    (
        ("reference", "Reference"),
        ("grade", "Risk grade"),
        ("strand", "Strand"),
        ("stage", "Stage"),
        ("lead", "Officer"),
        ("review", "Next review"),
        ("actions", "Actions"),
    ),
    lambda reader, data: CaseFilters(data or None, reader=reader),
    lambda reader, data: CaseFilters(data or None, reader=reader).counted(
        visibility.visible_to(reader, Record)
    ),
)
