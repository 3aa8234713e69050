"""What a person may type on the record pages; the pieces that forms of records and parts share."""

from django import forms

from pam.access import visibility
from pam.forms.base import ServiceForm
from pam.records.link_kinds import RELATED, choices_for, link_kind_choices
from pam.records.models import Record
from pam.ui.forms import Radios


class LinkForm(ServiceForm):
    """Which record to tie to this one, of those that the search found and the reader may open."""

    other = forms.ChoiceField(label="Which record?", widget=Radios)
    kind = forms.ChoiceField(
        label="How are they linked?", choices=link_kind_choices, widget=Radios, initial=RELATED
    )
    why = forms.CharField(label="Why", max_length=200, required=False)

    def __init__(self, *args, reader, record, found, **kwargs):
        """`found` are the records that the search found, through the gate; one is tied to `record`."""
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["kind"].choices = choices_for(record.kind)
        self.fields["other"].choices = [(str(r.uuid), f"{r.title} ({r.reference})") for r in found]

    def clean_other(self):
        """The record itself, asked of the gate again."""
        other = visibility.visible_to(self.reader, Record).filter(uuid=self.cleaned_data["other"]).first()
        if other is None:
            raise forms.ValidationError("Select a record from the list")
        return other


class SearchForm(forms.Form):
    """The box of the search page."""

    mark_optional = False
    q = forms.CharField(label="Search for", max_length=200, required=False, strip=True)


class FacetForm(forms.Form):
    """Which of the rows found to show: by kind, agency, strand and date, with how many each would be."""

    q = forms.CharField(widget=forms.HiddenInput(attrs={"id": "facets_q"}), required=False)
    kind = forms.ChoiceField(label="Kind", required=False, widget=Radios(inline=False, small=True))
    strand = forms.ChoiceField(label="Strand", required=False, widget=Radios(inline=False, small=True))
    agency = forms.ChoiceField(label="Agency", required=False, widget=Radios(inline=False, small=True))
    since = forms.ChoiceField(label="Last changed", required=False, widget=Radios(inline=False, small=True))

    def __init__(self, *args, choices, **kwargs):
        """`choices` are those of each field, {name: [(value, words)]}; a field of one is left out,
        unless it is a time, which some rows may be older than.
        """
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            if len(offered) > 1 or self.data.get(name) or (name == "since" and offered):
                self.fields[name].choices = [("", "Any"), *offered]
            else:
                del self.fields[name]

    @property
    def offers(self):
        """Whether there is anything to choose."""
        return len(self.fields) > 1
