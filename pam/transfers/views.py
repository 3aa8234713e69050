"""Pages of transfers: proposing one, those that wait, one for both ends, its answers, where a record came
from.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import CheckedFormView, ServiceFormView
from pam.records.models import Record
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.lists import attach_reference_values
from pam.transfers import packing, selectors, services
from pam.transfers.forms import CHECKED, AcceptForm, DeclineForm, ProposeForm, TransferFilters, WithdrawForm
from pam.ui.sorting import Column, Sorting

MOST_LINES = 500  # rows that the page of where a record came from lists


@require_GET
def transfers(request):
    """Those that the reader may answer or that they gave, those that wait first."""
    reader, filters = request.reader, TransferFilters(request.GET or None)
    order = Sorting(
        request, Column("proposed", "Proposed", "-proposed_at"), Column("day", "Start date", "on")
    )
    found = filters.narrow(selectors.transfers(reader))
    shown = page(found, order, request, fetch=selectors.ROWS.of(reader))
    attach_reference_values(shown.rows, "reason")
    log(reader, Verb.CONSULTATION, "list", sorted({row.record_id for row in shown.rows}), detail="Transfers")
    context = {"list_name": "Transfers", "page": shown, "filters": filters}
    return render(request, "transfers/transfers.html", context)


@require_GET
def transfer(request, uuid):
    """One of them: what the reader's side may know of it."""
    reader, row = request.reader, selectors.transfer(request.reader, uuid)
    log(reader, Verb.CONSULTATION, "open transfer", [row.record_id], detail=row.reference)
    record = selectors.record_behind(reader, row)
    context = {
        "transfer": row,
        "kind": selectors.kind_label(row),
        "record": record,
        "gives": row.record_agency_id == reader.agency_id,
        "may_answer": selectors.may_answer(reader, row) and row.proposed_by.user_id != reader.user_id,
        "may_withdraw": selectors.may_withdraw(reader, row),
        "actions": selectors.open_actions(reader, row) if record else [],
    }
    return render(request, "transfers/transfer.html", context)


@require_GET
def came_from(request, uuid):
    """Where a record came from: who wrote each of its rows, and when."""
    record = open_record(request, Record, uuid)
    row = selectors.carried_over(request.reader, record)
    if row is None:
        raise Http404
    lines = [line | {"day": parse_date(line["on"][:10])} for line in row.lines[:MOST_LINES]]
    context = {"came": row, "lines": lines, "more": len(row.lines) > MOST_LINES}
    return render(request, "transfers/came_from.html", {**record_context(request, record), **context})


class Propose(RecordFormView, CheckedFormView):
    """Which team, why and what goes; then what that comes to; then it is proposed."""

    owner_only = True
    look = "open to transfer"
    form_class = ProposeForm
    template_name = "transfers/propose.html"
    check_template_name = "transfers/check.html"
    checked_fields = CHECKED

    def open(self, uuid):
        """Opens the record; leads to the transfer of it that waits, if one does."""
        super().open(uuid)
        waiting = next((row for row in selectors.of_record(self.reader, self.record) if row.waiting), None)
        return redirect(reverse("transfers:transfer", args=[waiting.uuid])) if waiting else None

    def form_arguments(self):
        """The record and the giver."""
        return {"reader": self.reader, "record": self.record}

    def check(self):
        """What would go, and what stays; nothing is kept."""
        proposal = self.form.proposal()
        shown = packing.preview(self.reader, self.record, proposal)
        return {**shown, "proposal": proposal}

    def save(self, form):
        """Proposes it."""
        return services.propose(actor=self.reader, record=self.record, proposal=form.proposal())

    def done_words(self, saved):
        """Which team decides now."""
        return f"Proposed to {saved.to_team}. Nothing changes until they accept."

    def next_page(self, saved):
        """The transfer."""
        return reverse("transfers:transfer", args=[saved.uuid])


class AnswerView(ServiceFormView):
    """A form about `self.transfer`; one that was answered is only shown."""

    def may(self):
        """Whether the reader may do it."""
        return selectors.may_answer(self.reader, self.transfer) and (
            self.transfer.proposed_by.user_id != self.reader.user_id
        )

    def open(self, uuid):
        """Finds it, and logs the look. Raises Http404 and PermissionDenied."""
        self.transfer = row = selectors.transfer(self.reader, uuid)
        log(self.reader, Verb.CONSULTATION, "open transfer", [row.record_id], detail=row.reference)
        if row.waiting and not self.may():
            raise PermissionDenied
        return None if row.waiting else redirect(self.address())

    def address(self):
        """The page of the transfer."""
        return reverse("transfers:transfer", args=[self.transfer.uuid])

    def next_page(self, saved):
        """The transfer."""
        return self.address()

    def context(self):
        """The transfer."""
        return {"transfer": self.transfer, "kind": selectors.kind_label(self.transfer)}


class Accept(AnswerView):
    """Takes it over."""

    form_class = AcceptForm
    template_name = "transfers/accept.html"

    def form_arguments(self):
        """The transfer and its receiver."""
        return {"reader": self.reader, "transfer": self.transfer}

    def save(self, form):
        """Takes it over."""
        return services.accept(actor=self.reader, transfer=self.transfer, **form.cleaned_data)

    def done_words(self, saved):
        """Its reference now."""
        return f"{saved.reference} is yours."

    def next_page(self, saved):
        """The record; the transfer, where it changed teams and actions are left."""
        return self.address() if self.transfer.inside else saved


class Decline(AnswerView):
    """Says no, with the reason."""

    form_class = DeclineForm
    template_name = "transfers/decline.html"
    done = "Declined. Those who proposed it are told."

    def save(self, form):
        """Declines it."""
        return services.decline(actor=self.reader, transfer=self.transfer, **form.cleaned_data)


class Withdraw(AnswerView):
    """Takes it back."""

    form_class = WithdrawForm
    template_name = "transfers/withdraw.html"
    done = "The transfer is withdrawn. Nothing has changed."

    def may(self):
        """Whether the reader manages the record for its agency."""
        return selectors.may_withdraw(self.reader, self.transfer)

    def save(self, form):
        """Withdraws it."""
        return services.withdraw(actor=self.reader, transfer=self.transfer, **form.cleaned_data)
