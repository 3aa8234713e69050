"""Several files in one box of a form."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

MOST = 20  # files at once
TOGETHER = 5  # times the size of the largest one: what the reverse proxy lets through (deploy/Caddyfile)


class FilesInput(forms.FileInput):
    """A box for files: several are chosen together, or dropped onto it."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"multiple": True} | (attrs or {}))


class FilesField(forms.FileField):
    """One file or several. Its value is the list of them, each checked as a single file is."""

    widget = FilesInput

    def __init__(self, *, most=MOST, **kwargs):
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data, initial=None):
        """The files. Raises ValidationError for none, for more than `most`, for more than they may be
        together, and for an empty one.
        """
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > self.most:
            words = f"Select at most {self.most} files at a time" if self.most > 1 else "Select one file"
            raise forms.ValidationError(words, code="too_many")
        limit = TOGETHER * settings.MAX_DOCUMENT_BYTES
        if sum(file.size or 0 for file in files if file) > limit:
            words = f"Select files of at most {filesizeformat(limit)} together"
            raise forms.ValidationError(words, code="too_big")
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]
