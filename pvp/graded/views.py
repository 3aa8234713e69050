"""Pages of graded information."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.audit.services import Verb, log
from pam.records.selectors.audience import label_audiences
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pvp.graded import selectors, services
from pvp.graded.forms import GradedForm, WithdrawForm
from pvp.models import CaseFile, GradedInformation


@require_GET
def of_record(request, uuid):
    """The graded information of a case, and what is not kept here."""
    case = open_record(request, CaseFile, uuid, operation="open graded information")
    context = record_context(request, case)
    rows = list(selectors.graded_of(request.reader, case)[:100])
    label_audiences(rows, context["level"])
    for row in rows:
        row.may_change = not row.withdrawn_at and visibility.may_change(request.reader, row, context["level"])
    return render(request, "pvp/graded/of_record.html", {**context, "rows": rows})


class AddGraded(AddToRecordView):
    """Adds graded information."""

    model = CaseFile
    form_class = GradedForm
    template_name = "pvp/graded/add.html"
    done = "It is kept with its grading."

    def save(self, form):
        """Adds it."""
        return services.add(
            actor=self.reader,
            record=self.record,
            graded=form.save(commit=False),
            checked=bool(form.cleaned_data.get("checked")),
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """All of it."""
        return reverse("pvp:graded", args=[self.record.uuid])


class WithdrawGraded(PartFormView):
    """Withdraws graded information."""

    model = GradedInformation
    form_class = WithdrawForm
    template_name = "pvp/graded/withdraw.html"
    done = "Withdrawn. It can still be read."

    def open(self, uuid):
        """Opens it and the case; of a withdrawn one the list is shown. Raises as `PartFormView.open`."""
        self.part = selectors.graded(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(self.next_page(None)) if self.part.withdrawn_at else None

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Withdraws it."""
        return services.withdraw(actor=self.reader, graded=self.part, **form.cleaned_data)

    def next_page(self, saved):
        """All of it."""
        return reverse("pvp:graded", args=[self.record.uuid])

    def context(self):
        """The frame, and the piece."""
        return {**super().context(), "graded": self.part}
