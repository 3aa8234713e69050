"""Pages about keeping records: reviews that are due, a record's own page, review, legal hold."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView
from pam.records.models import Record
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context
from pam.retention.forms import DueFilters, HoldForm, KeepForm, LiftForm
from pam.retention.selectors import disposal as disposal_selectors
from pam.retention.selectors import keeping as keeping_selectors
from pam.retention.selectors import subject_access as subject_access_selectors
from pam.retention.selectors.groups import labels
from pam.retention.services import keeping
from pam.ui.dates import today
from pam.ui.sorting import Column, Sorting

SPANS = {"": timedelta(days=92), "overdue": timedelta(days=-1), "year": timedelta(days=366)}


def sections(reader):
    """The tabs of the retention pages that `reader` may open, as [(label, url)]."""
    tabs = [
        ("Reviews due", reverse("retention:due")), ("Disposals to decide", reverse("retention:proposals")),
        ("Certificates of disposal", reverse("retention:certificates")),
        ("Retention groups", reverse("retention:groups")),
    ]  # fmt: skip
    return (
        tabs + [("Subject access", reverse("retention:subjects"))]
        if subject_access_selectors.may(reader)
        else tabs
    )


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
    rows = _wanted(keeping_selectors.kept_by(request.reader), request.reader, chosen)
    order = Sorting(request, Column("due", "Retention review", "retention_due"))
    found = page(rows.select_related("lead__user", "retention_group"), order, request)
    log(request.reader, Verb.CONSULTATION, "list", [row.pk for row in found.rows], detail="Retention reviews")
    context = {
        "filter_form": form,
        "page": found,
        "filtered": any(chosen.values()),
        "tabs": sections(request.reader),
    }
    return render(request, "retention/due.html", context | {"has_team": bool(request.reader.team_ids)})


def kept(request, uuid, operation):
    """The record whose keeping the reader decides; 404 for hidden and absent, 403 if the reader may not
    decide.
    """
    record = open_record(
        request, Record, uuid, level=Level.MANAGE, operation=operation, related=["retention_group"]
    )
    keeping_selectors.require_keeper(request.reader, record)
    return record


@require_GET
def record(request, uuid):
    """How long a record is kept, and why: group, reviews, legal holds."""
    row = kept(request, uuid, "open retention")
    reasons, grounds = labels("keep"), labels("hold")
    reviews, holds = keeping_selectors.reviews_of(row), keeping_selectors.holds_of(row)
    for review in reviews:
        review.why = [reasons.get(code, code) for code in review.criteria]
    for hold in holds:
        hold.ground_label = grounds.get(hold.ground, hold.ground)
    context = {"group": row.retention_group.label, "reviews": reviews, "holds": holds}
    context["on_hold"] = any(hold.lifted_at is None for hold in holds)
    context["proposal"] = disposal_selectors.proposal_of(row)
    return render(request, "retention/record.html", {**record_context(request, row), **context})


class KeeperFormView(RecordFormView):
    """A form about keeping `self.record`, for the person who decides that."""

    look = "open to review"

    def open(self, uuid):
        """Opens the record; 403 if the reader may not decide how long it is kept."""
        self.record = kept(self.request, uuid, self.look)

    def next_page(self, saved):
        """The record's retention page."""
        return reverse("retention:record", args=[self.record.uuid])


class KeeperConfirmView(KeeperFormView, ConfirmView):
    """One question about keeping a record."""

    def context(self):
        """The frame of the record's pages, and the question."""
        return {**KeeperFormView.context(self), **ConfirmView.context(self)}


class ReviewRecord(KeeperFormView):
    """Judges whether a record must be kept, and keeps it until the next review."""

    form_class = KeepForm
    template_name = "retention/review.html"
    done = "The review is recorded."

    def form_arguments(self):
        """The record."""
        return {"record": self.record}

    def save(self, form):
        """Keeps the record."""
        return keeping.keep(actor=self.reader, record=self.record, **form.cleaned_data)

    def context(self):
        """Since when it is on legal hold, and the way back."""
        held = keeping_selectors.group_and_hold(self.record)[1]
        return {**super().context(), "held": held, "cancel_url": self.next_page(None)}


class PutHold(KeeperConfirmView):
    """Puts a record on legal hold."""

    look = "open to hold"
    form_class = HoldForm
    question = "Put this record on legal hold?"
    confirm_label = "Put on hold"
    explanation = "No one can dispose of the record until the hold is lifted. Reviews continue as usual."
    done = "The record is on legal hold. No one can dispose of it."

    def save(self, form):
        """Puts it on hold."""
        return keeping.put_hold(actor=self.reader, record=self.record, **form.cleaned_data)


class LiftHold(KeeperConfirmView):
    """Lifts a legal hold (`uuid` is the hold's)."""

    look = "open to hold"
    form_class = LiftForm
    question = "Lift this legal hold?"
    confirm_label = "Lift the hold"
    explanation = "When there are no holds left, the record can be disposed of after review."
    done = "The legal hold is lifted."

    def open(self, uuid):
        """Finds the hold and opens its record."""
        self.hold = keeping_selectors.hold(uuid)
        number = self.hold.record_id if self.hold else None
        name = visibility.names(self.reader, Record, [number]).get(number)
        if name is None:
            raise Http404
        super().open(name[0])
        if self.hold.lifted_at and self.request.method != "POST":
            raise PermissionDenied

    def save(self, form):
        """Lifts it."""
        return keeping.lift_hold(actor=self.reader, record=self.record, hold=self.hold, **form.cleaned_data)
