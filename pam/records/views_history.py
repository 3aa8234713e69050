"""Access log of a record, and who changed what in it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused, Stale
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records import restoring
from pam.records.forms import VersionFields
from pam.records.history import changes_of
from pam.records.models import Record
from pam.records.page import open_record, record_context

SIZE = 50


@require_GET
def changes(request, uuid):
    """Field by field, what was changed in the record and its parts, and by who."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open who changed what")
    rows, cursor = changes_of(request.reader, record, after=request.GET.get("after", ""))
    if others := sorted({number for row in rows for number in row.others}):
        log(request.reader, Verb.CONSULTATION, "list", others)
    context = {"rows": rows, "next": cursor, "first_page": "after" not in request.GET}
    return render(request, "records/changes.html", {**record_context(request, record), **context})


@require_http_methods(["GET", "POST"])
def restore_value(request, uuid):
    """Puts an earlier value back: what is there now and what it would be, then it is done. `?what=` says
    which.
    """
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open to restore")
    found = restoring.earlier(request.reader, record, request.GET.get("what", ""))
    if found is None:
        messages.error(request, "Choose a value to restore from this list.")
        return redirect("records:changes", uuid)
    form = VersionFields(request.POST or None, initial={"version": found.row.version})
    if form.is_bound and form.is_valid():
        try:
            restoring.restore_value(
                actor=request.reader, record=record, earlier=found, version=form.cleaned_data["version"]
            )
            messages.success(request, f"{found.label} restored.")
            return redirect("records:changes", uuid)
        except Stale as stale:
            # What is there now is asked again: the page shows it, and the next press is about that.
            form.show_stale(stale)
            found = restoring.earlier(request.reader, record, request.GET["what"])
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(
        request,
        "records/restore_value.html",
        {**record_context(request, record), "form": form, "earlier": found},
    )
