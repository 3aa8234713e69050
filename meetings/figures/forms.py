"""Which meetings the figures are of, and which words are looked for in their minutes."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from meetings.figures.selectors import kinds_held
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField

YEAR = timedelta(days=365)


class FiguresForm(forms.Form):
    """The kind or series of meetings, and from when until when. Without a choice: the last year."""

    kind = forms.ChoiceField(label="Kind of meeting", required=False)
    series = forms.CharField(label="Series", required=False, max_length=120)
    since = GovukDateField(
        label="From",
        required=False,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    until = GovukDateField(
        label="Until",
        required=False,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )
    q = forms.CharField(label="Words in the minutes", required=False, max_length=200)

    def __init__(self, *args, reader, **kwargs):
        """The kinds that `reader` has meetings of."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "All kinds"), *kinds_held(reader)]

    def chosen(self):
        """What was chosen, with the last year where nothing was."""
        self.full_clean()
        typed = dict(getattr(self, "cleaned_data", {}))
        typed["until"] = typed.get("until") or timezone.localdate()
        typed["since"] = typed.get("since") or typed["until"] - YEAR
        return typed
