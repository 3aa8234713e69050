"""Who changed what in a record, and putting an earlier value back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.base import VersionFields
from pam.records import restoring
from pam.records.models import Record
from pam.records.selectors.history import changes_of
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context


@require_GET
def changes(request, uuid):
    """Field by field, what was changed in the record and its parts, and by who."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, operation="open who changed what")
    rows, cursor = changes_of(request.reader, record, after=request.GET.get("after", ""))
    if others := sorted({number for row in rows for number in row.others}):
        log(request.reader, Verb.CONSULTATION, "list", others)
    context = {"rows": rows, "next": cursor, "first_page": "after" not in request.GET}
    return render(request, "records/changes.html", {**record_context(request, record), **context})


class RestoreValue(RecordFormView):
    """Puts an earlier value back: what it is now and what it would be, then it is done. `?what=` says
    which.
    """

    look = "open to restore"
    form_class = VersionFields
    template_name = "records/restore_value.html"

    def open(self, uuid):
        """Opens the record and finds the value; without one, back to the list."""
        super().open(uuid)
        self.earlier = self.find()
        if self.earlier is None:
            messages.error(self.request, "Choose a value to restore from this list.")
            return redirect(self.next_page(None))

    def find(self):
        """The earlier value, with what it would replace; None if there is none to put back."""
        return restoring.earlier(self.reader, self.record, self.request.GET.get("what", ""))

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.earlier.row.version}}

    def save(self, form):
        """Puts the value back."""
        return restoring.restore_value(
            actor=self.reader,
            record=self.record,
            earlier=self.earlier,
            version=form.cleaned_data["version"],
        )

    def done_words(self, saved):
        """Which field has its earlier value again."""
        return f"{self.earlier.label} restored."

    def next_page(self, saved):
        """The list of changes."""
        return reverse("records:changes", args=[self.record.uuid])

    def context(self):
        """The value. What it would replace is asked again after a refusal: the next press is about that."""
        if self.form.errors:
            self.earlier = self.find() or self.earlier
        return {**super().context(), "earlier": self.earlier}
