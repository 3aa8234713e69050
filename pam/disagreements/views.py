"""Pages of escalations and decisions not to share: lists, those of a record, each one, what is done to it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.disagreements import selectors, services
from pam.disagreements.forms import (
    AnswerForm,
    EscalateForm,
    Filters,
    FurtherForm,
    NotSharedForm,
    RefusalFilters,
    ReviewForm,
    SettleForm,
)
from pam.records.models import Record
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_in
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.lists import attach_reference_values
from pam.ui.sorting import Column, Sorting


def address(row):
    """The address of the page of an escalation."""
    return reverse("disagreements:escalation", args=[row.uuid])


def refusal_address(row):
    """The address of the page of a decision not to share."""
    return reverse("disagreements:decision", args=[row.uuid])


def _listed(request, template, filters, kept, rows, order, list_name, values=()):
    reader, shown = request.reader, page(rows, order, request, fetch=kept.of(request.reader))
    attach_reference_values(shown.rows, *values)
    attach_conditions(reader, shown.rows)
    ids = [row.record_id for row in shown.rows]
    log(reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail=list_name)
    context = {
        "list_name": list_name,
        "filters": filters,
        "page": shown,
        "names": names_in(reader, shown.rows),
        "marking": Marking(max(row.marking for row in shown.rows)).label if shown.rows else "",
    }
    return render(request, template, context)


@require_GET
def escalations(request):
    """The escalations over all records that the reader sees, longest waiting first."""
    filters = Filters(request.GET or None)
    rows = filters.narrow(request.reader, selectors.escalations(request.reader))
    order, kept = Sorting(request, Column("since", "Since", "since")), selectors.ESCALATIONS
    name = "Escalations between agencies"
    return _listed(request, "disagreements/escalations.html", filters, kept, rows, order, name, ["stage"])


@require_GET
def refusals(request):
    """The decisions not to share over all records that the reader sees, newest first."""
    filters = RefusalFilters(request.GET or None)
    rows = filters.narrow(selectors.decisions(request.reader))
    order, kept = Sorting(request, Column("decided", "Decided", "-decided_on")), selectors.DECISIONS
    name = "Decisions not to share"
    return _listed(request, "disagreements/refusals.html", filters, kept, rows, order, name)


@require_GET
def of_record(request, uuid):
    """The escalations and the decisions not to share of one record."""
    record = open_record(request, Record, uuid, operation="open escalations")
    context = record_context(request, record)
    rows, decisions = selectors.all_in(request.reader, record)
    label_audiences([*rows, *decisions], context["level"])
    return render(request, "disagreements/of_record.html", {**context, "rows": rows, "decisions": decisions})


class Escalate(AddToRecordView):
    """Escalates a decision of another agency."""

    form_class = EscalateForm
    template_name = "disagreements/escalate.html"
    done = "It is escalated. Both agencies are told."

    def save(self, form):
        """Keeps it."""
        return services.escalate(
            actor=self.reader,
            record=self.record,
            with_agency=form.cleaned_data["with_agency"],
            escalation=form.save(commit=False),
        )

    def next_page(self, saved):
        """The escalation."""
        return address(saved)

    def context(self):
        """Whether there is an agency to choose."""
        return {**super().context(), "nobody": not self.form.fields["with_agency"].queryset.exists()}


@require_GET
def escalation(request, uuid):
    """One escalation: stage, who answers until when, steps."""
    reader = request.reader
    row = selectors.one(selectors.escalations(reader).select_related("stage", "author__user"), uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open escalation", [record.pk])
    is_open = row.settled_on is None
    context |= {
        "escalation": row,
        "steps": selectors.steps_of(reader, row),
        "next": selectors.next_stage(row) if is_open else None,
        "may_answer": is_open and context["level"] >= Level.CONTRIBUTE,
        "may_change": is_open and visibility.may_change(reader, row, context["level"]),
    }
    return render(request, "disagreements/escalation.html", context)


class EscalationView(PartFormView):
    """A form about `self.escalation`; one that is settled is only shown. `contributes` says that all who
    contribute may.
    """

    contributes = False

    def open(self, uuid):
        """Opens it and its record. Raises as `PartFormView.open`."""
        rows = selectors.escalations(self.reader).select_related("stage")
        self.part = self.escalation = selectors.one(rows, uuid)
        if self.contributes:
            visibility.require(self.reader, self.part, Level.CONTRIBUTE)
        else:
            visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(address(self.part)) if self.part.settled_on else None

    def form_arguments(self):
        """The escalation."""
        return {"escalation": self.escalation}

    def next_page(self, saved):
        """The escalation."""
        return address(self.escalation)

    def context(self):
        """The frame, and the escalation."""
        return {**super().context(), "escalation": self.escalation}


class Answer(EscalationView):
    """Answers it."""

    contributes = True
    form_class = AnswerForm
    template_name = "disagreements/answer.html"
    done = "The answer is saved."

    def form_arguments(self):
        """None."""
        return {}

    def save(self, form):
        """Keeps the answer."""
        return services.answer_escalation(actor=self.reader, escalation=self.escalation, **form.cleaned_data)


class TakeFurther(EscalationView):
    """Takes it to the next stage."""

    form_class = FurtherForm
    template_name = "disagreements/further.html"
    done = "It is at the next stage."

    def save(self, form):
        """Takes it further."""
        return services.take_further(actor=self.reader, escalation=self.escalation, **form.cleaned_data)

    def context(self):
        """The next stage."""
        return {**super().context(), "next": selectors.next_stage(self.escalation)}


class Settle(EscalationView):
    """Ends it with its outcome."""

    form_class = SettleForm
    template_name = "disagreements/settle.html"
    done = "It is settled."

    def save(self, form):
        """Settles it."""
        return services.settle_escalation(actor=self.reader, escalation=self.escalation, **form.cleaned_data)


class NotShare(AddToRecordView):
    """Records a decision not to share."""

    form_class = NotSharedForm
    template_name = "disagreements/not_share.html"
    done = "The decision is recorded."

    def save(self, form):
        """Keeps it."""
        return services.refuse_to_share(
            actor=self.reader,
            record=self.record,
            decision=form.save(commit=False),
            harms_more=form.cleaned_data["harms_more"],
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """The decision."""
        return refusal_address(saved)


@require_GET
def decision(request, uuid):
    """One decision not to share."""
    reader = request.reader
    row = selectors.one(selectors.decisions(reader).select_related("author__user"), uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open decision not to share", [record.pk])
    label_audiences([row], context["level"])
    may = row.ended_on is None and visibility.may_change(reader, row, context["level"])
    return render(request, "disagreements/decision.html", {**context, "decision": row, "may_change": may})


class Review(PartFormView):
    """Looks at a decision not to share again."""

    form_class = ReviewForm
    template_name = "disagreements/review.html"
    done = "The review is saved."

    def open(self, uuid):
        """Opens it and its record. Raises as `PartFormView.open`."""
        self.part = selectors.one(selectors.decisions(self.reader), uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(refusal_address(self.part)) if self.part.ended_on else None

    def form_arguments(self):
        """The decision."""
        return {"decision": self.part}

    def save(self, form):
        """Keeps it, or ends it."""
        data = form.cleaned_data
        common = {name: data[name] for name in ("version", "words", "told")}
        common |= {"actor": self.reader, "decision": self.part}
        if data["answer"] == "shared":
            return services.share_after_all(**common)
        return services.review_refusal(review_on=data["review_on"], **common)

    def next_page(self, saved):
        """The decision."""
        return refusal_address(self.part)

    def context(self):
        """The frame, and the decision."""
        return {**super().context(), "decision": self.part}
