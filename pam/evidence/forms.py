"""As at which day."""

from django import forms
from django.utils import timezone

from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField


class DayForm(forms.Form):
    """The day that the figures are of; today without a choice."""

    on = GovukDateField(
        label="As at the end of",
        required=False,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
    )

    @property
    def day(self):
        """The day that was chosen, or today."""
        chosen = self.is_bound and self.is_valid() and self.cleaned_data["on"]
        return chosen or timezone.localdate()

    @property
    def address(self):
        """The part of an address that keeps the day; "" for today."""
        day = self.day
        if day == timezone.localdate():
            return ""
        return f"?on_day={day.day}&on_month={day.month}&on_year={day.year}"
