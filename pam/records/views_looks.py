"""Who looked at a record, and who changed what in it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused, Stale
from pam.access.levels import Level
from pam.audit.services import Verb, log, looks_at
from pam.ui.cursors import seal_number, unseal_number

from . import restoring
from .forms import VersionFields
from .forms_sharing import LooksFilter
from .history import changes_of
from .models import Record
from .page import frame, open_record

SIZE = 50


@require_GET
def looks(request, uuid):
    """Each look, change and disclosure: who, for which agency, when, how."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open who looked")
    form = LooksFilter(request.GET or None)
    verb = form.cleaned_data["verb"] if form.is_bound and form.is_valid() else ""
    before = unseal_number(request.GET.get("before", ""))
    rows = looks_at(record, verb=verb, before=before, most=SIZE + 1)
    context = {"rows": rows[:SIZE], "form": form, "verb": verb, "first_page": before is None}
    context["next"] = seal_number(rows[SIZE - 1].pk) if len(rows) > SIZE else None
    return render(request, "records/looks.html", {**frame(request, record), **context})


@require_GET
def changes(request, uuid):
    """Field by field, what was changed in the record and its parts, and by whom."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open who changed what")
    rows, cursor = changes_of(request.reader, record, after=request.GET.get("after", ""))
    if others := sorted({number for row in rows for number in row.others}):
        log(request.reader, Verb.CONSULTATION, "list", others)
    context = {"rows": rows, "next": cursor, "first_page": "after" not in request.GET}
    return render(request, "records/looks_changes.html", {**frame(request, record), **context})


@require_http_methods(["GET", "POST"])
def put_back(request, uuid):
    """Puts an earlier value back: what stands there now and what it would be, then it is done. `?what=` says
    which.
    """
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open to put back")
    found = restoring.earlier(request.reader, record, request.GET.get("what", ""))
    if found is None:
        messages.error(request, "Choose what to put back from this list.")
        return redirect("records:changes", uuid)
    form = VersionFields(request.POST or None, initial={"version": found.row.version})
    if form.is_bound and form.is_valid():
        try:
            restoring.put_back(
                actor=request.reader, record=record, earlier=found, version=form.cleaned_data["version"]
            )
            messages.success(request, f"{found.label} put back.")
            return redirect("records:changes", uuid)
        except Stale as stale:
            # What stands there now is asked again: the page shows it, and the next press is about that.
            form.show_stale(stale)
            found = restoring.earlier(request.reader, record, request.GET["what"])
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(
        request, "records/looks_put_back.html", {**frame(request, record), "form": form, "earlier": found}
    )
