"""Logs that leave pam, for a subject access request or the Commissioner: each is a disclosure itself."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pam.audit.services import Verb, log
from pam.oversight import selectors as log_selectors
from pam.oversight.exporting import TooMany, written_out
from pam.oversight.forms import ExportForm
from pam.oversight.views import AUDITOR, person_or_404, require_role, sections
from pam.ui.dates import today


def _export(request, *, what, records, name, pages, back):
    """The form, or the file once it is filled in. `pages(before, most, since, till)` gives rows, newest
    first.
    """
    form = ExportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        since, till = form.span()
        try:
            file = written_out(lambda before, most: pages(before=before, most=most, since=since, till=till))
        except TooMany as refused:
            form.add_error("since", str(refused))
        else:
            typed = form.cleaned_data
            log(
                request.reader,
                Verb.DISCLOSURE,
                "export log",
                records,
                what=what,
                recipient=typed["recipient"],
                reason=f"{typed['purpose']}: {typed['reason']}",
            )
            return FileResponse(
                file,
                as_attachment=True,
                filename=f"{name}-{today()}.csv",
                content_type="text/csv; charset=utf-8",
            )
    context = {"tabs": sections(request.reader), "form": form, "what": what, "back": back}
    return render(request, "oversight/export.html", context)


@require_http_methods(["GET", "POST"])
def export_person(request, uuid):
    """What one person did, as a file, for an auditor of their agency."""
    require_role(request.reader, AUDITOR)
    whose = person_or_404(request, uuid)
    return _export(
        request,
        what=f"What {whose.name} did",
        records=[],
        name="log-of-a-person",
        back=reverse("oversight:person", args=[uuid]),
        pages=lambda **span: log_selectors.with_references(log_selectors.log_of_person(uuid, **span)),
    )


@require_http_methods(["GET", "POST"])
def export_record(request, uuid):
    """The access log of one record, as a file, for an auditor of the agency that owns it."""
    found = log_selectors.audited_record(uuid=uuid)
    if found is None and request.reader.has_role(AUDITOR):
        raise Http404
    if found is None:
        raise PermissionDenied
    return _export(
        request,
        what=f"Access log: {found.reference}",
        records=[found.id],
        name=f"log-of-{found.reference}",
        back=f"{reverse('oversight:record')}?reference={found.reference}",
        pages=lambda **span: log_selectors.only(found, log_selectors.log_of_record(found.id, **span)),
    )
