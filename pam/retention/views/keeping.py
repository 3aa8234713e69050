"""Pages about keeping records: reviews that are due, a record's own page, review, legal hold."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.models import Record
from pam.records.page import open_record, record_context
from pam.records.views import refuse
from pam.retention.forms import DueFilters, HoldForm, KeepForm, LiftForm
from pam.retention.selectors import labels
from pam.retention.services import disposal, keeping, subject_access
from pam.ui.dates import today

SPANS = {"": timedelta(days=92), "overdue": timedelta(days=-1), "year": timedelta(days=366)}


def sections(reader):
    """The tabs of the retention pages that `reader` may open, as [(label, url)]."""
    tabs = [
        ("Reviews due", reverse("retention:due")), ("Disposals to decide", reverse("retention:proposals")),
        ("Certificates of disposal", reverse("retention:certificates")),
        ("Retention groups", reverse("retention:groups")),
    ]  # fmt: skip
    return tabs + [("Subject access", reverse("retention:subjects"))] if subject_access.may(reader) else tabs


def _wanted(rows, reader, chosen):
    """`rows` narrowed to the chosen filters."""
    if chosen.get("when", "") in SPANS:
        rows = rows.filter(retention_due__lte=today() + SPANS[chosen.get("when", "")])
    if chosen.get("group"):
        rows = rows.filter(retention_group=chosen["group"])
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("mine"):
        rows = rows.filter(lead_id=reader.membership_id)
    return rows.filter(is_held=True) if chosen.get("held") else rows


@require_GET
def due(request):
    """The records of the reader's teams whose retention review is due, soonest first."""
    form = DueFilters(request.GET or None, reader=request.reader)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = _wanted(keeping.kept_by(request.reader), request.reader, chosen)
    found = page(rows.select_related("lead__user", "retention_group"), ["retention_due", "pk"], request)
    log(request.reader, Verb.CONSULTATION, "list", [row.pk for row in found.rows], what="Retention reviews")
    context = {
        "filter_form": form,
        "page": found,
        "filtered": any(chosen.values()),
        "tabs": sections(request.reader),
    }
    return render(request, "retention/due.html", context | {"has_team": bool(request.reader.team_ids)})


def kept(request, uuid, how):
    """The record whose keeping the reader decides; 404 for hidden and absent, 403 for who doesn't decide."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, how=how, related=["retention_group"])
    keeping.require_keeper(request.reader, record)
    return record


@require_GET
def record(request, uuid):
    """How long a record is kept, and why: group, reviews, legal holds."""
    row = kept(request, uuid, "open retention")
    reasons, grounds = labels("keep"), labels("hold")
    reviews, holds = keeping.reviews_of(row), keeping.holds_of(row)
    for review in reviews:
        review.why = [reasons.get(code, code) for code in review.criteria]
    for hold in holds:
        hold.ground_label = grounds.get(hold.ground, hold.ground)
    context = {"group": row.retention_group.label, "reviews": reviews, "holds": holds}
    context["on_hold"] = any(hold.lifted_at is None for hold in holds)
    context["proposal"] = disposal.proposal_of(row)
    return render(request, "retention/record.html", {**record_context(request, row), **context})


def decide(request, row, form, save, done, template, **more):
    """A form about keeping a record: saves and goes back to its retention page, or shows the form (again)."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect("retention:record", row.uuid)
    back = reverse("retention:record", args=[row.uuid])
    return render(
        request, template, {**record_context(request, row), "form": form, "cancel_url": back, **more}
    )


@require_http_methods(["GET", "POST"])
def review(request, uuid):
    """Judges whether a record must be kept, and keeps it until the next review."""
    row = kept(request, uuid, "open to review")
    form = KeepForm(request.POST or None, record=row)

    def save():
        keeping.keep(actor=request.reader, record=row, **form.cleaned_data)

    return decide(
        request,
        row,
        form,
        save,
        "The review is recorded.",
        "retention/review.html",
        held=keeping.standing(row)[1],
    )


@require_http_methods(["GET", "POST"])
def put_hold(request, uuid):
    """Puts a record on legal hold."""
    row = kept(request, uuid, "open to hold")
    form = HoldForm(request.POST or None)

    def save():
        keeping.put_hold(actor=request.reader, record=row, **form.cleaned_data)

    return decide(
        request,
        row,
        form,
        save,
        "The record is on legal hold. No one can dispose of it.",
        "ui/confirm.html",
        question="Put this record on legal hold?",
        confirm_label="Put on hold",
        explanation="No one can dispose of the record until the hold is lifted. Reviews continue as usual.",
    )


@require_http_methods(["GET", "POST"])
def lift_hold(request, uuid):
    """Lifts a legal hold (`uuid` is the hold's)."""
    hold = keeping.hold(uuid)
    number = visibility.names(request.reader, Record, [hold.record_id]).get(hold.record_id) if hold else None
    if number is None:
        raise Http404
    row = kept(request, number[0], "open to hold")
    if hold.lifted_at and request.method == "GET":
        raise PermissionDenied
    form = LiftForm(request.POST or None)

    def save():
        keeping.lift_hold(actor=request.reader, record=row, hold=hold, **form.cleaned_data)

    return decide(
        request,
        row,
        form,
        save,
        "The legal hold is lifted.",
        "ui/confirm.html",
        question="Lift this legal hold?",
        confirm_label="Lift the hold",
        explanation="When there are no holds left, the record can be disposed of after review.",
    )
