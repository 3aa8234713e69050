"""What the keepers of an agency's help may type."""

from django import forms

from pam.forms.base import VersionFields


class LineForm(VersionFields):
    """The agency's line of procedure for a page or a stage."""

    text = forms.CharField(
        label="What people should know here",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences. Leave blank to show nothing here.",
    )


class TermForm(VersionFields):
    """A word of the agency's glossary."""

    label = forms.CharField(label="Word or abbreviation", max_length=80)
    text = forms.CharField(label="What it means", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
