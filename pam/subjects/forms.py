"""What a person types about a person, place or object."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from pam.forms.base import VersionFields
from pam.records.forms import AudienceFields, EndForm, PhotoForm, SubjectForm
from pam.records.own_marking import OwnMarkingFields
from pam.records.selectors.names import names_for
from pam.records.uploads import FilesField, FilesInput
from pam.reference.selectors.lists import offered_values
from pam.reference.selectors.settings import setting
from pam.subjects.declared_lists import IDENTIFIERS, WARNINGS
from pam.subjects.declared_settings import WARNING_MONTHS
from pam.subjects.models import Particular, WarningMarker
from pam.subjects.selectors.alike import subjects_alike
from pam.ui.dates import long_date
from pam.ui.direction import isolated
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios

NEW = "new"  # the answer of who adds one that is none of those that look alike
HINTS = {
    "alias": "A nickname, street name or other spelling",
    "former_name": "Before a marriage, an adoption or a change of name",
    "handle": "With the site if you know it, for example @rowan_t on Snapchat",
    "identifier": "Custody, NHS, pupil or crime number and others",
}


class ParticularFields(OwnMarkingFields, forms.ModelForm):
    """A name, an address or a number; from when until when, and who says so."""

    class Meta:
        model = Particular
        fields = ["type", "number_kind", "value", "since", "until", "source"]
        labels = {"value": "The name, address or number", "source": "Source"}
        widgets = {"type": Radios(hints=HINTS, inline=False, small=True)}
        help_texts = {
            "number_kind": "Only for a reference number.",
            "value": "An address in one line, with its postcode.",
            "source": "How you know, for example: told by her school on 3 March.",
        }
        error_messages = {"type": {"required": "Select what it is"}}

    def __init__(self, *args, agency_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = Particular.Type.choices  # without an empty one
        kept, self.kept = self.instance.number_kind_id, self.instance.own_marking
        self.fields["number_kind"].queryset = offered_values(IDENTIFIERS, agency_id, keep=kept)
        self.fields["number_kind"].empty_label = "Choose"
        self.fields["number_kind"].mark_optional = False

    def clean(self):
        """A choice of number that was made before something else was chosen does not count."""
        cleaned = super().clean()
        self.instance.own_marking = cleaned.get("own_marking") if "own_marking" in self.fields else self.kept
        if cleaned.get("type") and cleaned["type"] != Particular.Type.IDENTIFIER:
            cleaned["number_kind"] = None
        return cleaned


class ParticularForm(AudienceFields, ParticularFields):
    """A new one. Of a subject that is for some agencies alone it is for the same ones."""

    def __init__(self, *args, subject, reader, **kwargs):
        super().__init__(*args, reader=reader, agency_id=reader.agency_id, **kwargs)
        self.offer_markings(reader, self.record)
        if subject.agencies is not None:
            self.fields.pop("audience", None)
            self.fields.pop("agencies", None)


class ParticularEditForm(VersionFields, ParticularFields):
    """One that is there already. Which agencies it is for stays as it is."""

    def __init__(self, *args, reader, record, **kwargs):
        super().__init__(*args, agency_id=reader.agency_id, **kwargs)
        self.initial["version"] = self.instance.version
        self.offer_markings(reader, record, kept=self.instance.own_marking)


class WarningFields(forms.ModelForm):
    """A warning: what it is, what to know, who says so, and when to look at it again."""

    review_on = GovukDateField(
        label="Review date", earliest=timezone.localdate, latest=lambda: years_from_today(5)
    )

    class Meta:
        model = WarningMarker
        fields = ["kind", "details", "source", "since", "review_on"]
        labels = {"kind": "Warning"}
        help_texts = {
            "details": "In a few words, for example: two large dogs, loose in the yard.",
            "source": "How you know, for example: officers attending on 3 March.",
        }

    def __init__(self, *args, agency_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = offered_values(WARNINGS, agency_id, keep=self.instance.kind_id)
        self.fields["kind"].empty_label = "Choose"
        months = setting(WARNING_MONTHS, agency_id)
        self.initial.setdefault("review_on", timezone.localdate() + timedelta(days=365 * months // 12))


class WarningForm(AudienceFields, WarningFields):
    """A new one. Of a subject that is for some agencies alone it is for the same ones."""

    def __init__(self, *args, subject, reader, **kwargs):
        super().__init__(*args, reader=reader, agency_id=reader.agency_id, **kwargs)
        if subject.agencies is not None:
            self.fields.pop("audience", None)
            self.fields.pop("agencies", None)


class WarningEditForm(VersionFields, WarningFields):
    """One that is there already. What it is, and which agencies it is for, stay as they are."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        del self.fields["kind"]


class SubjectPhotoForm(PhotoForm):
    """A photograph of a person, for the agencies that the person is for."""

    upload = FilesField(
        label="Photograph", most=1, widget=FilesInput(attrs={"accept": "image/*", "multiple": False})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("audience", "agencies", "tags"):
            self.fields.pop(name, None)


class PhotographForm(VersionFields):
    """Which photograph is the main one of a person."""

    photograph = forms.ChoiceField(label="Which photograph is shown?", widget=Radios(inline=False))

    def __init__(self, *args, photographs, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.uuid): row for row in photographs}
        self.fields["photograph"].choices = [
            (uuid, f"{isolated(row.title)}, added on {long_date(row.created)}")
            for uuid, row in self.rows.items()
        ]

    def clean_photograph(self):
        """The document itself."""
        return self.rows[self.cleaned_data["photograph"]]


SAME_ROW = {
    "label": "Which one is the same?",
    "widget": Radios(inline=False, small=True),
    "error_messages": {
        "required": "Select which one is the same",
        "invalid_choice": "Select which one is the same",
    },
}


class MergeForm(EndForm):
    """The row of the record that is kept for both, and why."""

    into = forms.ChoiceField(**SAME_ROW)
    field_order = ["into", "reason"]

    def __init__(self, *args, rows, **kwargs):
        """`rows` are the others of the record, through the gate."""
        super().__init__(*args, **kwargs)
        self.rows = {str(row.uuid): row for row in rows}
        self.fields["into"].choices = [(uuid, _named(row)) for uuid, row in self.rows.items()]

    def clean_into(self):
        """The row itself."""
        return self.rows[self.cleaned_data["into"]]


class TieForm(VersionFields):
    """Which row of another record is the same."""

    same = forms.ChoiceField(**SAME_ROW)

    def __init__(self, *args, rows, names, **kwargs):
        """`rows` are those that look alike, through the gate, `names` those of their records."""
        super().__init__(*args, **kwargs)
        self.rows = {str(row.uuid): row for row in rows}
        self.fields["same"].choices = [
            (uuid, _named_in(row, names[row.record_id])) for uuid, row in self.rows.items()
        ]

    def clean_same(self):
        """The row itself."""
        return self.rows[self.cleaned_data["same"]]


def _named(row):
    """ "Jane Roe, born 1990, suspect"."""
    born = f", born {row.born}" if row.born else ""
    category = f", {row.get_category_display().lower()}" if row.category else ""
    return f"{isolated(row.name)}{born}{category}"


def _named_in(row, name):
    """ "Jane Roe, born 1990, suspect, in OCG-26-K7QX Harbour group"."""
    return f"{_named(row)}, in {name.reference} {isolated(name.title)}"


class NewSubjectForm(SubjectForm):
    """A new person, place or object of a record. Asks whether it is one of those that the reader may see and
    that look alike: as soon as there are any, and until it is answered.

    `chosen` is the row that it is, or None.
    """

    refusal_fields = {"same_as": "same"}
    chosen = None

    def clean(self):
        """Looks for those that may be the same."""
        cleaned = super().clean()
        if cleaned.get("name") and cleaned.get("kind"):
            self.ask_same(cleaned)
        return cleaned

    def ask_same(self, typed):
        """Adds the question where one looks alike; takes the answer that was sent."""
        found = subjects_alike(
            self.reader,
            kind=typed["kind"],
            name=typed["name"],
            born=typed.get("born"),
            details=typed.get("details") or "",
        )
        if not found:
            return
        found.sort(key=lambda row: row.record_id != self.record.pk)
        self.alike_names = names_for(self.reader, [row.record_id for row in found])
        choices = [(str(row.uuid), self._words(row)) for row in found]
        self.fields["same"] = forms.ChoiceField(
            label="You may have this already. Is it one of these?",
            choices=[*choices, (NEW, "None of these: add a new one")],
            widget=Radios(inline=False),
            required=False,
        )
        self.fields["same"].mark_optional = False
        self.order_fields(["same"])
        answer = self.data.get("same")
        if answer not in dict(self.fields["same"].choices):
            self.add_error("same", "Select whether it is one of these")
        self.chosen = next((row for row in found if str(row.uuid) == answer), None)

    def _words(self, row):
        if row.record_id == self.record.pk:
            return f"{_named(row)}, in this record already"
        return _named_in(row, self.alike_names[row.record_id])
