"""Sharing the records that were ticked in a list: for each what the receiver will see, then it is done."""

import hashlib

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html

from pam.access import visibility
from pam.access.conditions import named, passed_on_conditions
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.disclosure.forms.shares import ShareForm
from pam.disclosure.selectors import sharing
from pam.disclosure.selectors.grounds import ground_proposal
from pam.disclosure.services import many
from pam.disclosure.services.sharing import preview
from pam.forms.views import ConfirmView
from pam.records.parts import kinds_in_words
from pam.records.views.many import CHANGED, OfTicked, stayed

MOST = 25  # records in one go: what each receiver will see of each is tried


class ShareManyForm(ShareForm):
    """A `ShareForm` about several records of one kind; `shown` is what the check has shown."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class ShareMany(OfTicked):
    """Shares the records that were ticked with one receiver, each as it would be shared alone."""

    form_class = ShareManyForm
    template_name = "disclosure/share_many.html"
    check_template_name = "disclosure/share_many_check.html"
    most = MOST

    def open(self, kind):
        """Finds the records; back to the list if none of them can be shared by the reader."""
        if answer := super().open(kind):
            return answer
        levels = visibility.levels(self.reader, [record.pk for record in self.records])
        self.managed = [record for record in self.records if levels[record.pk] >= Level.MANAGE]
        if not self.managed:
            raise PermissionDenied
        return None

    def form_arguments(self):
        """The first record, whose receivers are offered, and the giver."""
        return {"record": self.managed[0], "actor": self.reader}

    def split(self):
        """([(record, why)] of those that stay, [(record, proposal, ground, preview)], a mark of these)."""
        stay, change = [], []
        for record in self.records:
            try:
                change.append((record, *self._tried(record)))
            except Refused as refusal:
                stay.append((record, refusal.message))
        told = [
            f"{record.pk}-{record.version}-{given.until}-{ground and ground.value}-{seen}"
            for record, given, ground, seen in change
        ]
        return stay, change, hashlib.sha256(".".join(told).encode()).hexdigest()

    def _tried(self, record):
        """(proposal, ground or None, preview) of one record. Raises Refused with why it is not shared."""
        if record not in self.managed:
            raise Refused("You cannot share it.", code="not_managed")
        proposal = self.form.proposal()
        if sharing.standing_grant(record, proposal.principal):
            raise Refused(
                "They have or had a share of it already. Change it on its own page.", code="standing"
            )
        grounded = ground_proposal(self.reader, record, proposal)
        if grounded.without_agreement:
            raise Refused("No agreement covers it. Share it from its own page.", code="no_agreement")
        if grounded.to_choose:
            raise Refused("Several legal bases fit. Choose the lawful basis in the form.", code="to_choose")
        seen = preview(actor=self.reader, record=record, proposal=grounded.proposal)
        return grounded.proposal, grounded.ground, seen

    def check(self):
        """What will be shared, and what not and why. Raises Refused if nothing would."""
        stay, change, mark = self.split()
        if not change:
            raise Refused(f"None of them would be shared. {stay[0][1]}", code="nothing", field="principal")
        self.form.carry(shown=mark)
        proposal = self.form.proposal()
        held = [self._conditions(record, proposal) for record, *_ in change]
        kinds = "" if proposal.kinds is None else kinds_in_words(change[0][0], proposal.kinds)
        return {
            "stay": stay,
            "change": [(*row, on_condition) for row, on_condition in zip(change, held, strict=True)],
            "mark": mark,
            "proposal": proposal,
            "level": Level(proposal.level),
            "only": kinds,
            "who": sharing.in_sentence(sharing.label_of(proposal.principal)),
            "agency": proposal.principal.agency.name,
        }

    def _conditions(self, record, proposal):
        given = (proposal.principal.pk, proposal.conditions, proposal.condition_text)
        codes, text = passed_on_conditions(self.reader, record, *given)
        return named(codes, [text])

    def save(self, form):
        """Shares those that the check has shown."""
        _, change, mark = self.split()
        if form.cleaned_data["shown"] != mark:
            raise Refused(CHANGED, code="changed", field="shown")
        return many.share_many(actor=self.reader, proposals=[(record, given) for record, given, *_ in change])

    def done_words(self, saved):
        """How many, what was not shared, and the way to undo it."""
        count = len(saved.changed)
        words = " ".join([f"{count} record{'' if count == 1 else 's'} shared.", *stayed(saved.left)])
        if not saved.batch:
            return words
        undo = reverse("disclosure:undo_shares", args=[saved.batch.uuid])
        return format_html('{} <a class="govuk-link" href="{}">Undo</a>', words, undo)

    def context(self):
        """How many of the records are not the reader's to share."""
        return {**super().context(), "stuck": len(self.records) - len(self.managed)}


class UndoShares(ConfirmView):
    """Ends the shares of many records that were made together."""

    question = "End these shares?"
    confirm_label = "End them"
    danger = True

    def open(self, uuid):
        """Finds one's own shares. Raises Http404 for another's, and those that were undone."""
        self.batch = many.shares_or_404(self.reader, uuid)

    def context(self):
        """How many, and what stays."""
        count = len(self.batch.rows)
        lines = [
            f"{count} share{' ends' if count == 1 else 's end'} immediately.",
            "What they have seen until now they have seen. Their receipts say that the share has ended.",
            "Shares that were changed since stay as they are.",
        ]
        return {**super().context(), "consequences": lines}

    def save(self, form):
        """Ends them."""
        return many.undo_shares(actor=self.reader, batch=self.batch)

    def done_words(self, saved):
        """How many have ended."""
        count = len(saved.changed)
        return " ".join([f"{count} share{' has' if count == 1 else 's have'} ended.", *stayed(saved.left)])

    def next_page(self, saved):
        """My work."""
        return reverse("home")
