"""Pages of disruptions: of a group, one by one, those to assess, and sums over all groups."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.disruptions import figures, selectors, services
from ocg.disruptions.downloads import COLUMNS
from ocg.disruptions.forms import AmendForm, AssessForm, DisruptionForm, TypedForm
from ocg.disruptions.lists import ASSESSOR
from ocg.models import Disruption, Ocg
from pam.access import visibility
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.owning import is_owner
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_in
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context
from pam.ui.sorting import Column, Sorting

NEWEST = ["-on", "-pk"]


def address(name, row):
    """The address of a page of a disruption."""
    return reverse(f"ocg:{name}", args=[row.uuid])


@require_GET
def of_record(request, uuid):
    """The disruptions of a group, the latest first, and what the assessed ones came to."""
    record = open_record(request, Ocg, uuid, operation="open disruptions")
    rows = page(selectors.disruptions_of(request.reader, record), NEWEST, request)
    selectors.attach_outputs(request.reader, rows.rows)
    sums = selectors.sums_of(request.reader, record)
    context = {"page": rows, "sums": sums, **record_context(request, record)}
    return render(request, "ocg/disruptions/of_record.html", context)


class AddDisruption(AddToRecordView):
    """Submits a disruption, on a phone in few keys."""

    model = Ocg
    form_class = DisruptionForm
    template_name = "ocg/disruptions/add.html"
    done = "The disruption is submitted."

    def save(self, form):
        """Submits it."""
        return services.submit(
            actor=self.reader,
            record=self.record,
            disruption=form.row(),
            outputs=form.outputs,
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """The disruption."""
        return address("disruption", saved)


@require_GET
def detail(request, uuid):
    """A disruption: what was claimed, what came out, what assessors said; laid out for typing once it is
    assessed.
    """
    reader, row = request.reader, selectors.disruption(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open disruption", [record.pk])
    selectors.attach_outputs(reader, [row])
    label_audiences([row], context["level"])
    subject, action = selectors.named_rows(reader, row)
    may_change = visibility.may_change(reader, row, context["level"])
    context |= {
        "disruption": row,
        "subject": subject,
        "action": action,
        "contributors": selectors.contributors_shown(reader, row, record, context["level"]),
        "assessments": selectors.assessments_of(reader, row),
        "may_assess": selectors.may_assess(reader, row),
        "may_amend": may_change and row.may_be_amended and row.author_agency_id == reader.agency_id,
        "may_type": may_change and row.is_counted and is_owner(reader, record),
    }
    return render(request, "ocg/disruptions/detail.html", context)


class DisruptionView(PartFormView):
    """A form about `self.part`, a disruption."""

    model = Disruption

    def open(self, uuid):
        """Opens the disruption and its record; `allowed` says whether the form is there, else the disruption
        itself is shown. Raises as `PartFormView.open`.
        """
        self.part = selectors.disruption(self.reader, uuid)
        self.require()
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        selectors.attach_outputs(self.reader, [self.part])
        return None if self.allowed() else redirect(address("disruption", self.part))

    def require(self):
        """Raises PermissionDenied unless the reader may change it."""
        visibility.require_change(self.reader, self.part)

    def allowed(self):
        """Whether it is in a state for this form."""
        raise NotImplementedError

    def next_page(self, saved):
        """The disruption."""
        return address("disruption", self.part)

    def context(self):
        """The frame, and the disruption."""
        return {**super().context(), "disruption": self.part}


class Amend(DisruptionView):
    """Changes what was submitted; a returned one is submitted again."""

    form_class = AmendForm
    template_name = "ocg/disruptions/amend.html"
    done = "The disruption is submitted."

    def allowed(self):
        """For the agency that submitted it, until it is assessed."""
        return self.part.may_be_amended and self.part.author_agency_id == self.reader.agency_id

    def form_arguments(self):
        """The disruption as it is, with its outputs."""
        level = visibility.level(self.reader, self.record)
        own = {"instance": self.part, "kept": self.part.all_outputs}
        return {"reader": self.reader, "record": self.record, "level": level, **own}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return services.amend(actor=self.reader, disruption=form.row(), version=version, outputs=form.outputs)

    def context(self):
        """Why it was returned, if it was."""
        returned = self.part.state == Disruption.State.RETURNED
        said = selectors.assessments_of(self.reader, self.part)[:1] if returned else []
        return {**super().context(), "assessments": said}


class Assess(DisruptionView):
    """What another person says to it: agreed, changed, returned."""

    form_class = AssessForm
    template_name = "ocg/disruptions/assess.html"
    look = "open to assess"
    done = "Your assessment is recorded."

    def require(self):
        """Nothing more than to see it: who assesses is asked by `allowed`."""

    def allowed(self):
        """For who may assess it, while it waits."""
        return selectors.may_assess(self.reader, self.part)

    def form_arguments(self):
        """The disruption."""
        return {"disruption": self.part, "agency_id": self.reader.agency_id}

    def save(self, form):
        """Records it."""
        return services.assess(actor=self.reader, disruption=self.part, **form.cleaned_data)

    def next_page(self, saved):
        """The next ones to assess."""
        return reverse("ocg:to_assess")


class Typed(DisruptionView):
    """That it was typed into the national system."""

    form_class = TypedForm
    template_name = "ocg/disruptions/typed.html"
    done = "Saved."

    def allowed(self):
        """For the agency that owns the record, once it is assessed."""
        return self.part.is_counted and is_owner(self.reader, self.record)

    def form_arguments(self):
        """The disruption."""
        return {"disruption": self.part}

    def save(self, form):
        """Keeps the reference and the day."""
        return services.note_typed(actor=self.reader, disruption=self.part, **form.cleaned_data)


@require_GET
def to_assess(request):
    """The disruptions over all records that wait for the reader, the longest waiting first."""
    rows, fetch = selectors.to_assess(request.reader), selectors.ROWS.of(request.reader)
    shown = page(rows, ["submitted_at", "pk"], request, fetch=fetch)
    selectors.attach_outputs(request.reader, shown.rows)
    attach_conditions(request.reader, shown.rows)
    ids = [row.record_id for row in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Disruptions to assess")
    context = {
        "page": shown,
        "names": names_in(request.reader, shown.rows),
        "is_assessor": request.reader.has_role(ASSESSOR),
    }
    return render(request, "ocg/disruptions/to_assess.html", context)


@require_GET
def all_figures(request):
    """Sums over the groups of the reader's agency that they see: by quarter and level, submitted beside
    assessed; outputs; what each assessor said.
    """
    quarters = figures.quarters(request.reader)
    context = {
        "quarters": quarters,
        "any": any(quarter.open or any(row[1] for row in quarter.levels) for quarter in quarters),
        "outputs": figures.outputs_by_quarter(request.reader),
        "drift": figures.drift(request.reader),
    }
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Disruption figures")
    return render(request, "ocg/disruptions/figures.html", context)


class DownloadFigures(ListDownload):
    """The disruptions behind the sums, as a file."""

    list_name, file_name, columns = "ocg:disruption_figures", "disruptions", COLUMNS

    def wanted(self):
        """The disruptions of the quarters that the page shows."""
        rows = figures.disruptions_since(self.reader, figures.last_quarters()[-1])
        return rows, Sorting(self.request, Column("day", "Day", "-on"))
