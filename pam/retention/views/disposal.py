"""Pages about disposal: proposing, deciding, and the certificates that stay."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.records.models import Record
from pam.records.views.page import open_record, record_context
from pam.retention.forms import DisposeForm, EndForm, ProposeForm
from pam.retention.selectors import disposal as disposal_selectors
from pam.retention.selectors.groups import labels
from pam.retention.services import disposal
from pam.retention.views.keeping import KeeperConfirmView, sections
from pam.retention.wording import in_words
from pam.ui.sorting import Column, Sorting

State = disposal_selectors.State


class Propose(KeeperConfirmView):
    """Proposes that a record is disposed of."""

    look = "open to dispose"
    form_class = ProposeForm
    question = "Propose to dispose of this record?"
    confirm_label = "Propose disposal"
    explanation = (
        "Nothing is erased yet. A supervisor who did not propose it and does not lead the record will decide."
    )
    done = "Disposal proposed. A different supervisor will decide."

    def save(self, form):
        """Proposes it."""
        return disposal.propose(actor=self.reader, record=self.record, **form.cleaned_data)


@require_GET
def proposals(request):
    """The proposed disposals that wait for a decision, newest first."""
    found = page(
        disposal_selectors.waiting(),
        Sorting(request, Column("when", "Proposed", "-proposed_at", heading=False)),
        request,
    )
    names = labels("dispose")
    for row in found.rows:
        row.why = names.get(row.ground, row.ground)
    log(
        request.reader,
        Verb.CONSULTATION,
        "list",
        [row.record_id for row in found.rows],
        detail="Proposed disposals",
    )
    return render(request, "retention/proposals.html", {"page": found, "tabs": sections(request.reader)})


def _proposal(request, uuid, *, level=Level.VIEW):
    """(the proposal, its record) for the owning agency's people who can open the record; 404 for others."""
    row = disposal_selectors.proposal(uuid)
    if row is None:
        raise Http404
    return row, open_record(request, Record, row.record.uuid, level=level, operation="open disposal")


class Proposal(ServiceFormView):
    """A proposed disposal: why, what would be erased, and the second person's decision."""

    form_class = DisposeForm
    template_name = "retention/proposal.html"

    def open(self, uuid):
        """Opens the proposal and its record, and counts what would go. Only a supervisor decides."""
        self.row, self.record = _proposal(self.request, uuid)
        if self.request.method == "POST" and not self.reader.has_role(Membership.Role.SUPERVISOR):
            raise PermissionDenied
        self.counts = disposal_selectors.counts_of(self.record)

    def form_arguments(self):
        """How many rows the page says would go."""
        return {"initial": {"seen": sum(self.counts.values())}}

    def save(self, form):
        """Disposes of the record."""
        return disposal.dispose(
            actor=self.reader, disposal=self.row, record=self.record, seen=form.cleaned_data["seen"]
        )

    def done_words(self, saved):
        """What stays."""
        return f"{saved.reference} is disposed of. This certificate and the log stay."

    def next_page(self, saved):
        """The certificate."""
        return reverse("retention:certificate", args=[saved.uuid])

    def context(self):
        """The proposal, and why the reader can't decide it. The next press is about what is counted now."""
        notes = [note for config in apps.get_app_configs() if (note := getattr(config, "disposal_note", ""))]
        if self.form.errors:
            self.form.carry(seen=sum(self.counts.values()))
        waits = self.row.state == State.PROPOSED
        return {
            **record_context(self.request, self.record),
            "row": self.row,
            "waits": waits,
            "counts": in_words(self.counts),
            "why": labels("dispose").get(self.row.ground, self.row.ground),
            "refusal": disposal.REFUSALS.get(self.row.refusal, "") if waits else "",
            "may_decline": self.row.refusal in ("", "hold"),
            "disposal_notes": notes,
        }


class EndProposal(ConfirmView):
    """Ends a proposal without a disposal."""

    form_class = EndForm
    level = Level.VIEW
    done = "The record stays as it is."

    def open(self, uuid):
        """Opens the proposal and its record."""
        self.row, self.record = _proposal(self.request, uuid, level=self.level)

    def save(self, form):
        """Ends it."""
        return disposal.end_proposal(
            actor=self.reader,
            disposal=self.row,
            record=self.record,
            state=self.state,
            words=form.cleaned_data["reason"],
        )

    def next_page(self, saved):
        """The proposal."""
        return reverse("retention:proposal", args=[self.row.uuid])

    def context(self):
        """The record too."""
        return {**super().context(), "record": self.record}


class DeclineProposal(EndProposal):
    """The second person says no, with the reason."""

    state = State.DECLINED
    question = "Decline this disposal?"
    confirm_label = "Decline"

    def open(self, uuid):
        """Opens it; 403 for the person who may not decide."""
        super().open(uuid)
        if self.row.refusal not in ("", "hold"):
            raise PermissionDenied


class WithdrawProposal(EndProposal):
    """Who manages the record takes the proposal back."""

    level = Level.MANAGE
    state = State.WITHDRAWN
    question = "Withdraw this proposal?"
    confirm_label = "Withdraw"


@require_GET
def certificates(request):
    """What was disposed of, newest first."""
    found = page(
        disposal_selectors.certificates(),
        Sorting(request, Column("when", "Disposed of", "-disposed_at")),
        request,
    )
    log(request.reader, Verb.CONSULTATION, "list", detail="Certificates of disposal")
    return render(request, "retention/certificates.html", {"page": found, "tabs": sections(request.reader)})


@require_GET
def certificate(request, uuid):
    """One certificate: that a record was disposed of, by which person and when. Nothing of what was in it."""
    row = disposal_selectors.certificate(uuid)
    if row is None:
        raise Http404
    log(request.reader, Verb.CONSULTATION, "open certificate of disposal", detail=row.reference)
    return render(request, "retention/certificate.html", {"row": row, "counts": in_words(row.counts)})
