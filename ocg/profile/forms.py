"""The audience that a profile is made for."""

from django import forms

from ocg.models import Ocg
from ocg.profile.selectors import audiences
from pam.access.levels import Level
from pam.access.models import Principal
from pam.access.visibility import Reader
from pam.forms.base import ServiceForm
from pam.ui.forms import Radios

ME = "me"


class ProfileForm(ServiceForm):
    """Asks whose view the profile shows: one's own, or that of those who have a share."""

    audience = forms.ChoiceField(label="Whose view it shows", widget=Radios, initial=ME)

    def __init__(self, *args, reader: Reader, record: Ocg, level: Level, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {str(row.pk): row for row in audiences(reader, record, level)}
        others = [(number, _name(row)) for number, row in self.offered.items()]
        self.fields["audience"].choices = [(ME, f"Mine: {reader.name}"), *others]

    def audience_chosen(self) -> Principal | None:
        """The principal chosen; None for oneself."""
        return self.offered.get(self.cleaned_data["audience"])


def _name(row):
    """Its label, with the agency where that does not say it already."""
    if row.agency is None or row.label.endswith(row.agency.name):
        return row.label
    return f"{row.label}, {row.agency.name}"
