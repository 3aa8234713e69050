"""What a person types about a person, place or object."""

from django import forms

from pam.forms.base import VersionFields
from pam.records.forms import AudienceFields
from pam.reference.selectors.lists import offered_values
from pam.subjects.declared_lists import IDENTIFIERS
from pam.subjects.models import Particular
from pam.ui.forms import Radios

HINTS = {
    "alias": "A nickname, street name or other spelling",
    "former_name": "Before a marriage, an adoption or a change of name",
    "handle": "With the site if you know it, for example @rowan_t on Snapchat",
    "identifier": "Custody, NHS, pupil or crime number and others",
}


class ParticularFields(forms.ModelForm):
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
        kept = self.instance.number_kind_id
        self.fields["number_kind"].queryset = offered_values(IDENTIFIERS, agency_id, keep=kept)
        self.fields["number_kind"].empty_label = "Choose"
        self.fields["number_kind"].mark_optional = False

    def clean(self):
        """A choice of number that was made before something else was chosen does not count."""
        cleaned = super().clean()
        if cleaned.get("type") and cleaned["type"] != Particular.Type.IDENTIFIER:
            cleaned["number_kind"] = None
        return cleaned


class ParticularForm(AudienceFields, ParticularFields):
    """A new one. Of a subject that is for some agencies alone it is for the same ones."""

    def __init__(self, *args, subject, reader, **kwargs):
        super().__init__(*args, reader=reader, agency_id=reader.agency_id, **kwargs)
        if subject.agencies is not None:
            self.fields.pop("audience", None)
            self.fields.pop("agencies", None)


class ParticularEditForm(VersionFields, ParticularFields):
    """One that is there already. Which agencies it is for stays as it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
