"""A record that leaves pam as a file: what it would hold, and who it is for."""

from django import forms
from django.http import FileResponse

from pam.access.levels import Level
from pam.forms.base import ServiceForm
from pam.records.exports import KINDS, TYPES, XLSX, export_record
from pam.records.sections import sections_of
from pam.records.views.base import RecordFormView
from pam.records.views.page import record_context
from pam.records.views.pages import refuse_copy
from pam.ui.dates import today
from pam.ui.forms import Radios


class ExportForm(ServiceForm):
    """What kind of file, and who will receive it and why."""

    kind = forms.ChoiceField(
        label="File type",
        choices=[(code, label) for code, (label, _) in KINDS.items()],
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
        label="What is it for?", max_length=200, error_messages={"required": "Enter what the file is for"}
    )


class ExportRecord(RecordFormView):
    """One record as a file, within what its reader sees. Refused where it was shared not to be copied."""

    level = Level.VIEW
    look = "open to export"
    form_class = ExportForm
    template_name = "records/export.html"

    def open(self, uuid):
        """Opens the record; refuses where that may not be copied."""
        super().open(uuid)
        conditions = record_context(self.request, self.record)["conditions"]
        return refuse_copy(self.request, self.record) if conditions.no_print else None

    def save(self, form):
        """Writes the file, and logs the disclosure."""
        return export_record(actor=self.reader, record=self.record, **form.cleaned_data)

    def answer(self, saved):
        """The file."""
        kind = self.form.cleaned_data["kind"]
        name = f"{self.record.reference}-{today()}.{KINDS[kind][1]}"
        response = FileResponse(saved, as_attachment=True, filename=name, content_type=TYPES[kind])
        response["Cache-Control"] = "private, no-store"
        return response

    def context(self):
        """The sections that it would hold."""
        return {**super().context(), "sections": [one.label for one in sections_of(self.record)]}
