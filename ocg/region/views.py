"""Pages of help of the region: of a group, one request, its next step, and over all groups."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.models import Ocg
from ocg.region import forms, selectors, services
from ocg.region.downloads import COLUMNS
from pam.access import visibility
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_in
from pam.records.views.base import RecordFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.lists import attach_reference_values
from pam.ui.sorting import Column, Sorting

NEWEST = ["-asked_at", "-pk"]
# The form of each step, the verb that saves it, what the button says, and what is said then.
STEPS = {
    "triage": (forms.TriageForm, services.triage, "Triage this request", "Save"),
    "more": (forms.MoreForm, services.answer, "Say more", "Ask again"),
    "terms": (forms.TermsForm, services.write_terms, "Write the terms of reference", "Send to the force"),
    "agree": (forms.AgreeForm, services.agree, "Agree the terms of reference", "Agree"),
    "deliver": (forms.DeliverForm, services.deliver, "Record what was delivered", "Save"),
    "conclude": (forms.ConcludeForm, services.conclude, "Say how the threat is now", "Conclude"),
}


def _address(row):
    return reverse("ocg:region_request", args=[row.uuid])


@require_GET
def of_record(request, uuid):
    """The requests to the region about a group, the latest first."""
    record = open_record(request, Ocg, uuid, operation="open requests to the region")
    rows = page(selectors.requests_of(request.reader, record), NEWEST, request)
    attach_reference_values(rows.rows, *selectors.NAMED)
    context = record_context(request, record)
    may = selectors.may_ask(request.reader, record, context["level"])
    return render(request, "ocg/region/of_record.html", {**context, "page": rows, "may_ask": may})


class Ask(RecordFormView):
    """Asks the region for help."""

    model = Ocg
    form_class = forms.AskForm
    template_name = "ocg/region/ask.html"
    owner_only = True
    done = "The region is asked."

    def open(self, uuid):
        """Opens the group; leads to its requests where none can be asked."""
        super().open(uuid)
        if not selectors.may_ask(self.reader, self.record, Level.MANAGE):
            return redirect(reverse("ocg:region", args=[self.record.uuid]))
        return None

    def form_arguments(self):
        """Whose partners are offered."""
        return {"reader": self.reader, "record": self.record}

    def save(self, form):
        """Asks."""
        return services.ask(actor=self.reader, record=self.record, **form.cleaned_data)

    def next_page(self, saved):
        """The request."""
        return _address(saved)

    def context(self):
        """Whether any agency can be asked."""
        partners = selectors.regions_to_ask(self.reader, self.record)
        return {**super().context(), "any_region": partners.exists()}


@require_GET
def detail(request, uuid):
    """A request: what was asked, each step with its day and who took it, and what is next."""
    reader, row = request.reader, selectors.request_of(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open request to the region", [record.pk])
    step = selectors.step_of(reader, row, record, context["level"])
    context |= {
        "row": row,
        "score": selectors.score_seen(reader, row),
        "next_step": STEPS[step][2] if step else "",
    }
    return render(request, "ocg/region/detail.html", context)


class Step(RecordFormView):
    """The next step of a request, for the side whose turn it is."""

    template_name = "ocg/region/step.html"

    def open(self, uuid):
        """Opens the request and its group; leads to the request where it is not the reader's turn. Raises
        PermissionDenied below `contribute`.
        """
        self.part = selectors.request_of(self.reader, uuid)
        self.record = selectors.record_of(self.reader, self.part)
        visibility.require(self.reader, self.record, Level.CONTRIBUTE)
        log(self.reader, Verb.CONSULTATION, "open to change", [self.record.pk])
        step = selectors.step_of(self.reader, self.part, self.record, Level.CONTRIBUTE)
        if not step:
            return redirect(_address(self.part))
        self.form_class, self.verb, self.heading, self.button = STEPS[step]
        return None

    def form_arguments(self):
        """The request."""
        return {"row": self.part, "reader": self.reader, "record": self.record}

    def save(self, form):
        """Takes the step."""
        return self.verb(actor=self.reader, row=self.part, **form.cleaned_data)

    def done_words(self, saved):
        """Where it is now."""
        return f"Saved. The request is: {saved.get_state_display().lower()}."

    def next_page(self, saved):
        """The request."""
        return _address(self.part)

    def context(self):
        """What the step is called."""
        more = {"row": self.part, "heading": self.heading, "button": self.button}
        return {**super().context(), **more}


def _wanted(request):
    """(form, rows, Sorting) of the list, as the address asks."""
    form = forms.RegionFilters(request.GET or None, reader=request.reader)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sorting = Sorting(request, Column("asked", "Asked", "-asked_at"))
    return form, selectors.all_requests(request.reader, wanted), sorting


@require_GET
def everywhere(request):
    """The requests over all groups that the reader may see, the latest first."""
    form, rows, sorting = _wanted(request)
    shown = page(rows, sorting.order, request, fetch=selectors.ROWS.of(request.reader))
    shown.sorting = sorting
    attach_reference_values(shown.rows, *selectors.NAMED)
    attach_conditions(request.reader, shown.rows)
    ids = [row.record_id for row in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Requests to the region")
    context = {"filter_form": form, "page": shown, "names": names_in(request.reader, shown.rows)}
    return render(request, "ocg/region/list.html", context)


class DownloadRequests(ListDownload):
    """The list as a file, with the filters of the address."""

    list_name, file_name, columns = "ocg:region_requests", "requests-to-the-region", COLUMNS

    def wanted(self):
        """The requests of the list."""
        _, rows, sorting = _wanted(self.request)
        return rows, sorting
