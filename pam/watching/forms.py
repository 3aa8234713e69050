"""What a person types about a saved search."""

from django import forms

from pam.forms.base import ServiceForm
from pam.lists.forms import ForTeamForm


class NameForm(ServiceForm):
    """What a search is called."""

    name = forms.CharField(label="Name of the search", max_length=60)


class SaveSearchForm(ForTeamForm, NameForm):
    """A new saved search: its name, who finds it, and whether its new results are shown."""

    tell = forms.BooleanField(label="Tell me about new results", required=False, initial=True)
    field_order = ["name", "team", "tell"]
