"""Who takes over when a person leaves, and when that is."""

from django import forms
from django.utils import timezone

from pam.access.models import Team
from pam.accounts.selectors.naming import possible_heirs
from pam.forms.base import VersionFields
from pam.forms.named import NamedField
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField, Radios

NOBODY = "No one else in {team} has the clearance for this. Add a person to the team first, then come back."


class LeaveForm(VersionFields):
    """Asks when a person leaves, and for an heir of each thing that they leave.

    Built from their `Work`: one field for each owner team of what they are named on, one for their actions,
    one for each team that they manage. Without `asks_when` their membership has ended already.
    """

    when = forms.ChoiceField(
        label="When do they leave?",
        choices=[("now", "Now. They lose access immediately"), ("day", "At the end of a day")],
        widget=Radios,
        error_messages={"required": "Choose when they leave"},
    )
    day = GovukDateField(
        label="Last day",
        required=False,
        earliest=timezone.localdate,
        latest=lambda: years_from_today(2),
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        required=False,
        help_text="Kept in the log. For example, new post elsewhere.",
    )

    def __init__(self, *args, membership, work, asks_when=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership, self.work = membership, work
        self.fields["day"].mark_optional = False
        self.fields["day"].help_text = "Only if they leave at the end of a day."
        if not asks_when:
            del self.fields["when"], self.fields["day"]
        self.stuck = []
        for team in Team.objects.filter(pk__in=work.teams).order_by("name__folded"):
            self._ask(
                f"team_{team.pk}",
                team,
                f"Who takes over their work for {team.name}?",
                marking=work.teams[team.pk],
            )
        for team in work.manages:
            self._ask(f"manager_{team.pk}", team, f"Who will manage {team.name}?", required=False)
        if work.actions or work.given:
            self.fields["actions"] = NamedField(
                label="Who takes over their open actions?",
                empty_label="Choose a person",
                help_text="Actions that person cannot see go to the lead of the record.",
                error_messages={"required": "Choose who takes over their open actions"},
            )
            self.fields["actions"].offer(possible_heirs(membership))

    def _ask(self, name, team, label, *, marking=0, required=True):
        offer = possible_heirs(self.membership, team=team, marking=marking)
        if required and offer.few() == [("People", [])]:
            self.stuck.append(NOBODY.format(team=team.name))
        self.fields[name] = NamedField(
            label=label,
            required=required,
            empty_label="Choose a person" if required else "Not chosen yet",
            error_messages={"required": f"Choose who takes over for {team.name}"},
        )
        self.fields[name].offer(offer)

    def clean(self):
        """A day is needed if they leave at the end of one; nothing goes on if nobody can take over."""
        data = super().clean()
        if data.get("when") == "day" and not data.get("day") and "day" not in self.errors:
            self.add_error("day", "Enter their last day, for example 27 3 2027")
        for sentence in self.stuck:
            self.add_error(None, sentence)
        return data

    def values(self):
        """What `leaving.leave` takes."""
        data = self.cleaned_data
        return {
            "version": data["version"],
            "reason": data["reason"],
            "day": data.get("day") if data.get("when") == "day" else None,
            "teams": self._of("team_"),
            "managers": self._of("manager_"),
            "actions": data.get("actions"),
        }

    def _of(self, prefix):
        return {
            int(name.removeprefix(prefix)): heir
            for name, heir in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class StayForm(VersionFields):
    """Takes a departure back."""
