"""Forms of the list of cases, and of research on one."""

from typing import Any

from django import forms

from meetings.caselist.models import CaseEntry, ResearchLine
from meetings.caselist.selectors import opened_last_time, principals_offered
from meetings.caselist.services import Person
from pam.disclosure.selectors.grounds import grounds_by_agency, usual_ground
from pam.forms.base import ServiceForm, VersionFields
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

AREA = {"rows": 3}


class ReferForm(ServiceForm):
    """A case for the list, typed: who it is about, which criteria are met, why."""

    victim = forms.CharField(label="Name of the victim", max_length=160)
    victim_born = forms.CharField(label="Date of birth of the victim", max_length=40, required=False)
    perpetrator = forms.CharField(label="Name of the perpetrator", max_length=160)
    perpetrator_born = forms.CharField(
        label="Date of birth of the perpetrator", max_length=40, required=False
    )
    children = forms.CharField(
        label="Children",
        required=False,
        max_length=1000,
        help_text="One on each line, with the date of birth after a comma if you know it.",
        widget=forms.Textarea(attrs=AREA),
    )
    criteria = forms.CharField(
        label="Which criteria are met?", max_length=4000, widget=forms.Textarea(attrs=AREA)
    )
    reason = forms.CharField(label="Why do you refer the case?", max_length=5000, widget=forms.Textarea())
    safe_contact = forms.CharField(
        label="Safe way to make contact",
        max_length=300,
        required=False,
        help_text="Number, times, and which person may answer.",
    )
    repeat_of = GovukDateField(
        label="Date of the last referral, if there was one",
        required=False,
        earliest=lambda: years_from_today(-10),
        latest=lambda: years_from_today(0),
    )
    emergency = forms.BooleanField(label="An emergency, to be heard within hours", required=False)

    def chosen(self) -> dict[str, Any]:
        """What `services.refer` takes."""
        typed = self.cleaned_data
        people = [
            Person(typed["victim"], "Victim", typed["victim_born"]),
            Person(typed["perpetrator"], "Perpetrator", typed["perpetrator_born"]),
        ]
        for line in typed["children"].splitlines():
            name, _, born = line.partition(",")
            if name.strip():
                people.append(Person(name.strip()[:160], "Child", born.strip()[:40]))
        entry = CaseEntry(
            **{name: typed[name] for name in ("criteria", "reason", "safe_contact", "repeat_of", "emergency")}
        )
        return {"entry": entry, "people": people}


class DecideForm(VersionFields):
    """What happens to a case before it is heard."""

    state = forms.ChoiceField(
        label="What happens to this case?",
        widget=Radios,
        choices=[
            ("accepted", "It goes on the list"),
            ("returned", "It goes back to the agency that sent it"),
            ("transferred", "It goes to another MARAC"),
            ("deferred", "It is deferred"),
        ],
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        required=False,
        help_text="Needed unless it goes on the list.",
        widget=forms.Textarea(attrs=AREA),
    )
    other_list = forms.CharField(label="Which other MARAC?", max_length=120, required=False)


class OpenListForm(ServiceForm):
    """The agencies and teams that the list is opened to in one act, and the ground for each other agency."""

    principals = forms.MultipleChoiceField(
        label="Which agencies research the cases?", widget=Checkboxes(small=True)
    )
    mark_optional = False

    def __init__(self, *args, reader, meeting, **kwargs):
        """What `meeting` can be opened to; those of the last list are ticked."""
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in principals_offered(meeting)}
        field = self.fields["principals"]
        field.choices = [(value, self._label(one)) for value, one in self.offered.items()]
        last = opened_last_time(reader, meeting)
        self.initial["principals"] = [value for value, one in self.offered.items() if one.pk in last]
        self.grounds = grounds_by_agency(meeting)
        agencies = {one.agency_id: one for one in self.offered.values() if one.agency_id in self.grounds}
        for number, principal in agencies.items():
            found = self.grounds[number]
            usual = usual_ground(reader, principal.agency.principal, found)
            self.fields[f"ground_{number}"] = forms.ChoiceField(
                label=f"Legal basis for {principal.agency.name}",
                required=False,
                choices=[("", "Choose the legal basis"), *((one.value, one.label) for one in found)],
                initial=usual.value if usual else "",
            )

    @staticmethod
    def _label(principal):
        if principal.kind == "agency":
            return f"{principal.agency.name}, everyone who is cleared"
        return principal.label  # of a team: with its agency

    def clean(self):
        """An agency that is ticked needs its ground."""
        cleaned = super().clean()
        for value in cleaned.get("principals", ()):
            agency = self.offered[value].agency
            name = f"ground_{agency.pk}"
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, f"Choose the legal basis for {agency.name}")
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """What `services.open_list` takes."""
        grounds = {}
        for number, found in self.grounds.items():
            value = self.cleaned_data.get(f"ground_{number}")
            if value:
                grounds[number] = next(one for one in found if one.value == value)
        principals = [self.offered[value] for value in self.cleaned_data["principals"]]
        return {"principals": principals, "grounds": grounds}


class ToldForm(VersionFields):
    """When and how the victim was told, or why not."""

    told_on = GovukDateField(
        label="When was the victim told?",
        required=False,
        help_text="Leave it empty if the victim was not told.",
        earliest=lambda: years_from_today(-1),
        latest=lambda: years_from_today(0),
    )
    told_words = forms.CharField(
        label="How, and which person told them; or why not",
        max_length=500,
        widget=forms.Textarea(attrs=AREA),
    )


class LineForm(ServiceForm):
    """A line of the agency's own paper."""

    kind = forms.ChoiceField(
        label="What is it?", choices=ResearchLine.Kind.choices, widget=Radios(small=True)
    )
    person = forms.ModelChoiceField(
        queryset=None, label="About which person?", required=False, to_field_name="uuid", empty_label="All"
    )
    text = forms.CharField(
        label="What does your agency know?",
        max_length=4000,
        help_text="Only your agency sees it until you release it.",
        widget=forms.Textarea(attrs=AREA),
    )

    def __init__(self, *args, people, **kwargs):
        """The people of the case, through the gate."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda one: f"{one.name}, {one.part.lower()}"


class KeepBackForm(VersionFields):
    """Why a line is kept back from the meeting."""

    reason = forms.CharField(label="Why is it kept back?", max_length=500, widget=forms.Textarea(attrs=AREA))


class ReleaseForm(VersionFields):
    """That a line is released: the version that was shown."""


class CallForm(VersionFields):
    """What an agency said by telephone in an emergency."""

    phone_with = forms.CharField(label="Which person did you speak to?", max_length=160)
    phone_words = forms.CharField(
        label="What was said and agreed?", max_length=4000, widget=forms.Textarea(attrs=AREA)
    )
    state = forms.ChoiceField(
        label="Does the agency know anyone in the case?",
        choices=[("known", "Yes"), ("nothing", "Nothing known")],
        widget=Radios(small=True, inline=True),
    )
