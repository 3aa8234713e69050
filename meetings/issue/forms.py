"""Forms of minutes: their words, a correction, the meeting that agreed it."""

from django import forms

from meetings.issue.selectors import MOST_MEETINGS, later_meetings
from pam.forms.base import ServiceForm, VersionFields
from pam.ui.dates import long_date
from pam.ui.forms import Radios


class TidyForm(VersionFields):
    """The words of the minutes for one passage."""

    text = forms.CharField(
        label="What the minutes say", max_length=20000, widget=forms.Textarea(attrs={"rows": 10})
    )


class CorrectForm(ServiceForm):
    """Other words for a passage of approved minutes, and what was wrong."""

    text = forms.CharField(
        label="What the minutes should say", max_length=20000, widget=forms.Textarea(attrs={"rows": 10})
    )
    reason = forms.CharField(
        label="What is wrong?",
        max_length=500,
        help_text="Printed on the first page of the next version.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AgreeForm(ServiceForm):
    """The later meeting that agreed a correction."""

    agreed_in = forms.ModelChoiceField(
        queryset=None, label="Which meeting agreed the correction?", to_field_name="uuid", widget=Radios
    )

    def __init__(self, *args, reader, meeting, **kwargs):
        """The meetings that `reader` may choose, those after `meeting`."""
        super().__init__(*args, **kwargs)
        field = self.fields["agreed_in"]
        field.queryset = later_meetings(reader, meeting)
        rows = list(field.queryset[:MOST_MEETINGS])
        field.choices = [
            (str(row.uuid), f"{row.reference}, {long_date(row.starts_at.date())}: {row.title}")
            for row in rows
        ]
        self.any_meeting = bool(rows)
