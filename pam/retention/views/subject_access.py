"""Pages of subject access, for data protection officers."""

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.models import Membership
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.contact.selectors import messages_from
from pam.forms.views import ServiceFormView
from pam.retention.collecting import LIMIT
from pam.retention.forms import SubjectForm, WhoForm
from pam.retention.selectors import subject_access as subject_access_selectors
from pam.retention.services import subject_access
from pam.retention.views.keeping import sections
from pam.ui.sorting import Column, Sorting

OFFICERS = (Membership.Role.DATA_PROTECTION,)


@require_GET
def subjects(request):
    """The agency's subject access requests, newest first."""
    subject_access_selectors.require(request.reader)
    found = page(
        subject_access_selectors.requests(), Sorting(request, Column("opened", "Opened", "-made_at")), request
    )
    log(request.reader, Verb.CONSULTATION, "list", detail="Subject access requests")
    return render(request, "retention/subjects.html", {"page": found, "tabs": sections(request.reader)})


class NewRequest(ServiceFormView):
    """Who asks, for what, for which person: nothing is found without it."""

    roles = OFFICERS
    form_class = SubjectForm
    template_name = "retention/subject_new.html"
    done = "The request is recorded. Now choose the rows that are this person."

    def save(self, form):
        """Records the request."""
        return subject_access.ask(actor=self.reader, **form.cleaned_data)

    def next_page(self, saved):
        """The request."""
        return reverse("retention:subject", args=[saved.uuid])


class Request(ServiceFormView):
    """Who a request may mean; POST collects what is held on those chosen, as one file for review."""

    roles = OFFICERS
    form_class = WhoForm
    template_name = "retention/subject.html"

    def open(self, uuid):
        """Finds the request, and who it may mean."""
        self.row = subject_access_selectors.request_of(uuid)
        if self.row is None:
            raise Http404
        self.found = subject_access.people_of(self.reader, self.row)
        self.named = subject_access.named_in(self.reader, self.row)

    def form_arguments(self):
        """Who it may mean."""
        return {"people": self.found, "named": self.named}

    def save(self, form):
        """Collects what is held."""
        ticked = form.cleaned_data["people"]
        return subject_access.collect(
            actor=self.reader,
            request=self.row,
            people=[person for person in self.found if str(person.id) in ticked],
            named=[row for row in self.named if row.value in ticked],
        )

    def answer(self, saved):
        """The file."""
        name = "for-review-not-for-release.zip"
        return FileResponse(saved, as_attachment=True, filename=name, content_type="application/zip")

    def context(self):
        """The request, and whether there are more than the list holds."""
        written = messages_from(self.reader, self.row.name)
        return {
            "row": self.row,
            "found": [*self.found, *self.named],
            "capped": max(len(self.found), len(self.named)) >= LIMIT,
            "written": written,
        }
