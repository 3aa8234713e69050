"""Break-glass: doing it, and marking afterwards whether it was justified."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.disclosure.forms.access_requests import GlassForm, JudgeForm
from pam.disclosure.services import break_glass_access
from pam.disclosure.views.access_requests import refuse
from pam.records.models import Record


@require_http_methods(["GET", "POST"])
def break_glass(request):
    """The warning, the reference and the reason; then the record, or the answer that nothing opens."""
    if not break_glass_access.may_break(request.reader):
        raise PermissionDenied
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        number = break_glass_access.break_glass(
            actor=request.reader, reference=data["reference"], reason=data["reason"]
        )
        if number:
            messages.warning(
                request, "You opened this record by break-glass. Its lead and the auditors have been told."
            )
            return redirect("records:open", visibility.names(request.reader, Record, [number])[number][0])
        form.add_error("reference", break_glass_access.NOTHING)
    return render(
        request,
        "disclosure/break_glass.html",
        {"form": form, "minutes": break_glass_access.minutes(request.reader.agency_id)},
    )


@require_GET
def openings(request):
    """All break-glass uses that the auditor may see, newest first."""
    if not request.reader.has_role("auditor"):
        raise PermissionDenied
    found = page(break_glass_access.openings(), ["-opened_at", "-pk"], request)
    log(
        request.reader,
        Verb.CONSULTATION,
        "list",
        [row.record_id for row in found.rows if row.record_id],
        what="Break-glass",
    )
    return render(request, "disclosure/break_glass_uses.html", {"page": found})


@require_http_methods(["GET", "POST"])
def opening(request, uuid):
    """One opening, for who opened, who manages the record and the auditors; an auditor marks it here."""
    row = break_glass_access.opening(uuid)
    if row is None:
        raise Http404
    form = JudgeForm(request.POST or None) if row.may_judge else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                break_glass_access.judge(actor=request.reader, opening=row, **form.cleaned_data)
            except Refused as error:
                refuse(form, error)
            else:
                messages.success(
                    request,
                    f"Marked as {'justified' if form.cleaned_data['justified'] else 'not justified'}.",
                )
                return redirect("disclosure:break_glass_use", uuid)
    log(
        request.reader,
        Verb.CONSULTATION,
        "open break-glass",
        [row.record_id] if row.record_id else [],
        what=row.reference,
    )
    auditor = request.reader.has_role("auditor")
    conflict = auditor and row.record_id and not row.reviewed_at and form is None
    return render(
        request,
        "disclosure/break_glass_use.html",
        {"row": row, "form": form, "conflict": conflict, "auditor": auditor},
    )
