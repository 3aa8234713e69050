"""Pages of the harm ledger: of a group, one event, and over all groups."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.harm import selectors, services
from ocg.harm.downloads import COLUMNS
from ocg.harm.forms import AmendHarmForm, HarmFilters, HarmForm, TakeOutForm
from ocg.harm.months import by_month
from ocg.models import HarmEvent, Ocg
from pam.access import visibility
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_in
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.lists import attach_reference_values
from pam.ui.sorting import Column, Sorting

NEWEST = ["-on", "-pk"]


def _address(name, row):
    return reverse(f"ocg:{name}", args=[row.uuid])


@require_GET
def of_record(request, uuid):
    """The harm of a group: by month, before and after each disruption, then event by event."""
    record = open_record(request, Ocg, uuid, operation="open harm ledger")
    rows = page(selectors.events_of(request.reader, record), NEWEST, request)
    attach_reference_values(rows.rows, *selectors.NAMED)
    found = by_month(request.reader, record)
    marks = [(row.on, row.what) for row in found.beside]
    context = {"page": rows, "ledger": found, "marks": marks, **record_context(request, record)}
    return render(request, "ocg/harm/of_record.html", context)


class AddHarm(AddToRecordView):
    """Adds an event of harm, on a phone in few keys."""

    model = Ocg
    form_class = HarmForm
    template_name = "ocg/harm/add.html"
    done = "The harm is in the ledger."

    def save(self, form):
        """Adds it."""
        event, to = form.save(commit=False), form.addressed_to()
        return services.add(actor=self.reader, record=self.record, event=event, agencies=to)

    def next_page(self, saved):
        """The group's ledger."""
        return reverse("ocg:harm", args=[self.record.uuid])


@require_GET
def detail(request, uuid):
    """One event of harm."""
    reader, row = request.reader, selectors.event(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open harm", [record.pk])
    label_audiences([row], context["level"])
    may_change = row.counts and visibility.may_change(reader, row, context["level"])
    return render(request, "ocg/harm/detail.html", {**context, "event": row, "may_change": may_change})


class HarmView(PartFormView):
    """A form about `self.part`, an event of harm that counts."""

    model = HarmEvent

    def open(self, uuid):
        """Opens the event and its record; what was taken out is shown. Raises as `PartFormView.open`."""
        self.part = selectors.event(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return None if self.part.counts else redirect(_address("harm_event", self.part))

    def next_page(self, saved):
        """The event."""
        return _address("harm_event", self.part)

    def context(self):
        """The frame, and the event."""
        return {**super().context(), "event": self.part}


class AmendHarm(HarmView):
    """Changes an event."""

    form_class = AmendHarmForm
    template_name = "ocg/harm/amend.html"
    done = "Saved."

    def form_arguments(self):
        """The event as it is."""
        return {"instance": self.part, "reader": self.reader}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return services.amend(actor=self.reader, event=form.save(commit=False), version=version)


class TakeOut(HarmView):
    """Takes an event out of the ledger, with a reason."""

    form_class = TakeOutForm
    template_name = "ocg/harm/take_out.html"
    done = "It is taken out of the ledger."

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Takes it out."""
        return services.take_out(actor=self.reader, event=self.part, **form.cleaned_data)


def _wanted(request):
    """(form, rows, Sorting) of the ledger, as the address asks."""
    form = HarmFilters(request.GET or None, reader=request.reader)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sorting = Sorting(request, Column("day", "When", "-on"))
    return form, selectors.ledger(request.reader, wanted), sorting


@require_GET
def ledger(request):
    """Harm over all groups that the reader may see, the latest first."""
    form, rows, sorting = _wanted(request)
    shown = page(rows, sorting.order, request, fetch=selectors.ROWS.of(request.reader))
    shown.sorting = sorting
    attach_reference_values(shown.rows, *selectors.NAMED)
    attach_conditions(request.reader, shown.rows)
    ids = [row.record_id for row in shown.rows]
    log(request.reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Harm ledger")
    context = {"filter_form": form, "page": shown, "names": names_in(request.reader, shown.rows)}
    return render(request, "ocg/harm/ledger.html", context)


class DownloadLedger(ListDownload):
    """The ledger as a file, with the filters of the address."""

    list_name, file_name, columns = "ocg:harm_ledger", "harm", COLUMNS

    def wanted(self):
        """The events of the list."""
        _, rows, sorting = _wanted(self.request)
        return rows, sorting
