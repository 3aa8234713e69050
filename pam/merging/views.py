"""Pages of merges: those of a record, proposing one, deciding it, undoing it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.base import VersionFields
from pam.merging import selectors, services
from pam.merging.forms import DecideForm, OtherForm, ProposeForm, UndoForm
from pam.records.models import Record
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context

NONE = "There is no such record that you manage and that your agency owns"


def _page(row):
    return reverse("merging:detail", args=[row.uuid])


@require_GET
def of_record(request, uuid):
    """The merges of a record, and the way to another one."""
    record = open_record(request, Record, uuid, operation="open merges")
    context = record_context(request, record)
    rows = list(selectors.merges_of(request.reader, record))
    log(request.reader, Verb.CONSULTATION, "list", sorted({row.gone_id for row in rows}))
    may = selectors.may_merge(request.reader, record, context["level"])
    return render(request, "merging/of_record.html", {**context, "rows": rows, "may_merge": may})


class Begin(RecordFormView):
    """Asks which record goes into this one."""

    form_class = OtherForm
    template_name = "merging/begin.html"
    owner_only = True

    def open(self, uuid):
        """Opens the record; leads to its merges where it can't take another one."""
        super().open(uuid)
        if not selectors.may_merge(self.reader, self.record, Level.MANAGE):
            return redirect(reverse("merging:of_record", args=[self.record.uuid]))
        return None

    def save(self, form):
        """The other record. Raises Refused where there is none for this person."""
        other = selectors.other_of(self.reader, self.record, form.cleaned_data["reference"])
        if other is None:
            raise Refused(NONE, code="no_such_record", field="reference")
        return other

    def next_page(self, saved):
        """What the merge would do."""
        return reverse("merging:propose", args=[self.record.uuid, saved.uuid])


class Propose(RecordFormView):
    """Shows what a merge would do, and proposes it."""

    form_class = ProposeForm
    template_name = "merging/propose.html"
    owner_only = True
    done = "Proposed. The records are merged once a supervisor approves it."

    def open(self, uuid, other):
        """Opens both records. Raises as `RecordFormView.open`, for each of them."""
        super().open(uuid)
        other = open_record(self.request, Record, other, level=Level.MANAGE, operation=self.look)
        if not selectors.may_merge(self.reader, self.record, Level.MANAGE):
            return redirect(reverse("merging:of_record", args=[self.record.uuid]))
        alike = other.kind == self.record.kind and other.agency_id == self.record.agency_id
        if not alike or other.pk == self.record.pk:
            return redirect(reverse("merging:begin", args=[self.record.uuid]))
        self.kept = selectors.own_row(self.reader, self.record.pk)
        self.gone = selectors.own_row(self.reader, other.pk)
        self.shown = selectors.preview(self.reader, self.kept, self.gone)
        return None

    def form_arguments(self):
        """The fields in which they differ."""
        return {"choices": self.shown.choices}

    def save(self, form):
        """Proposes it."""
        return services.propose(
            actor=self.reader,
            record=self.kept,
            gone=self.gone,
            choices=form.choices(),
            reason=form.cleaned_data["reason"],
        )

    def next_page(self, saved):
        """The merge."""
        return _page(saved)

    def context(self):
        """What it would do; without a form where it can't be done."""
        return {**super().context(), "shown": self.shown}


class MergeView(RecordFormView):
    """A form about `self.part`, a merge; its record is the one that stays."""

    level = Level.VIEW

    def open(self, uuid):
        """Opens the merge and its record. Raises Http404 for hidden and absent alike."""
        self.part = selectors.merge(self.reader, uuid)
        rows = visibility.visible_to(self.reader, Record)
        rows = rows.select_related("team", "agency", "lead__user", "lead__agency")
        self.record = rows.filter(pk=self.part.record_id).first()
        if self.record is None:
            raise Http404
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        log(self.reader, Verb.CONSULTATION, self.look, [self.part.gone_id])

    def next_page(self, saved):
        """The merge."""
        return _page(self.part)

    def preview(self):
        """What the merge would do, with the values that were chosen."""
        kept = selectors.own_row(self.reader, self.part.record_id)
        gone = selectors.own_row(self.reader, self.part.gone_id)
        return selectors.preview(self.reader, kept, gone, self.part.choices)

    def context(self):
        """The merge."""
        return {**super().context(), "merge": self.part}


@require_GET
def detail(request, uuid):
    """One merge: what it did or would do, who decided it, until when it can be undone."""
    view = MergeView()
    view.request, view.reader = request, request.reader
    view.look = "open merge"
    view.open(uuid)
    row = view.part
    context = view.context()
    if row.waits and context["may_manage"]:
        context["shown"] = view.preview()
        context["may_decide"] = selectors.may_decide(request.reader, row)
        context["may_withdraw"] = selectors.may_withdraw(request.reader, row)
    if row.holds and context["may_manage"]:
        context["until"] = selectors.undo_until(request.reader, row)
        context["may_undo"] = not selectors.undo_refusal(row)
    return render(request, "merging/detail.html", context)


class Decide(MergeView):
    """Approves a proposed merge, or refuses it."""

    form_class = DecideForm
    template_name = "merging/decide.html"

    def open(self, uuid):
        """Opens it; leads to the merge once it was decided. Raises PermissionDenied unless it is theirs."""
        super().open(uuid)
        if not self.part.waits:
            return redirect(_page(self.part))
        if not selectors.may_decide(self.reader, self.part):
            raise PermissionDenied
        self.shown = self.preview()
        return None

    def form_arguments(self):
        """The version that the page shows, and the seal of what it shows."""
        return {"initial": {"version": self.part.version, "seen": self.shown.seal}}

    def save(self, form):
        """Decides it."""
        data = form.cleaned_data
        if data["answer"] == "refuse":
            return services.refuse(
                actor=self.reader, merge=self.part, version=data["version"], decision=data["decision"]
            )
        try:
            return services.approve(
                actor=self.reader, merge=self.part, seen=data["seen"], decision=data["decision"]
            )
        except Refused as refusal:
            if refusal.code == "changed":
                form.carry(seen=self.shown.seal)  # what the page shows now, read anew
            raise

    def done_words(self, saved):
        """What became of it."""
        if saved.holds:
            return f"Merged. {self.part.gone.reference} is found under {self.record.reference} now."
        return "Refused."

    def context(self):
        """What it would do."""
        return {**super().context(), "shown": self.shown}


class Withdraw(MergeView):
    """Takes back a merge that waits."""

    form_class = VersionFields
    template_name = "merging/withdraw.html"
    done = "Withdrawn. Both records stay as they are."

    def open(self, uuid):
        """Opens it. Raises PermissionDenied unless it is theirs to take back."""
        super().open(uuid)
        if not self.part.waits:
            return redirect(_page(self.part))
        if not selectors.may_withdraw(self.reader, self.part):
            raise PermissionDenied
        return None

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Takes it back."""
        return services.withdraw(actor=self.reader, merge=self.part, version=form.cleaned_data["version"])


class Undo(MergeView):
    """Undoes a merge, after showing what goes back and what stays."""

    form_class = UndoForm
    template_name = "merging/undo.html"
    done = "Undone. Both records are as they were; what was added since stayed here."

    def open(self, uuid):
        """Opens it; leads to the merge where it is none. Raises PermissionDenied unless it is theirs."""
        super().open(uuid)
        refusal = selectors.undo_refusal(self.part)
        if refusal == "not_yours":
            raise PermissionDenied
        return redirect(_page(self.part)) if refusal else None

    def save(self, form):
        """Undoes it."""
        return services.undo(actor=self.reader, merge=self.part, reason=form.cleaned_data["reason"])

    def context(self):
        """What was added since."""
        return {**super().context(), "added": selectors.added_since(self.reader, self.part)}
