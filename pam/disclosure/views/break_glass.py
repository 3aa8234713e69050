"""Break-glass: doing it, and marking afterwards whether it was justified."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.models import Membership
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.disclosure.forms.access_requests import BreakGlassForm, ReviewUseForm
from pam.disclosure.selectors import break_glass as break_glass_selectors
from pam.disclosure.services import break_glass_access
from pam.forms.views import ServiceFormView
from pam.records.models import Record
from pam.ui.sorting import Column, Sorting


class BreakGlass(ServiceFormView):
    """The warning, the reference and the reason; then the record, or the answer that nothing opens."""

    roles = (Membership.Role.BREAK_GLASS,)
    form_class = BreakGlassForm
    template_name = "disclosure/break_glass.html"

    def save(self, form):
        """Opens the record; its number, or None where nothing opens: the attempt stays written down."""
        data = form.cleaned_data
        return break_glass_access.break_glass(
            actor=self.reader, reference=data["reference"], reason=data["reason"]
        )

    def answer(self, saved):
        """The record, or the form that says that nothing opens."""
        if saved is None:
            self.form.add_error("reference", break_glass_access.NOTHING)
            return None
        messages.warning(
            self.request, "You opened this record by break-glass. Its lead and the auditors have been told."
        )
        return super().answer(saved)

    def next_page(self, saved):
        """The record."""
        return reverse("records:open", args=[visibility.names(self.reader, Record, [saved])[saved][0]])

    def context(self):
        """How long it lasts."""
        return {"minutes": break_glass_selectors.minutes(self.reader.agency_id)}


@require_GET
def break_glass_uses(request):
    """All break-glass uses that the auditor may see, newest first."""
    if not request.reader.has_role("auditor"):
        raise PermissionDenied
    found = page(
        break_glass_selectors.break_glass_uses(),
        Sorting(request, Column("when", "When", "-opened_at")),
        request,
    )
    log(
        request.reader,
        Verb.CONSULTATION,
        "list",
        [row.record_id for row in found.rows if row.record_id],
        detail="Break-glass",
    )
    return render(request, "disclosure/break_glass_uses.html", {"page": found})


class BreakGlassUse(ServiceFormView):
    """One opening, for the person who opened, who manages the record and the auditors; an auditor marks it
    here.
    """

    form_class = ReviewUseForm
    template_name = "disclosure/break_glass_use.html"

    def open(self, uuid):
        """Finds the opening, and logs the look at it. Only who may mark it sends the form."""
        self.row = break_glass_selectors.break_glass_use(uuid)
        if self.row is None:
            raise Http404
        if self.request.method == "POST" and not self.row.may_review:
            raise PermissionDenied
        records = [self.row.record_id] if self.row.record_id else []
        log(self.reader, Verb.CONSULTATION, "open break-glass", records, detail=self.row.reference)

    def make_form(self, data=None, files=None):
        """The form, for the person who may mark the opening; None for others."""
        return super().make_form(data, files) if self.row.may_review else None

    def save(self, form):
        """Marks the opening."""
        return break_glass_access.review_break_glass_use(actor=self.reader, use=self.row, **form.cleaned_data)

    def done_words(self, saved):
        """How it was marked."""
        return f"Marked as {'justified' if saved.justified else 'not justified'}."

    def next_page(self, saved):
        """The same page."""
        return reverse("disclosure:break_glass_use", args=[self.row.uuid])

    def context(self):
        """The opening, and whether an auditor may not mark it."""
        auditor = self.reader.has_role(Membership.Role.AUDITOR)
        conflict = auditor and self.row.record_id and not self.row.reviewed_at and self.form is None
        return {"row": self.row, "conflict": conflict, "auditor": auditor}
