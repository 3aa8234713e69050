"""Reads of escalations and decisions not to share, each beginning at the gate."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import KeptRows, RowsOf
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.disagreements.lists import CLOCK, STAGES
from pam.disagreements.models import Escalation, EscalationStep, NotShared
from pam.frameworks.clocks import times
from pam.frameworks.selectors import version_in_force
from pam.records.models import Record
from pam.records.selectors.audience import agencies_to_name
from pam.records.selectors.framed import framed
from pam.records.selectors.lists import shown_parts
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import attach_reference_values, terms

P = TypeVar("P", Escalation, NotShared)
MOST = 200  # of one record that a page shows


def escalations(reader: Reader) -> QuerySet[Escalation]:
    """Those over all records that the reader may see, with what a row shows."""
    return visibility.visible_to(reader, Escalation).select_related("with_agency", "author_agency")


def decisions(reader: Reader) -> QuerySet[NotShared]:
    """The decisions not to share over all records that the reader may see."""
    return visibility.visible_to(reader, NotShared).select_related("author_agency", "basis")


OF_ESCALATION = ("title", "stage", "since", "due", "settled_on")
OF_ESCALATION += ("author_agency__short_name", "with_agency__short_name")
OF_DECISION = ("asked_by", "decided_on", "ended_on", "review_on")
# The escalations of the list, with all that is shown with them; the same of the decisions not to share.
ESCALATIONS = KeptRows(lambda reader, today: shown_parts(reader, escalations(reader), *OF_ESCALATION))
DECISIONS = KeptRows(
    lambda reader, today: shown_parts(reader, visibility.visible_to(reader, NotShared), *OF_DECISION)
)


def _open(reader, number, today):
    rows = visibility.visible_to(reader, Escalation).filter(record_id=number, settled_on=None)
    return rows.order_by().values_list("pk")


def _standing(reader, number, today):
    rows = visibility.visible_to(reader, NotShared).filter(record_id=number, ended_on=None)
    return rows.order_by().values_list("pk")


OPEN, STANDING = RowsOf(_open), RowsOf(_standing)  # of one record, their numbers


def all_in(reader: Reader, record: Record) -> tuple[list[Escalation], list[NotShared]]:
    """The escalations and the decisions not to share of a record, newest first. Two queries."""
    rows = list(escalations(reader).filter(record_id=record.pk)[:MOST])
    attach_reference_values(rows, "stage")
    return rows, list(decisions(reader).filter(record_id=record.pk)[:MOST])


def one(rows: QuerySet[P], uuid: UUID) -> P:
    """One of `rows` (through the gate). Raises Http404 if it is hidden or absent."""
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def record_of(reader: Reader, row: Escalation | NotShared) -> Record:
    """The record that it is of, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def steps_of(reader: Reader, row: Escalation) -> list[EscalationStep]:
    """The steps of an escalation, oldest first. One query."""
    rows = visibility.visible_to(reader, EscalationStep).filter(escalation_id=row.pk)
    return list(rows.select_related("author__user", "author_agency"))


def agencies_to_ask(reader: Reader, record: Record, level: int) -> QuerySet[Agency]:
    """The agencies whose decisions the reader may escalate: those that may open the record, as far as the
    reader may know of them.
    """
    return agencies_to_name(reader, record, level)


def stages(agency_id: int) -> list[ReferenceValue]:
    """The stages in use, in their order: of every agency and of this one."""
    found = [one for one in terms(STAGES) if not one.retired and one.agency_id in (None, agency_id)]
    return sorted(found, key=lambda one: (one.order, one.label))


def next_stage(row: Escalation) -> ReferenceValue | None:
    """The stage after the one that an escalation is at, as its author's agency has them; None after the
    last.
    """
    found = stages(row.author_agency_id)
    later = [one for one in found if one.order > row.stage.order]
    return later[0] if later else None


def due_of(reader: Reader, stage: ReferenceValue, since: datetime) -> datetime | None:
    """By when it has to be answered at a stage, by the clock in force of that stage; None without one."""
    version = version_in_force(reader, "clock", f"{CLOCK}{stage.code}")
    return times(version.body, since).due if version else None
