"""Writes to a plan's head and to what belongs to it, as verbs. Each takes `actor`; rows come from the gate.

The head and the objectives are written by who manages the group; all else by who contributes.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from ocg.models import Plan, PlanGap, PlanObjective, PlanStrand
from ocg.plan.models import PlanPart
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.owning import is_owner
from pam.records.services import add_part, chronicle, save_part

LINE = "plan"  # the kind of its lines in the chronology
P = TypeVar("P", bound=PlanPart)


@transaction.atomic
def begin(*, actor: Reader, record: Record, plan: Plan, agencies: Iterable[int] | None = None) -> Plan:
    """Keeps the head of the plan of a group that has none, for `agencies`.

    Raises PermissionDenied without `manage`, or Refused: there is one, or another agency owns the group.
    """
    visibility.require(actor, record, Level.MANAGE)
    if not is_owner(actor, record):  # whose people see every plan that there is
        raise Refused("The agency that owns the group begins its plan.", code="not_owner_agency")
    if visibility.visible_to(actor, Plan).filter(record_id=record.pk).exists():
        raise Refused("This group has a plan already.", code="exists")
    add_part(actor=actor, part=plan, record=record, agencies=agencies, operation="begin plan")
    chronicle_plan(actor, plan, "4P plan begun", plan.end_state)
    return plan


@transaction.atomic
def change(*, actor: Reader, plan: Plan, version: int) -> Plan:
    """Saves a changed head of a plan. Raises PermissionDenied without `manage`, Stale, or Refused."""
    visibility.require(actor, plan, Level.MANAGE)
    return save_part(actor=actor, part=plan, version=version, operation="change plan")


@transaction.atomic
def add(*, actor: Reader, plan: Plan, part: P, agencies: Iterable[int] | None = None) -> P:
    """Adds an objective, stakeholder, intelligence gap or risk to a plan, for `agencies` among the plan's
    (None: for all of these).

    Raises PermissionDenied without `contribute` (an objective: `manage`), or Refused for agencies that the
    plan is not for.
    """
    part.plan = plan
    level = Level.MANAGE if isinstance(part, PlanObjective) else Level.CONTRIBUTE
    add_part(
        actor=actor,
        part=part,
        record=_record(plan),
        agencies=narrowed_agencies(plan, agencies),
        level=level,
        operation=f"add {part._meta.verbose_name}",
    )
    if isinstance(part, PlanObjective):
        chronicle_plan(actor, part, f"Objective {part.number} added", part.text)
    return part


@transaction.atomic
def change_part(*, actor: Reader, part: P, version: int) -> P:
    """Saves what was changed of what belongs to a plan. Raises PermissionDenied unless the actor may change
    it, Stale, or Refused: it was taken out, or a gap's answer without a day or to come.
    """
    _require_there(part)
    if isinstance(part, PlanObjective):
        visibility.require(actor, part, Level.MANAGE)
    if isinstance(part, PlanGap):
        part.answered_by = optional_text(part.answered_by, field="answered_by")
        if part.answered_on and part.answered_on > timezone.localdate():
            raise Refused(
                "The day of the answer cannot be in the future.", code="too_late", field="answered_on"
            )
        if bool(part.answered_by) != bool(part.answered_on):
            raise Refused("Say where the answer is, and since when.", code="missing", field="answered_by")
    return save_part(actor=actor, part=part, version=version, operation=f"change {part._meta.verbose_name}")


@transaction.atomic
def take_out(*, actor: Reader, part: P, version: int, reason: str) -> P:
    """Takes something out of a plan, with the reason; signed versions keep it. Raises as `change_part`, or
    Refused without a reason.
    """
    _require_there(part)
    if isinstance(part, PlanObjective):
        visibility.require(actor, part, Level.MANAGE)
    part.removed_why = require_text(reason, "Say why it is taken out.", field="reason")
    part.removed_at = timezone.now()
    save_part(actor=actor, part=part, version=version, operation=f"take out {part._meta.verbose_name}")
    if isinstance(part, PlanObjective):
        chronicle_plan(actor, part, f"Objective {part.number} taken out", part.removed_why)
    return part


@transaction.atomic
def say_of_strands(
    *, actor: Reader, plan: Plan, reasons: Mapping[str, str], owners: Mapping[str, str] | None = None
) -> None:
    """Keeps why strands of a plan ({code: reason}) have nothing in them, and who owns them ({code: owner});
    "" takes an answer away.

    Raises PermissionDenied without `contribute` (to change another agency's answer: `manage`), or Refused for
    what is no strand.
    """
    visibility.require(actor, plan, Level.CONTRIBUTE)
    owners = owners or {}
    if {*reasons, *owners} - dict(FOUR_P.choices).keys():
        raise Refused("Select one of the 4Ps.", code="invalid_choice", field="reasons")
    rows = visibility.visible_to(actor, PlanStrand).filter(plan_id=plan.pk)
    kept = {row.strand: row for row in rows}
    for strand, _ in FOUR_P.choices:
        said = {
            name: optional_text(given[strand], field=name)
            for name, given in (("reason", reasons), ("owner", owners))
            if strand in given
        }
        row = kept.get(strand)
        if row is None and any(said.values()):
            row = PlanStrand(plan=plan, strand=strand, **said)
            operation = "change strand"
            add_part(actor=actor, part=row, record=_record(plan), agencies=plan.agencies, operation=operation)
        elif row is not None and any(getattr(row, name) != text for name, text in said.items()):
            for name, text in said.items():
                setattr(row, name, text)
            save_part(actor=actor, part=row, version=row.version, operation="change strand")


def narrowed_agencies(plan: Plan, agencies: Iterable[int] | None) -> list[int] | None:
    """The agencies that something of `plan` is for, of those that were chosen (None: all of the plan's).
    Raises Refused for others than the plan's.
    """
    if agencies is None or plan.agencies is None:
        return plan.agencies if agencies is None else list(agencies)
    if set(agencies) - set(plan.agencies):
        words = "Choose among the agencies that the plan is for."
        raise Refused(words, code="invalid_choice", field="agencies")
    return list(agencies)


def chronicle_plan(actor: Reader, part: Plan | PlanPart, title: str, text: str = "") -> None:
    """A line of the chronology, for the agencies that `part` is for."""
    record = Record(pk=part.record_id)
    chronicle(actor=actor, record=record, kind=LINE, title=title, text=text, agencies=part.agencies)


def _record(plan):
    return Record(pk=plan.record_id, agency_id=plan.record.agency_id)


def _require_there(part):
    if part.removed_at:
        raise Refused("It was taken out of the plan.", code="taken_out")
