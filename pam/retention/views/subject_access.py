"""Pages of subject access, for data protection officers."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.views import refuse
from pam.retention.collecting import MOST
from pam.retention.forms import SubjectForm, WhoForm
from pam.retention.services import subject_access
from pam.retention.views.keeping import sections


@require_GET
def subjects(request):
    """The agency's subject access requests, newest first."""
    subject_access.require(request.reader)
    found = page(subject_access.requests(), ["-made_at", "-pk"], request)
    log(request.reader, Verb.CONSULTATION, "list", what="Subject access requests")
    return render(request, "retention/subjects.html", {"page": found, "tabs": sections(request.reader)})


@require_http_methods(["GET", "POST"])
def new(request):
    """Who asks, for what, for whom: nothing is found without it."""
    subject_access.require(request.reader)
    form = SubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = subject_access.ask(actor=request.reader, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "The request is recorded. Now choose the rows that are this person.")
            return redirect("retention:subject", row.uuid)
    return render(request, "retention/subject_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def subject(request, uuid):
    """Whom a request may mean; POST collects what is held on those chosen, as one file for review."""
    subject_access.require(request.reader)
    row = subject_access.request_of(uuid)
    if row is None:
        raise Http404
    found = subject_access.people_of(request.reader, row)
    form = WhoForm(request.POST or None, people=found)
    if request.method == "POST" and form.is_valid():
        chosen = [person for person in found if str(person.id) in form.cleaned_data["people"]]
        try:
            file = subject_access.collect(actor=request.reader, request=row, people=chosen)
        except Refused as error:
            refuse(form, error)
        else:
            name = "for-review-not-for-release.zip"
            return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    return render(
        request,
        "retention/subject.html",
        {"row": row, "form": form, "found": found, "capped": len(found) >= MOST},
    )
