"""What a person types about how they keep a list."""

from django import forms

from pam.forms.base import ServiceForm
from pam.ui.direction import isolated
from pam.ui.forms import Checkboxes, Radios

COMPACT, ROOMY = "compact", "roomy"


class NameForm(ServiceForm):
    """What a view is called."""

    name = forms.CharField(label="Name of the view", max_length=60)


class ForTeamForm(ServiceForm):
    """What is kept for oneself or for a team."""

    team = forms.ChoiceField(label="Who is it for?", required=False, widget=Radios)

    def __init__(self, *args, teams, **kwargs):
        """`teams` are those that the reader may keep it for."""
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


class SaveViewForm(ForTeamForm, NameForm):
    """A new view: its name, and who finds it above the list."""

    opens = forms.BooleanField(label="Open the list with this view", required=False)
    field_order = ["name", "team", "opens"]


class ColumnsForm(ServiceForm):
    """Which columns a list shows, and how far apart its rows stand."""

    columns = forms.MultipleChoiceField(
        label="Columns",
        required=False,
        widget=Checkboxes(small=True),
        help_text="The first column is always shown.",
    )
    density = forms.ChoiceField(
        label="Space between the rows",
        choices=[(COMPACT, "Compact: as many rows on the screen as fit"), (ROOMY, "Roomy")],
        widget=Radios(small=True),
    )
    mark_optional = False

    def __init__(self, *args, kept, **kwargs):
        """`kept` is the list."""
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = kept.columns
