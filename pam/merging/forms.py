"""What a person types of a merge."""

from django import forms

from pam.forms.base import ServiceForm, VersionFields
from pam.merging.selectors import GONE, KEPT
from pam.ui.forms import Radios


class OtherForm(ServiceForm):
    """The reference of the record that goes into this one."""

    reference = forms.CharField(
        label="Reference of the other record",
        max_length=24,
        help_text="It goes into this one. You must manage both, and your agency must own both.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )


class ProposeForm(ServiceForm):
    """Whose value stands of each field in which two records differ, and why they are the same."""

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for one in choices:
            self.fields[f"field_{one.name}"] = forms.ChoiceField(
                label=one.label,
                choices=[(KEPT, one.kept or "Nothing"), (GONE, one.gone or "Nothing")],
                initial=one.chosen,
                widget=Radios(inline=False, small=True),
            )
        self.fields["reason"] = forms.CharField(
            label="Why are they the same?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def choices(self) -> dict[str, str]:
        """{field: "kept" or "gone"}."""
        return {
            name.removeprefix("field_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("field_")
        }


class DecideForm(VersionFields):
    """Whether a proposed merge is done, and what is said to it; `seen` is what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(
        label="Your decision",
        choices=[("approve", "Approve: they are merged now"), ("refuse", "Refuse")],
        widget=Radios,
    )
    decision = forms.CharField(
        label="What you say to it",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed if you refuse.",
    )

    def clean(self):
        """A refusal says why."""
        cleaned = super().clean()
        if cleaned.get("answer") == "refuse" and not cleaned.get("decision"):
            self.add_error("decision", "Say why it is refused.")
        return cleaned


class UndoForm(ServiceForm):
    """Why a merge is undone."""

    reason = forms.CharField(
        label="Why is it undone?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
