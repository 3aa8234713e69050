"""What an administrator may type about a value of a list."""

from django import forms

from pam.forms.base import VersionFields
from pam.reference.models import ReferenceValue
from pam.ui.forms import GovukDateField

COLOURS = ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow")


class ValueForm(VersionFields, forms.ModelForm):
    """A value of the agency."""

    colour = forms.ChoiceField(
        label="Colour",
        choices=[("", "None"), *((name, name.capitalize()) for name in COLOURS)],
        required=False,
    )
    order = forms.IntegerField(
        label="Place in the list",
        min_value=0,
        max_value=999,
        help_text="Values with lower numbers come first.",
    )
    valid_from = GovukDateField(label="First day in use", required=False)

    class Meta:
        model = ReferenceValue
        fields = ["label", "meaning", "colour", "order", "valid_from"]
        widgets = {"meaning": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.fields["order"].widget.attrs |= {"class": "govuk-input--width-3", "inputmode": "numeric"}

    def show_stale(self, stale):
        """After a `Stale`: the form stays as typed, and says what the other administrator saved."""
        self.add_error("label", f"Another administrator has saved this as “{stale.current}” meanwhile.")
        self.carry(version=stale.current.version)
