"""Pages about disposal: proposing, deciding, and the certificates that stay."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.models import Record
from pam.records.page import open_record, record_context
from pam.records.views import refuse
from pam.retention.forms import DisposeForm, EndForm, ProposeForm
from pam.retention.selectors import labels
from pam.retention.services import disposal
from pam.retention.views.keeping import decide, kept, sections
from pam.retention.wording import in_words

State = disposal.State


@require_http_methods(["GET", "POST"])
def propose(request, uuid):
    """Proposes that a record is disposed of."""
    row = kept(request, uuid, "open to dispose")
    form = ProposeForm(request.POST or None)

    def save():
        disposal.propose(actor=request.reader, record=row, **form.cleaned_data)

    return decide(
        request,
        row,
        form,
        save,
        "Disposal proposed. A different supervisor will decide.",
        "ui/confirm.html",
        question="Propose to dispose of this record?",
        confirm_label="Propose disposal",
        explanation=(
            "Nothing is erased yet. A supervisor who did not propose it and does not lead the "
            "record will decide."
        ),
    )


@require_GET
def proposals(request):
    """The proposed disposals that wait for a decision, newest first."""
    found = page(disposal.waiting(), ["-proposed_at", "-pk"], request)
    names = labels("dispose")
    for row in found.rows:
        row.why = names.get(row.ground, row.ground)
    log(
        request.reader,
        Verb.CONSULTATION,
        "list",
        [row.record_id for row in found.rows],
        what="Proposed disposals",
    )
    return render(request, "retention/proposals.html", {"page": found, "tabs": sections(request.reader)})


def _proposal(request, uuid, *, level=Level.VIEW):
    """(the proposal, its record) for the owning agency's people who can open the record; 404 for others."""
    row = disposal.proposal(uuid)
    if row is None:
        raise Http404
    return row, open_record(request, Record, row.record.uuid, level=level, how="open disposal")


@require_http_methods(["GET", "POST"])
def proposal(request, uuid):
    """A proposed disposal: why, what would be erased, and the second person's decision."""
    row, record = _proposal(request, uuid)
    if request.method == "POST" and not request.reader.has_role("supervisor"):
        raise PermissionDenied
    counts = disposal.counts_of(record)
    form = DisposeForm(request.POST or None, initial={"seen": sum(counts.values())})
    if request.method == "POST" and form.is_valid():
        try:
            paper = disposal.dispose(
                actor=request.reader, disposal=row, record=record, seen=form.cleaned_data["seen"]
            )
        except Refused as error:
            refuse(form, error)
            form.data = form.data.copy()
            form.data["seen"] = sum(counts.values())
        else:
            messages.success(request, f"{paper.reference} is disposed of. This certificate and the log stay.")
            return redirect("retention:certificate", paper.uuid)
    waits = row.state == State.PROPOSED
    context = {
        "row": row,
        "form": form,
        "waits": waits,
        "counts": in_words(counts),
        "why": labels("dispose").get(row.ground, row.ground),
        "refusal": disposal.REFUSALS.get(row.refusal, "") if waits else "",
        "may_decline": row.refusal in ("", "hold"),
    }
    return render(request, "retention/proposal.html", {**record_context(request, record), **context})


def _end(request, uuid, state, question, label, *, level=Level.VIEW):
    row, record = _proposal(request, uuid, level=level)
    if state == State.DECLINED and row.refusal not in ("", "hold"):
        raise PermissionDenied
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["reason"]
            disposal.end_proposal(actor=request.reader, disposal=row, record=record, state=state, words=words)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "The record stays as it is.")
            return redirect("retention:proposal", row.uuid)
    back = reverse("retention:proposal", args=[row.uuid])
    context = {
        "record": record,
        "question": question,
        "form": form,
        "confirm_label": label,
        "cancel_url": back,
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def decline(request, uuid):
    """The second person says no, with the reason."""
    return _end(request, uuid, State.DECLINED, "Decline this disposal?", "Decline")


@require_http_methods(["GET", "POST"])
def withdraw(request, uuid):
    """Who manages the record takes the proposal back."""
    return _end(request, uuid, State.WITHDRAWN, "Withdraw this proposal?", "Withdraw", level=Level.MANAGE)


@require_GET
def certificates(request):
    """What was disposed of, newest first."""
    found = page(disposal.certificates(), ["-disposed_at", "-pk"], request)
    log(request.reader, Verb.CONSULTATION, "list", what="Certificates of disposal")
    return render(request, "retention/certificates.html", {"page": found, "tabs": sections(request.reader)})


@require_GET
def certificate(request, uuid):
    """One certificate: that a record was disposed of, by whom and when. Nothing of what was in it."""
    row = disposal.certificate(uuid)
    if row is None:
        raise Http404
    log(request.reader, Verb.CONSULTATION, "open certificate of disposal", what=row.reference)
    return render(request, "retention/certificate.html", {"row": row, "counts": in_words(row.counts)})
