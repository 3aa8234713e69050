"""What a person may say to a request for an update."""

from django import forms

from meetings.models import UpdateRequest
from pam.forms.base import VersionFields


class UpdateForm(VersionFields, forms.ModelForm):
    """The update, in as many words as are asked for."""

    text = forms.CharField(
        label="Update",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter the update"},
    )
    mark_optional = False

    class Meta:
        model = UpdateRequest
        fields = ["text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = f"At most {self.instance.limit} words. {self.instance.asks}".strip()
