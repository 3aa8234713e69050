"""Who can see a record, sharing it, ending a share, and the records that one has been told about."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.conditions import named, passed_on_conditions
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.disclosure.forms.shares import EndShareForm, ShareForm
from pam.disclosure.selectors import sharing
from pam.disclosure.selectors.bases import usable_bases
from pam.disclosure.selectors.grounds import ground_proposal
from pam.disclosure.selectors.signposts import signposts
from pam.disclosure.services.sharing import end_share, preview, share_record
from pam.forms.views import CheckedFormView, call_service
from pam.records.models import Record
from pam.records.parts import kinds_in_words, part_kinds
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context
from pam.ui.panels import sharing_panels_for


@require_GET
def list_shares(request, uuid):
    """Who can see the record besides its owner team: live shares, and those that ended."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, operation="open sharing")
    live, ended = sharing.shares_of(record, request.reader)
    labels = part_kinds(record)
    context = {
        "live": live,
        "ended": ended,
        "kind_labels": labels,
        "panels": sharing_panels_for(request, record),
    }
    return render(request, "disclosure/shares.html", {**record_context(request, record), **context})


class ShareFormView(CheckedFormView):
    """A `ShareForm` about `self.record`, then what the receiver will see, then it is done.

    The check asks what the share rests on where that is not clear, and why one without an agreement can't
    wait; what is wrong with these answers is shown there.
    """

    form_class = ShareForm
    check_template_name = "disclosure/share_confirm.html"
    checked_fields = ("ground", "once_basis", "justification")

    def form_arguments(self):
        """The record and the giver."""
        return {"record": self.record, "actor": self.reader}

    def next_page(self, saved):
        """Who can see the record."""
        return reverse("disclosure:shares", args=[self.record.uuid])

    def grounded_proposal(self):
        """What the form's proposal can rest on (a `GroundedProposal`). Raises Refused."""
        chosen = self.form.cleaned_data.get("ground", "")
        grounded = ground_proposal(self.reader, self.record, self.form.proposal(), chosen=chosen)
        self.form.fields["ground"].choices = [(one.value, one.label) for one in grounded.grounds]
        return grounded

    def submit(self):
        """Shares, once it is clear what it rests on; None while something has to be said first."""
        taken, grounded = call_service(self.form, self.grounded_proposal)
        if not taken:
            return None
        if grounded.to_choose:
            self.form.add_error("ground", "Choose the legal basis")
            return None
        self.proposal = (
            self.form.justified(grounded.proposal) if grounded.without_agreement else grounded.proposal
        )
        return super().submit() if self.proposal else None

    def check(self):
        """What they will see, on which ground, until when and on which conditions; nothing is kept."""
        grounded = self.grounded_proposal()
        proposal, trial = grounded.proposal, grounded.trial(self.reader)
        if grounded.without_agreement:  # the trial is on any basis and some words
            basis = proposal.basis or usable_bases(self.record.agency_id).first()
            why = self.form.cleaned_data.get("justification") or "Not said yet"
            trial = replace(proposal, basis=basis, justification=why)
        receiver = proposal.principal
        codes, text = passed_on_conditions(
            self.reader, self.record, receiver.pk, proposal.conditions, proposal.condition_text
        )
        return {
            "preview": preview(actor=self.reader, record=self.record, proposal=trial),
            "proposal": proposal,
            "ground": grounded.ground,
            "choose_ground": grounded.to_choose,
            "once": grounded.without_agreement,
            "level": Level(proposal.level),
            "purpose": sharing.purposes().get(proposal.purpose, ""),
            "only": kinds_in_words(self.record, proposal.kinds) if proposal.kinds is not None else "",
            "on_condition": named(codes, [text]),
            "who": sharing.in_sentence(sharing.label_of(receiver)),
            "agency": receiver.agency.name,
            "is_signpost": proposal.level == Level.SIGNPOST,
            "standing": sharing.standing_grant(self.record, receiver),
        }

    def context(self):
        """The frame of the record's pages."""
        return record_context(self.request, self.record)


class Share(ShareFormView):
    """Shares the record."""

    template_name = "disclosure/share_form.html"

    def open(self, uuid):
        """Opens the record for the person who manages it."""
        self.record = open_record(self.request, Record, uuid, level=Level.MANAGE, operation="open sharing")
        self.receiver_name = self.request.GET.get("who", "").strip()

    def form_arguments(self):
        """The words that narrow the list of people, too."""
        return {**super().form_arguments(), "person_name": self.receiver_name}

    def save(self, form):
        """Shares the record."""
        return share_record(actor=self.reader, record=self.record, proposal=self.proposal)

    def done_words(self, saved):
        """With which person it is shared."""
        return f"Shared with {sharing.in_sentence(sharing.label_of(self.proposal.principal))}."

    def context(self):
        """The words that narrow the list of people, for the form's own page."""
        return {**super().context(), "who": self.receiver_name}


class EndShare(RecordFormView):
    """Ends a share at once, with the reason."""

    look = "open sharing"
    form_class = EndShareForm
    template_name = "disclosure/share_end.html"

    def open(self, uuid, grant):
        """Opens the record, and finds the share among those that the reader is shown."""
        super().open(uuid)
        shown = [share for group in sharing.shares_of(self.record, self.reader) for share in group]
        labels = {share.uuid: share.who for share in shown}
        self.grant = sharing.grant_of(self.record, grant)
        if self.grant is None or self.grant.uuid not in labels:
            raise Http404
        self.receiver_name = sharing.in_sentence(labels[self.grant.uuid])

    def save(self, form):
        """Ends the share."""
        return end_share(
            actor=self.reader,
            record=self.record,
            grant=self.grant,
            receiver_name=self.receiver_name,
            **form.cleaned_data,
        )

    def done_words(self, saved):
        """Whose share has ended."""
        return f"The share with {self.receiver_name} has ended."

    def next_page(self, saved):
        """Who can see the record."""
        return reverse("disclosure:shares", args=[self.record.uuid])

    def context(self):
        """Whose share it is."""
        return {**super().context(), "who": self.receiver_name}


@require_GET
def list_signposts(request):
    """Records that the reader may know of, and not open: reference, kind and contact."""
    rows = signposts()
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Signposts")
    return render(request, "disclosure/signposts.html", {"rows": rows})
