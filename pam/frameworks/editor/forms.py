"""Forms of the editor besides those of items (item_forms.py)."""

from django import forms

from pam.forms.base import ServiceForm, VersionFields
from pam.frameworks.kinds import all_kinds
from pam.ui.forms import Radios

CODE_HELP = "In files and links: lower-case letters, numbers and hyphens. Left empty: made from the name."


class NewForm(ServiceForm):
    """A framework that begins empty."""

    kind = forms.ChoiceField(label="Type", widget=Radios(inline=False, small=False))
    name = forms.CharField(label="Name", max_length=120)
    code = forms.CharField(label="Short name", max_length=60, required=False, help_text=CODE_HELP)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = all_kinds()
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in kinds]
        self.fields["kind"].widget.hints = {kind.code: kind.meaning for kind in kinds}


class CopyForm(ServiceForm):
    """A copy of a version under the agency's name."""

    name = forms.CharField(label="Name", max_length=120)
    code = forms.CharField(
        label="Short name",
        max_length=60,
        required=False,
        help_text="Left empty: that of the original, whose place the copy takes once it is published.",
    )


class UploadForm(ServiceForm):
    """A file, or its text."""

    file = forms.FileField(label="File", required=False, help_text="A YAML file, at most 1 MB.")
    text = forms.CharField(
        label="Or its text", required=False, widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false"})
    )

    def clean(self):
        """Asks for one of the two. A file that was read shows as text, so that nothing is lost."""
        cleaned = super().clean()
        if not cleaned.get("file") and not cleaned.get("text"):
            raise forms.ValidationError("Choose a file or enter its text.", code="required")
        return cleaned


class PublishForm(VersionFields):
    """What is new, before publishing."""

    note = forms.CharField(
        label="What is new", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class VersionForm(VersionFields):
    """A question with a button."""
