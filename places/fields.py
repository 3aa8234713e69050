"""Fields that several forms here have in common."""

from django import forms

from pam.access.models import Agency
from pam.forms.base import ServiceForm
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.ui.forms import Radios
from places.selectors import agencies_to_name


class TermChoice(forms.ModelChoiceField):
    """One value of a list."""

    def __init__(self, **kwargs):
        super().__init__(queryset=ReferenceValue.objects.none(), **kwargs)

    def offer(self, listing, agency_id, keep):
        """Offers the values of `listing` in use, and the one with the number `keep` though it was retired."""
        self.queryset = offered_values(listing, agency_id, keep)
        if isinstance(self.widget, Radios):
            self.widget.hints = {str(term.pk): term.meaning for term in self.queryset}


class OrganisationFields(ServiceForm):
    """An agency of pam, or another organisation by its name. The subclass calls `offer_agencies`."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label="Agency", required=False, empty_label="Not on this list"
    )
    organisation = forms.CharField(
        label="Organisation, if it is not on the list",
        required=False,
        max_length=120,
    )

    def offer_agencies(self, reader):
        """Offers the agencies whose names are public."""
        self.fields["agency"].queryset = agencies_to_name(reader)
        for name in ("agency", "organisation"):
            self.fields[name].mark_optional = False  # one of the two is needed

    def clean(self):
        """Asks for one of the two."""
        cleaned = super().clean()
        agency, other = cleaned.get("agency"), (cleaned.get("organisation") or "").strip()
        if "agency" in self.errors or "organisation" in self.errors:
            return cleaned
        if not agency and not other:
            self.add_error("agency", "Choose an agency, or type another organisation below")
        elif agency and other:
            self.add_error("organisation", "Leave this blank, or choose “Not on this list” above")
        return cleaned
