"""What the secretary types: an action in one line, who was there and when."""

from django import forms

from meetings.models import Attendance
from meetings.secretary.services import Noted
from pam.forms.base import ServiceForm
from pam.ui.forms import GovukTimeField


class LineForm(ServiceForm):
    """An action in one line."""

    line = forms.CharField(
        label="Action in one line",
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="For example: @probation Fri curfew check on the flat. Without a day it is due in 14 days.",
        error_messages={"required": "Type the action"},
    )


class RegisterForm(ServiceForm):
    """Who was there: for each person a state, times, and whose deputy they are."""

    statement_read = forms.BooleanField(label="The confidentiality statement was read", required=False)
    mark_optional = False

    def __init__(self, *args, rows, statement_read, **kwargs):
        """`rows` are the lines of the attendance list, with their people."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.initial["statement_read"] = statement_read
        everyone = [("", "No one"), *((str(row.person_id), row.person.user.name) for row in rows)]
        for row in rows:
            name, number = row.person.user.name, row.pk
            self.fields[f"state_{number}"] = forms.ChoiceField(
                label=f"{name}: attendance", choices=Attendance.State.choices, initial=row.state
            )
            self.fields[f"came_{number}"] = GovukTimeField(
                label=f"{name}: came at", required=False, initial=row.arrived_at
            )
            self.fields[f"left_{number}"] = GovukTimeField(
                label=f"{name}: left at", required=False, initial=row.left_at
            )
            self.fields[f"deputy_{number}"] = forms.ChoiceField(
                label=f"{name}: deputy for",
                required=False,
                choices=[choice for choice in everyone if choice[0] != str(row.person_id)],
                initial=str(row.deputy_for_id or ""),
            )

    @property
    def lines(self):
        """[(row, its four fields)] for the page."""
        names = ("state", "came", "left", "deputy")
        return [(row, [self[f"{name}_{row.pk}"] for name in names]) for row in self.rows]

    def clean(self):
        """A deputy says whose, and no one leaves before they came."""
        cleaned = super().clean()
        for row in self.rows:
            came, left = cleaned.get(f"came_{row.pk}"), cleaned.get(f"left_{row.pk}")
            if came and left and left < came:
                self.add_error(f"left_{row.pk}", f"{row.person.user.name} cannot leave before they came")
            is_deputy = cleaned.get(f"state_{row.pk}") == Attendance.State.DEPUTY
            if is_deputy and not cleaned.get(f"deputy_{row.pk}"):
                self.add_error(f"deputy_{row.pk}", f"Choose whose deputy {row.person.user.name} is")
        return cleaned

    def noted(self):
        """What `record_register` takes."""
        return [
            Noted(
                row,
                self.cleaned_data[f"state_{row.pk}"],
                self.cleaned_data[f"came_{row.pk}"],
                self.cleaned_data[f"left_{row.pk}"],
                int(self.cleaned_data[f"deputy_{row.pk}"] or 0) or None,
            )
            for row in self.rows
        ]
