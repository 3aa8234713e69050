"""A note as it is added on its own page: with photographs, if there are any."""

from django import forms

from pam.records.filetypes import FileRefused, checked_photo
from pam.records.forms import NoteForm
from pam.records.uploads import FilesField, FilesInput
from pam.ui.direction import isolated

MOST_PHOTOS = 10


class NoteWithPhotosForm(NoteForm):
    """A note and its photographs. With photographs a few words are enough."""

    photos = FilesField(
        label="Photographs",
        most=MOST_PHOTOS,
        required=False,
        widget=FilesInput(attrs={"accept": "image/*"}),
        help_text="Take or choose. Place, time and camera are taken out of them.",
    )
    field_order = ["title", "text", "photos", "audience", "agencies", "day", "hour"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].mark_optional = False

    def clean_photos(self):
        """The photographs as they are kept, or what is wrong with each of them."""
        kept, wrong = [], []
        for upload in filter(None, self.cleaned_data["photos"]):
            try:
                kept.append(checked_photo(upload))
            except FileRefused as refusal:
                wrong.append(forms.ValidationError(f"{isolated(upload.name)}: {refusal}", code="refused"))
        if wrong:
            raise forms.ValidationError(wrong)
        return kept

    def clean(self):
        """Asks for the note where there is no photograph."""
        cleaned = super().clean()
        if (
            not cleaned.get("text")
            and not cleaned.get("photos")
            and not {"text", "photos"} & set(self.errors)
        ):
            self.add_error("text", "Enter the note")
        return cleaned
