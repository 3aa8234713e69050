"""Forms of the meeting while it is held."""

from django import forms

from pam.forms.base import ServiceForm


class NoteForm(ServiceForm):
    """The chair's private note about an item."""

    note = forms.CharField(
        label="Private note",
        help_text="Only you can read it. It is not part of the minutes.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mark_optional = False


class WallForm(ServiceForm):
    """The people who were named when the chair was asked."""

    people = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_people(self):
        """Their numbers; anything else is none of them."""
        return [int(one) for one in self.cleaned_data["people"].split(",") if one.isdecimal()]
