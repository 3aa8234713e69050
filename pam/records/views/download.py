"""A list that leaves pam as a file: first what it would hold, and who it is for."""

from django import forms
from django.http import FileResponse
from django.urls import reverse

from pam.forms.base import ServiceForm
from pam.forms.views import ServiceFormView
from pam.lists.kept import register_page
from pam.records.downloads import download_list, find_rows
from pam.records.list_files import JSON, PDF
from pam.records.list_files import TYPES as OTHER_TYPES
from pam.ui.dates import today
from pam.ui.forms import Radios
from pam.ui.spreadsheets import CSV, TYPES, XLSX


class DownloadForm(ServiceForm):
    """What kind of file, and who will receive it and why."""

    kind = forms.ChoiceField(
        label="File type",
        choices=[
            (XLSX, "Spreadsheet (XLSX)"),
            (CSV, "Comma-separated values (CSV)"),
            (JSON, "Data for programs (JSON)"),
            (PDF, "Paper (PDF)"),
        ],
        initial=XLSX,
        widget=Radios(inline=False, small=True),
    )
    recipient = forms.CharField(
        label="Who will receive it?",
        max_length=120,
        help_text="A name, and where they work if that matters. Your own name if it is for you.",
        error_messages={"required": "Enter who will receive the file"},
    )
    reason = forms.CharField(
        label="What is it for?",
        max_length=200,
        error_messages={"required": "Enter what the file is for"},
    )


class ListDownload(ServiceFormView):
    """The list with the filters and the order of the address, as a file.

    A subclass sets `list_name` (the URL name of the list), `file_name` and `columns`, and gives in `wanted`
    the rows through the gate and their `Sorting`.
    """

    form_class = DownloadForm
    template_name = "records/download.html"
    list_name = file_name = ""
    columns = None
    types = TYPES | OTHER_TYPES

    def __init_subclass__(cls, **options):
        """Makes the page of the list known (`pam.lists.kept.list_at`)."""
        super().__init_subclass__(**options)
        if cls.list_name:
            register_page(cls.list_name)

    def wanted(self):
        """(rows, Sorting), as the list has them."""
        raise NotImplementedError

    def open(self):
        """Finds the rows."""
        self.found = find_rows(self.reader, *self.wanted())

    def save(self, form):
        """Writes the file, and logs the disclosure."""
        typed = form.cleaned_data
        return download_list(
            actor=self.reader,
            found=self.found,
            columns=self.columns,
            kind=typed["kind"],
            recipient=typed["recipient"],
            reason=typed["reason"],
        )

    def answer(self, saved):
        """The file."""
        kind = self.form.cleaned_data["kind"]
        name = f"{self.file_name}-{today()}.{kind}"
        return FileResponse(saved, as_attachment=True, filename=name, content_type=self.types[kind])

    def context(self):
        """What it would hold, and the way back to the same list."""
        query = self.request.GET.urlencode()
        back = reverse(self.list_name) + (f"?{query}" if query else "")
        return {"found": self.found, "columns": self.columns, "back": back}
