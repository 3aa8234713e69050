"""Forms of conflicts of interest."""

from django import forms

from meetings.conflicts.models import Conflict
from pam.forms.base import ServiceForm
from pam.ui.forms import Radios


class ConflictForm(ServiceForm):
    """A person's conflict of interest at an item."""

    person = forms.ChoiceField(label="Whose conflict is it?")
    words = forms.CharField(
        label="What is the conflict?",
        help_text="For example: she is the sister of a person in this case.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ruling = forms.ChoiceField(
        label="What does the chair decide?",
        choices=Conflict.Ruling.choices,
        widget=Radios(),
        help_text="Out: the item, its decisions and its actions are closed to them immediately.",
    )

    def __init__(self, *args, people, **kwargs):
        """`people` are the attendance lines to choose from."""
        super().__init__(*args, **kwargs)
        self.people = {str(row.uuid): row.person for row in people}
        rows = [(str(row.uuid), f"{row.person.user.name}, {row.person.agency.short_name}") for row in people]
        self.fields["person"].choices = [("", "Choose a person"), *rows]

    def clean_person(self):
        """The membership."""
        return self.people[self.cleaned_data["person"]]


class EndForm(ServiceForm):
    """Why a conflict is over."""

    reason = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
