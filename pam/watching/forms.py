"""What a person types about a saved search."""

from django import forms

from pam.forms.base import ServiceForm
from pam.ui.direction import isolated
from pam.ui.forms import Radios


class NameForm(ServiceForm):
    """What a search is called."""

    name = forms.CharField(label="Name of the search", max_length=60)


class SaveSearchForm(NameForm):
    """A new saved search: its name, who finds it, and whether its new results are told."""

    team = forms.ChoiceField(label="Who is it for?", required=False, widget=Radios)
    tell = forms.BooleanField(label="Tell me about new results", required=False, initial=True)

    def __init__(self, *args, teams, **kwargs):
        """`teams` are those that the reader saves searches for."""
        super().__init__(*args, **kwargs)
        self.teams = {str(team.uuid): team for team in teams}
        if not self.teams:
            del self.fields["team"]
            return
        self.fields["team"].choices = [
            ("", "Only me"),
            *((key, f"All in {isolated(team.name)}") for key, team in self.teams.items()),
        ]
        self.fields["team"].mark_optional = False
        self.initial.setdefault("team", "")

    def chosen_team(self):
        """The team that it is for, or None for oneself."""
        return self.teams.get(self.cleaned_data.get("team", ""))
