"""Pages of the risk of a case: over time, and a supervisor's look at a high one."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.assessments.declared_settings import DISAGREE_DAYS
from pam.assessments.disagreement import disagreements
from pam.audit.services import Verb, log
from pam.records.models import Record
from pam.records.views.base import PartFormView
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.settings import setting
from pvp.models import CaseFile, HighRisk
from pvp.risk import selectors, services
from pvp.risk.forms import SeeForm


@require_GET
def of_record(request, uuid):
    """The risk of a case over time: a chart, the same as a table, and what waits for a supervisor."""
    case = open_record(request, CaseFile, uuid, operation="open risk", related=("grade",))
    found = selectors.over_time(request.reader, case)
    days = setting(DISAGREE_DAYS, request.reader.agency_id)
    context = record_context(request, case) | found
    context["apart"] = disagreements(found["rows"], days)
    context["high_risks"] = list(selectors.high_risks(request.reader, case)[:50])
    for row in context["high_risks"]:
        may_change = row.seen_at is None and visibility.may_change(request.reader, row, context["level"])
        row.may_see = may_change and services.may_see(request.reader, row)
    return render(request, "pvp/risk/of_record.html", context)


class See(PartFormView):
    """A supervisor looks at a high risk."""

    model = HighRisk
    form_class = SeeForm
    template_name = "pvp/risk/see.html"
    look = "open high risk"
    done = "Recorded."

    def open(self, uuid):
        """Opens it and the case. Raises as `PartFormView.open`, and PermissionDenied for other people than
        supervisors of the agency that owns the case.
        """
        self.part = selectors.high_risk(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        if not services.may_see(self.reader, self.part):
            raise PermissionDenied
        rows = visibility.visible_to(self.reader, Record)
        self.record = rows.select_related("team", "agency", "lead__user", "lead__agency").get(
            pk=self.part.record_id
        )
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(self.next_page(None)) if self.part.seen_at else None

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Keeps what they make of it."""
        return services.see(actor=self.reader, high_risk=self.part, **form.cleaned_data)

    def next_page(self, saved):
        """The risk of the case."""
        return reverse("pvp:risk", args=[self.record.uuid])

    def context(self):
        """The frame, and what it is about."""
        return {**super().context(), "high_risk": self.part}
