"""What a person may type about offers."""

from django import forms

from pam.forms.base import ServiceForm, VersionFields
from pam.frameworks.bodies import TAGS
from pam.frameworks.kinds import all_kinds, names
from pam.frameworks.named import tag_names
from pam.practice.bodies import LEARNING
from pam.practice.models import Offer
from pam.practice.selectors.offers import offers
from pam.ui.forms import Checkboxes, Radios

AREA = {"rows": 3}


def _any(choices):
    return [("", "Any"), *sorted(choices, key=lambda one: str(one[1]))]


class PracticeFilter(forms.Form):
    """Narrows what is offered."""

    mark_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Type", required=False)
    crime_type = forms.ChoiceField(label="Type of crime", required=False)
    strand = forms.ChoiceField(label="Strand", required=False)
    community = forms.ChoiceField(label="Community", required=False)
    record = forms.ChoiceField(label="Used for", required=False)
    agency = forms.ChoiceField(label="Offered by", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, kind.name) for kind in (*all_kinds(), LEARNING)]
        givers = offers(reader).order_by().values_list("agency__uuid", "agency__name").distinct()
        self.fields["kind"].choices = _any(kinds)
        for tag in TAGS.values():
            self.fields[tag.replace("-", "_")].choices = [("", "Any"), *tag_names(tag).items()]
        self.fields["record"].choices = _any(names("record_kind").items())
        self.fields["agency"].choices = _any([(str(uuid), name) for uuid, name in givers])

    def narrows(self):
        """What `selectors.offers` takes."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        tags = [f"{tag}:{code}" for tag in TAGS.values() if (code := chosen.get(tag.replace("-", "_")))]
        found = {name: chosen.get(name, "") for name in ("kind", "agency")}
        return {**found, "tags": tags, "words": chosen.get("q", ""), "for_kind": chosen.get("record", "")}


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
    crime_type = forms.MultipleChoiceField(label="Types of crime", required=False, widget=Checkboxes())
    strand = forms.MultipleChoiceField(label="Strands", required=False, widget=Checkboxes())
    community = forms.MultipleChoiceField(label="Communities", required=False, widget=Checkboxes())
    refusal_fields = {"tags": "crime_type"}

    def __init__(self, *args, tags=(), **kwargs):
        super().__init__(*args, **kwargs)
        for tag in TAGS.values():
            field = self.fields[tag.replace("-", "_")]
            known = {f"{tag}:{code}": label for code, label in tag_names(tag).items()}
            field.choices = list(known.items())
            field.initial = [one for one in tags if one in known]

    def clean(self):
        """Puts the three together, as the service takes them."""
        cleaned = super().clean()
        names = [tag.replace("-", "_") for tag in TAGS.values()]
        cleaned["tags"] = [one for name in names for one in cleaned.pop(name, ())]
        return cleaned


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


class TakeOverForm(ServiceForm):
    """What becomes of a newer version of what was copied."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label="What do you want to do?",
        choices=[
            ("draft", "Begin our next draft with the new text"),
            ("seen", "Nothing: we have looked at the differences"),
        ],
        widget=Radios(inline=False, small=False),
    )
