"""Pages of stages: the moves of a record, making one, deciding one, taking a newer map."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.base import VersionFields
from pam.frameworks.rows import shown_differences
from pam.frameworks.stage_maps import left_without, stage_of
from pam.records.models import Record
from pam.records.selectors.framed import framed
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context
from pam.stages import selectors, services
from pam.stages.bases import attach_bases
from pam.stages.forms import DecisionForm, MoveForm, WithdrawForm
from pam.stages.shown import stage_shown


def _page(record):
    return reverse("stages:of_record", args=[record.uuid])


@require_GET
def of_record(request, uuid):
    """Where a record is, the moves that it can make, and all those that it made."""
    record = open_record(request, Record, uuid, operation="open moves")
    row = selectors.own_row(request.reader, record)
    context = record_context(request, record)
    rows = selectors.latest_moves(request.reader, record)
    for one in rows:
        one.may_decide = one.waits and selectors.approves(request.reader, row, one)
        one.may_withdraw = one.waits and visibility.may_change(request.reader, one, context["level"])
    attach_bases(request.reader, rows)
    stage = stage_shown(request.reader, row, context["level"])
    return render(request, "stages/of_record.html", {**context, "rows": rows, "stage": stage})


class StageView(RecordFormView):
    """A form about the stage of `self.record`, whose row of its own kind is `self.row`."""

    def open(self, uuid):
        """Opens the record. Raises as `RecordFormView.open`."""
        super().open(uuid)
        self.row = selectors.own_row(self.reader, self.record)

    def next_page(self, saved):
        """Its moves."""
        return _page(self.record)

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.row.version}}


class MakeMove(StageView):
    """Makes a move, or asks for it."""

    form_class = MoveForm
    template_name = "stages/move.html"

    def open(self, uuid, code):
        """Opens the record and the move. Raises Http404 for one that the record can't make from here."""
        super().open(uuid)
        found = selectors.choices(self.reader, self.row, visibility.level(self.reader, self.row))
        self.choice = next((one for one in found if one.code == code), None)
        if self.choice is None:
            return redirect(_page(self.record))
        if self.choice.why:
            raise PermissionDenied
        return None

    def form_arguments(self):
        """The move, besides."""
        return super().form_arguments() | {"choice": self.choice}

    def save(self, form):
        """Makes it."""
        data = form.cleaned_data
        return services.make_move(
            actor=self.reader,
            record=self.record,
            version=data["version"],
            move=self.choice.code,
            on=data["on"],
            reason=data["reason"],
        )

    def done_words(self, saved):
        """That it is made, or waits."""
        if saved.waits:
            return f"Asked. It is made once it is approved by: {self.choice.approvers}."
        return f"The stage is {saved.to_label} now."

    def context(self):
        """The move, where it leads, and what is done there."""
        body = self.row.stage_version.body
        there = {"to": stage_of(body, self.choice.to), "now": stage_of(body, self.row.stage)}
        return {**super().context(), "choice": self.choice, **there}


class TakeNewer(StageView):
    """Shows what is another in the stage map in force, and takes it."""

    form_class = VersionFields
    template_name = "stages/newer.html"
    owner_only = True
    done = "The record goes by the newer stages now."

    def open(self, uuid):
        """Opens the record. Leads to its moves where there is no newer map."""
        super().open(uuid)
        self.newer = selectors.newer_map(self.reader, self.row)
        return None if self.newer else redirect(_page(self.record))

    def save(self, form):
        """Takes it."""
        return services.take_newer_map(
            actor=self.reader, record=self.record, version=form.cleaned_data["version"]
        )

    def context(self):
        """What is another, and the stage that the record would be at."""
        old = self.row.stage_version
        stage = stage_of(self.newer.body, self.row.stage)
        context = {"newer": self.newer, "old": old, "to": stage, "differences": []}
        if old:
            lost = {row["code"] for row in left_without(old.body, self.newer.body)}
            context["differences"] = shown_differences(old, self.newer)
            context |= {"now": stage_of(old.body, self.row.stage), "anew": self.row.stage in lost}
        return {**super().context(), **context}


class AskedView(StageView):
    """A form about `self.part`, a move that waits."""

    def open(self, uuid):
        """Opens the move and its record. Leads to the moves of the record once it was decided."""
        self.part = selectors.move(self.reader, uuid)
        self.record = framed(self.reader, self.part.record_id)
        visibility.require(self.reader, self.record, Level.MANAGE)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        self.row = selectors.own_row(self.reader, self.record)
        return None if self.part.waits else redirect(_page(self.record))

    def form_arguments(self):
        """The version of the move."""
        return {"initial": {"version": self.part.version}}

    def context(self):
        """The move."""
        return {**super().context(), "move": self.part}


class Decide(AskedView):
    """Approves or refuses a move that was asked for."""

    form_class = DecisionForm
    template_name = "stages/decide.html"

    def open(self, uuid):
        """Opens the move. Leads to the moves of the record who may not approve it."""
        if answer := super().open(uuid):
            return answer
        if not selectors.approves(self.reader, self.row, self.part):
            messages.info(self.request, "A second person decides this move, in the role that the map names.")
            return redirect(_page(self.record))
        return None

    def save(self, form):
        """Approves or refuses it."""
        data = form.cleaned_data
        verb = services.approve_move if data["answer"] == "approve" else services.refuse_move
        return verb(actor=self.reader, move=self.part, version=data["version"], decision=data["decision"])

    def done_words(self, saved):
        """What became of it."""
        return f"{saved.label}: {saved.get_state_display().lower()}."

    def context(self):
        """What is missing by now, besides."""
        found = selectors.choices(self.reader, self.row, Level.MANAGE)
        choice = next((one for one in found if one.code == self.part.move), None)
        return {**super().context(), "missing": choice.missing if choice else ()}


class Withdraw(AskedView):
    """Takes back a move that waits."""

    form_class = WithdrawForm
    template_name = "stages/withdraw.html"
    done = "The move is withdrawn."

    def save(self, form):
        """Withdraws it."""
        return services.withdraw_move(actor=self.reader, move=self.part, **form.cleaned_data)
