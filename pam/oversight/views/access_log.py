"""Access log of a record, and who changed what in it."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.access.levels import Level
from pam.oversight.forms import AccessLogFilter
from pam.oversight.selectors import LogSlice, log_of_record
from pam.records.models import Record
from pam.records.views.page import open_record, record_context
from pam.ui.cursors import seal_number, unseal_number

SIZE = 50


@require_GET
def access_log(request, uuid):
    """Each look, change and disclosure: who, for which agency, when, how."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, operation="open access log")
    form = AccessLogFilter(request.GET or None)
    verb = form.cleaned_data["verb"] if form.is_bound and form.is_valid() else ""
    before = unseal_number(request.GET.get("before", ""))
    rows = log_of_record(record.pk, LogSlice(verb=verb, before=before, limit=SIZE + 1))
    context = {"rows": rows[:SIZE], "form": form, "verb": verb, "first_page": before is None}
    context["next"] = seal_number(rows[SIZE - 1].pk) if len(rows) > SIZE else None
    return render(request, "oversight/record_access_log.html", {**record_context(request, record), **context})
