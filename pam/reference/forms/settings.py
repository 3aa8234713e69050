"""What an administrator may type about a setting."""

from django import forms
from django.core.exceptions import ValidationError

from pam.forms.base import ServiceForm, VersionFields
from pam.reference.declarations import Choice, Several, WholeNumber, YesNo
from pam.ui.forms import Checkboxes, Radios


class SettingsFilter(forms.Form):
    """Words that a setting's label, meaning or heading must hold."""

    mark_optional = False

    q = forms.CharField(label="Search settings", required=False, max_length=100)


class SettingForm(VersionFields):
    """A value for the agency. `version` is that of the value the page showed, 0 without one of its own."""

    mark_optional = False

    def __init__(self, *args, shown, **kwargs):
        """`shown` is the setting as a `selectors.settings.Shown`."""
        super().__init__(*args, **kwargs)
        self.shown, declaration = shown, shown.declaration
        self.fields["value"] = _field(declaration, shown.agency_id)
        self.initial = {
            "version": shown.own.version if shown.own else 0,
            "value": _typed(declaration, shown.value),
        }

    def clean_value(self):
        """The value as it is kept, checked by its declaration."""
        try:
            return self.shown.declaration.parse(self.cleaned_data["value"], self.shown.agency_id)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from None

    def show_stale(self, stale):
        """After a `Stale`: the form stays as typed, and says what the other administrator saved."""
        row = stale.current
        now = self.shown.declaration.words(row.value, self.shown.agency_id) if row.version else "the default"
        self.add_error("value", f"Another administrator has changed this to {now} since you opened the page.")
        self.carry(version=row.version)


def _field(declaration, agency_id):
    """The form field of a setting. What it may be is checked by the declaration."""
    help_text = declaration.bounds()[:1].upper() + declaration.bounds()[1:]
    if isinstance(declaration, YesNo):
        return forms.ChoiceField(
            label=declaration.label, choices=[("yes", "Yes"), ("no", "No")], widget=Radios(inline=True)
        )
    if isinstance(declaration, Several):
        choices = declaration.choices(agency_id)
        return forms.MultipleChoiceField(
            label=declaration.label, choices=choices, required=False, widget=Checkboxes
        )
    if isinstance(declaration, Choice):
        return forms.ChoiceField(
            label=declaration.label, choices=declaration.offered(agency_id), widget=Radios
        )
    if isinstance(declaration, WholeNumber):
        unit = declaration.unit[1]
        if declaration.none:
            help_text += f". Leave it empty for: {declaration.none[:1].lower()}{declaration.none[1:]}"
        field = forms.CharField(
            label=f"{declaration.label} ({unit})" if unit else declaration.label,
            help_text=help_text,
            required=not declaration.none,
            max_length=10,
        )
        field.widget.attrs |= {"class": "govuk-input--width-5", "inputmode": "numeric"}
        return field
    return forms.CharField(label=declaration.label, help_text=help_text, required=False)


def _typed(declaration, value):
    """A value as its field shows it."""
    if isinstance(declaration, YesNo):
        return "yes" if value else "no"
    if isinstance(declaration, Several):
        return declaration.codes(value)
    return "" if value is None else value


class RefusalForm(ServiceForm):
    """Why a request that needs a second person is refused."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
        help_text="Kept in the log, with your name.",
    )


class ResetForm(VersionFields):
    """Only the version that the page was opened at."""
