"""Pages of orders: the register, those of a record, one order, and what happens to it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.orders import selectors, services
from pam.orders.downloads import COLUMNS
from pam.orders.forms import (
    BreachForm,
    DischargeForm,
    OrderEditForm,
    OrderForm,
    OutcomeForm,
    RegisterFilters,
    VaryForm,
    VisitForm,
)
from pam.orders.models import OrderEvent
from pam.orders.register import ROWS, narrowed, sorting
from pam.records.models import Record
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_in
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.lists import attach_reference_values
from pam.subjects.selectors.warnings import attach_warnings


def address(row):
    """The address of an order's page."""
    return reverse("orders:detail", args=[row.uuid])


@require_GET
def register(request):
    """The orders over all records that the reader sees: in force and ending first, unless they ask for
    others.
    """
    reader = request.reader
    filters = RegisterFilters(request.GET or None, reader=reader)
    shown = page(narrowed(reader, filters.wanted), sorting(request), request, fetch=ROWS.of(reader))
    attach_reference_values(shown.rows, "kind")
    attach_conditions(reader, shown.rows)
    ids = [row.record_id for row in shown.rows]
    log(reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Orders")
    query = request.GET.urlencode()
    context = {
        "list_name": "Orders",
        "filters": filters,
        "page": shown,
        "names": names_in(reader, shown.rows),
        "marking": Marking(max(row.marking for row in shown.rows)).label if shown.rows else "",
        "query": f"?{query}" if query else "",
    }
    return render(request, "orders/register.html", context)


class DownloadRegister(ListDownload):
    """The register as a file."""

    list_name, file_name, columns = "orders:list", "orders", COLUMNS

    def wanted(self):
        """The orders of the register."""
        filters = RegisterFilters(self.request.GET or None, reader=self.reader)
        return narrowed(self.reader, filters.wanted), sorting(self.request)


@require_GET
def of_record(request, uuid):
    """The orders of one record, those in force first."""
    record = open_record(request, Record, uuid, operation="open orders")
    context = record_context(request, record)
    rows = selectors.all_in(request.reader, record)
    label_audiences(rows, context["level"])
    return render(request, "orders/of_record.html", {**context, "rows": rows})


class AddOrder(AddToRecordView):
    """Adds an order on a person, place or object of the record."""

    form_class = OrderForm
    template_name = "orders/add.html"
    done = "The order is recorded."

    def form_arguments(self):
        """Who the address names, too."""
        return {**super().form_arguments(), "chosen": self.request.GET.get("on", "")}

    def save(self, form):
        """Keeps it."""
        return services.add_order(
            actor=self.reader,
            record=self.record,
            subject=form.cleaned_data["subject"],
            order=form.save(commit=False),
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """The order."""
        return address(saved)

    def context(self):
        """Whether there is a person to choose."""
        return {**super().context(), "nobody": not self.form.fields["subject"].queryset.exists()}


@require_GET
def detail(request, uuid):
    """One order: what it says, warnings before a visit, visits, breaches and variations."""
    reader, row = request.reader, selectors.order(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open order", [record.pk])
    attach_warnings(reader, [row.subject])
    label_audiences([row], context["level"])
    events = selectors.events_of(reader, row)
    for breach in events["breaches"]:
        breach.may_change = visibility.may_change(reader, breach, context["level"])
    may_change = visibility.may_change(reader, row, context["level"])
    context |= {
        "order": row,
        **events,
        "warnings": row.subject.visit_warnings,
        "may_add": context["level"] >= Level.CONTRIBUTE,
        "may_change": may_change and not row.discharged_on,
        "may_end": may_change and row.is_open,
    }
    return render(request, "orders/detail.html", context)


class OrderView(PartFormView):
    """A form about `self.order`, an order; `contributes` says that who contributes may."""

    contributes = False

    def open(self, uuid):
        """Opens the order and its record; where `allowed` says no, the order itself is shown. Raises as
        `PartFormView.open`.
        """
        self.part = self.found(uuid)
        if self.contributes:
            visibility.require(self.reader, self.part, Level.CONTRIBUTE)
        else:
            visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        attach_warnings(self.reader, [self.order.subject])
        return None if self.allowed() else redirect(address(self.order))

    def found(self, uuid):
        """The row that the form changes; sets `order`."""
        self.order = selectors.order(self.reader, uuid)
        return self.order

    def allowed(self):
        """Whether the order is in a state for this form."""
        return True

    def form_arguments(self):
        """The order."""
        return {"order": self.order}

    def next_page(self, saved):
        """The order."""
        return address(self.order)

    def context(self):
        """The frame, the order, and the warnings about who it is on."""
        own = {"order": self.order, "warnings": self.order.subject.visit_warnings}
        return {**super().context(), **own}


class EditOrder(OrderView):
    """Corrects what was typed wrong."""

    form_class = OrderEditForm
    template_name = "orders/edit.html"
    done = "Saved."

    def allowed(self):
        """Until it is discharged."""
        return not self.order.discharged_on

    def form_arguments(self):
        """The order as it is, read anew: what is typed must not show as its own name while it is refused."""
        return {"instance": selectors.order(self.reader, self.order.uuid), "reader": self.reader}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return services.change_order(actor=self.reader, order=form.save(commit=False), version=version)


class RecordVisit(OrderView):
    """Records a visit; the warnings are above the form."""

    contributes = True
    form_class = VisitForm
    template_name = "orders/visit.html"
    done = "The visit is recorded."

    def form_arguments(self):
        """Who visits, as a rule."""
        return {"reader": self.reader}

    def save(self, form):
        """Keeps it."""
        return services.record_visit(actor=self.reader, order=self.order, **form.cleaned_data)


class RecordBreach(OrderView):
    """Records a breach."""

    contributes = True
    form_class = BreachForm
    template_name = "orders/breach.html"
    done = "The breach is recorded."

    def form_arguments(self):
        """None."""
        return {}

    def save(self, form):
        """Keeps it."""
        return services.record_breach(actor=self.reader, order=self.order, **form.cleaned_data)


class SettleBreach(OrderView):
    """Says what came of a breach."""

    form_class = OutcomeForm
    template_name = "orders/outcome.html"
    done = "The outcome is recorded."

    def found(self, uuid):
        """The breach, and its order."""
        breach = visibility.get(self.reader, OrderEvent, uuid)
        self.order = selectors.order_of(self.reader, breach)
        return breach

    def allowed(self):
        """For breaches alone."""
        return self.part.type == OrderEvent.Type.BREACH

    def form_arguments(self):
        """The breach."""
        return {"breach": self.part}

    def save(self, form):
        """Keeps it."""
        return services.settle_breach(actor=self.reader, breach=self.part, **form.cleaned_data)

    def context(self):
        """The breach."""
        return {**super().context(), "breach": self.part}


class VaryOrder(OrderView):
    """Records that a court varied it."""

    form_class = VaryForm
    template_name = "orders/vary.html"
    done = "The variation is recorded."

    def allowed(self):
        """While it is in force, or will be."""
        return self.order.is_open

    def save(self, form):
        """Keeps it."""
        return services.vary_order(actor=self.reader, order=self.order, **form.cleaned_data)


class DischargeOrder(OrderView):
    """Records that it was discharged."""

    form_class = DischargeForm
    template_name = "orders/discharge.html"
    done = "The order is recorded as discharged."

    def allowed(self):
        """While it is in force, or will be."""
        return self.order.is_open

    def save(self, form):
        """Keeps it."""
        return services.discharge_order(actor=self.reader, order=self.order, **form.cleaned_data)
