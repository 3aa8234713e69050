"""Logs that leave pam, for a subject access request or the Commissioner: each is a disclosure itself."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.urls import reverse

from pam.forms.views import ServiceFormView
from pam.oversight import selectors as log_selectors
from pam.oversight.forms import ExportForm
from pam.oversight.services import export_log
from pam.oversight.views.log import AUDITOR, person_or_404, sections
from pam.ui.dates import today


class ExportView(ServiceFormView):
    """The form, then a file with the log.

    A subclass sets in `open` what is exported: `what` in words, `back`, the address of the way back, and
    `file_name`; and gives the rows in `pages`.
    """

    form_class = ExportForm
    template_name = "oversight/export.html"
    records = ()

    def pages(self, lines):
        """The rows of `lines` (a `LogSlice`), newest first."""
        raise NotImplementedError

    def save(self, form):
        """Writes the file, and logs the disclosure."""
        lines = form.lines()
        typed = form.cleaned_data
        return export_log(
            actor=self.reader,
            pages=lambda before, limit: self.pages(replace(lines, before=before, limit=limit)),
            records=self.records,
            detail=self.title,
            recipient=typed["recipient"],
            reason=f"{typed['purpose']}: {typed['reason']}",
        )

    def answer(self, saved):
        """The file."""
        name = f"{self.file_name}-{today()}.csv"
        return FileResponse(saved, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")

    def context(self):
        """What is exported."""
        return {"tabs": sections(self.reader), "title": self.title, "back": self.back}


class ExportPerson(ExportView):
    """What one person did, as a file, for an auditor of their agency."""

    roles = (AUDITOR,)
    file_name = "log-of-a-person"

    def open(self, uuid):
        """Finds the person."""
        self.uuid = uuid
        self.title = f"What {person_or_404(self.request, uuid).name} did"
        self.back = reverse("oversight:person", args=[uuid])

    def pages(self, lines):
        """What they did."""
        return log_selectors.with_references(log_selectors.log_of_person(self.uuid, lines))


class ExportRecord(ExportView):
    """The access log of one record, as a file, for an auditor of the agency that owns it."""

    def open(self, uuid):
        """Finds the record; 403 for the person who is no auditor, whatever there is."""
        self.found = log_selectors.audited_record(uuid=uuid)
        if self.found is None and self.reader.has_role(AUDITOR):
            raise Http404
        if self.found is None:
            raise PermissionDenied
        self.records = [self.found.id]
        self.title = f"Access log: {self.found.reference}"
        self.file_name = f"log-of-{self.found.reference}"
        self.back = f"{reverse('oversight:record')}?reference={self.found.reference}"

    def pages(self, lines):
        """The access log of it."""
        rows = log_selectors.log_of_record(self.found.id, lines)
        return log_selectors.only(self.found, rows)
