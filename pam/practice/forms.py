"""What a person may type about offers."""

from django import forms

from pam.forms.base import ServiceForm, VersionFields
from pam.frameworks.kinds import all_kinds, names
from pam.practice.bodies import LEARNING
from pam.practice.models import Offer
from pam.practice.selectors.offers import offers
from pam.practice.selectors.tags import listings
from pam.ui.forms import Checkboxes, Radios

AREA = {"rows": 3}


def _any(choices):
    return [("", "Any"), *sorted(choices, key=lambda one: str(one[1]))]


class PracticeFilter(forms.Form):
    """Narrows what is offered."""

    mark_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Type", required=False)
    crime_type = forms.ChoiceField(label="Crime type", required=False)
    strand = forms.ChoiceField(label="Strand", required=False)
    community = forms.ChoiceField(label="Community", required=False)
    record = forms.ChoiceField(label="Used for", required=False)
    agency = forms.ChoiceField(label="Offered by", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        known = listings()
        kinds = [(kind.code, kind.name) for kind in (*all_kinds(), LEARNING)]
        givers = offers(reader).order_by().values_list("agency__uuid", "agency__name").distinct()
        self.fields["kind"].choices = _any(kinds)
        self.fields["crime_type"].choices = _any(known["crime_types"].items())
        self.fields["strand"].choices = _any(known["strands"].items())
        self.fields["community"].choices = _any(known["communities"].items())
        self.fields["record"].choices = _any(names("record_kind").items())
        self.fields["agency"].choices = _any([(str(uuid), name) for uuid, name in givers])

    def narrows(self):
        """What `selectors.offers` takes."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        found = {
            name: chosen.get(name, "") for name in ("kind", "crime_type", "strand", "community", "agency")
        }
        return {**found, "words": chosen.get("q", ""), "for_kind": chosen.get("record", "")}


class BeginForm(ServiceForm):
    """Which framework is offered."""

    version = forms.ModelChoiceField(
        label="Which of your agency’s frameworks?", queryset=None, to_field_name="uuid", empty_label=None
    )

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions


class LearningForm(ServiceForm):
    """What was learned, in a text that names nobody."""

    name = forms.CharField(label="Title", max_length=120)
    purpose = forms.CharField(
        label="In a sentence", max_length=1000, required=False, widget=forms.Textarea(attrs=AREA)
    )
    worked = forms.CharField(label="What worked", max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))
    not_worked = forms.CharField(
        label="What did not work", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    useful_for = forms.CharField(
        label="For which work it is useful",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=AREA),
    )


class ChangeLearningForm(LearningForm, VersionFields):
    """The same, of a learning that was begun."""

    def differences(self, current):
        """Compares with the body of the row that was saved meanwhile."""
        rows = []
        for name, field in LearningForm.base_fields.items():
            theirs, mine = current.body.get(name, ""), self.cleaned_data.get(name, "")
            if theirs != mine:
                rows.append((field.label, theirs, mine))
        return rows


class DecideForm(VersionFields):
    """One finding and what becomes of it."""

    kind = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    choice = forms.ChoiceField(
        choices=[("clear", "Clear"), ("change", "Change"), ("keep", "Keep")], widget=forms.HiddenInput
    )
    words = forms.CharField(label="Other words, or why it can stay", max_length=500, required=False)


class DescribeForm(VersionFields):
    """Who may see it, and by what it is found."""

    audience = forms.ChoiceField(
        label="Who may see it?", choices=Offer.Audience, widget=Radios(inline=False, small=False)
    )
    note = forms.CharField(
        label="What is new in this version", max_length=500, required=False, widget=forms.Textarea(attrs=AREA)
    )
    crime_types = forms.MultipleChoiceField(label="Crime types", required=False, widget=Checkboxes())
    strands = forms.MultipleChoiceField(label="Strands", required=False, widget=Checkboxes())
    communities = forms.MultipleChoiceField(label="Communities", required=False, widget=Checkboxes())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, known in listings().items():
            self.fields[name].choices = list(known.items())
            if not known:
                del self.fields[name]


class WordsForm(VersionFields):
    """Words that are kept with a step."""

    words = forms.CharField(label="Why", max_length=500, widget=forms.Textarea(attrs=AREA))

    def __init__(self, *args, label="Why", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class AnswerForm(WordsForm):
    """Permission, or none."""

    answer = forms.ChoiceField(
        label="May it be offered?",
        choices=[("permit", "Yes, offer it as it is shown"), ("decline", "No, not as it is")],
        widget=Radios(inline=False, small=False),
    )
    field_order = ["answer", "words"]


class CopyForm(ServiceForm):
    """A copy under the agency's name."""

    name = forms.CharField(label="Name", max_length=120)
    code = forms.CharField(
        label="Short name",
        max_length=60,
        required=False,
        help_text="Left empty: made from the name. With the short name of a framework that came with pam, "
        "the copy replaces it for your agency once it is published.",
    )


class VersionForm(VersionFields):
    """A question with a button."""
