"""What an administrator types about the people and teams of their agency."""

from django import forms

from pam.access.levels import Marking
from pam.access.models import Membership, Team
from pam.access.roles import CONFIRMED_ROLES, role_choices, role_meanings
from pam.accounts.selectors.naming import possible_managers
from pam.forms.base import ServiceForm, VersionFields
from pam.forms.named import NamedField
from pam.ui.forms import Checkboxes, Radios

CONFIRMED = "A supervisor or a second administrator confirms it first."


def _meanings():
    """{code: what the role lets a person do, and whether a second person confirms it}."""
    return {
        code: f"{words} {CONFIRMED}" if code in CONFIRMED_ROLES else words
        for code, words in role_meanings().items()
    }


class _Team(forms.ModelChoiceField):
    """A team by its name alone: all are of one agency here."""

    def label_from_instance(self, team):
        """The team's name."""
        return team.name


class _Teams(forms.ModelMultipleChoiceField):
    """Teams by their names alone."""

    def label_from_instance(self, team):
        """The team's name."""
        return team.name


class PeopleFilters(forms.Form):
    """The filters of the list of people."""

    q = forms.CharField(label="Name, email or post", max_length=200, required=False)
    team = _Team(Team.objects.none(), to_field_name="uuid", required=False, empty_label="Any team")
    role = forms.ChoiceField(choices=lambda: [("", "Any role"), *role_choices()], required=False)
    state = forms.ChoiceField(
        label="Membership",
        required=False,
        choices=[
            ("", "Any"),
            ("live", "Active"),
            ("waiting", "Not started"),
            ("suspended", "Suspended"),
            ("ended", "Ended"),
        ],
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams

    def chosen(self):
        """The filters as `administration.people_of` takes them; those that make no sense are left out."""
        self.is_valid()
        values = getattr(self, "cleaned_data", {})
        return {
            "text": values.get("q", ""),
            "team": values.get("team"),
            "role": values.get("role", ""),
            "state": values.get("state", ""),
        }


class PersonFields(ServiceForm):
    """Post, roles, clearance and teams of a person in the agency."""

    post = forms.CharField(
        label="Post", max_length=120, required=False, help_text="Rank or job, as others know it."
    )
    roles = forms.MultipleChoiceField(
        choices=role_choices,
        initial=[Membership.Role.OFFICER],
        widget=Checkboxes,
        error_messages={"required": "Select at least one role"},
    )
    clearance = forms.TypedChoiceField(
        choices=Marking.choices,
        coerce=int,
        widget=Radios,
        initial=Marking.OFFICIAL.value,
        help_text="The highest protective marking they can read.",
    )
    teams = _Teams(
        Team.objects.none(),
        widget=Checkboxes,
        required=False,
        help_text="They join a team once its manager accepts, or a supervisor if the team has no manager.",
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].widget.hints = _meanings()
        self.fields["teams"].queryset = teams


class PersonForm(VersionFields, PersonFields):
    """Changes a person; carries the version that it was opened at."""

    def __init__(self, *args, membership, asked=(), **kwargs):
        """`asked` are the requests that wait: ticked, because an empty box would withdraw them."""
        initial = {
            "post": membership.post,
            "roles": [*membership.roles, *(row.role for row in asked if row.role)],
            "clearance": membership.clearance,
            "teams": [*membership.teams.all(), *(row.team for row in asked if row.team_id)],
            "version": membership.version,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def differences(self, current):
        """[(label, what the other administrator saved, yours)] of the fields that differ."""
        typed, roles = self.cleaned_data, dict(role_choices())
        words = {
            "post": (current.post, typed["post"]),
            "roles": tuple(", ".join(roles[r] for r in sorted(rs)) for rs in (current.roles, typed["roles"])),
            "clearance": tuple(Marking(c).label for c in (current.clearance, typed["clearance"])),
            "teams": tuple(
                ", ".join(sorted(t.name for t in ts)) for ts in (current.teams.all(), typed["teams"])
            ),
        }
        return [
            (self.fields[name].label or name.capitalize(), *two)
            for name, two in words.items()
            if two[0] != two[1]
        ]


class WhyForm(VersionFields):
    """Why a person is shut out or let back in."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why"},
        help_text="Kept in the log, with your name.",
    )


class TeamForm(ServiceForm):
    """A team's name, where others write to it, and who manages it."""

    name = forms.CharField(label="Name of the team", max_length=120)
    contact = forms.EmailField(
        label="Contact email address",
        required=False,
        help_text="Shown to partners who know a record exists but cannot open it.",
    )
    manager = NamedField(
        required=False,
        empty_label="Not chosen yet",
        help_text="One of the people in the team.",
    )

    def __init__(self, *args, team=None, **kwargs):
        super().__init__(*args, **kwargs)
        if team is None:
            del self.fields["manager"]
            return
        self.initial |= {"name": team.name, "contact": team.contact, "manager": team.manager_id}
        self.fields["manager"].offer(possible_managers(team))
