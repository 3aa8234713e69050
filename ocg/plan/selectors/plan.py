"""What may be read of a plan. Each starts at the gate."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from ocg.models import (
    Ocg,
    Plan,
    PlanGap,
    PlanObjective,
    PlanReview,
    PlanRisk,
    PlanStakeholder,
    PlanStrand,
    PlanVersion,
)
from ocg.plan.models import PlanPart
from pam.access import visibility
from pam.access.kept_rows import RowsOf, with_uuid
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.reference.selectors.lists import attach_reference_values

PARTS: dict[str, type[PlanPart]] = {
    "objective": PlanObjective,
    "stakeholder": PlanStakeholder,
    "gap": PlanGap,
    "risk": PlanRisk,
}
SIGNERS = ("lro_signed_by__user", "sro_signed_by__user")
MOST_LISTED = 12  # versions, and reviews, on the page of the plan


@dataclass(frozen=True)
class Signing:
    """How the newest version of a plan stands: the version, and whether the plan is another by now."""

    newest: PlanVersion | None
    differs: bool

    @property
    def label(self) -> tuple[str, str]:
        """(words, colour) of a tag."""
        if self.newest is None:
            return "Draft, not signed", "grey"
        number = self.newest.number
        if self.differs:
            return f"Draft of version {number + 1}", "yellow"
        if self.newest.is_signed:
            return f"Version {number}, signed", "green"
        return f"Version {number}, waits for a signature", "orange"


@dataclass
class Parts:
    """What belongs to a plan, as the reader sees it; `strands` are {code: why it is empty}, `owners` {code:
    who owns the strand}.
    """

    objectives: list[PlanObjective] = field(default_factory=list)
    stakeholders: list[PlanStakeholder] = field(default_factory=list)
    gaps: list[PlanGap] = field(default_factory=list)
    risks: list[PlanRisk] = field(default_factory=list)
    strands: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


def plan_of(reader: Reader, record: Record) -> Plan | None:
    """The plan of a group, if the reader may see it."""
    return _plan.first(reader, record.pk)


@RowsOf
def _plan(reader, number, today):
    rows = visibility.visible_to(reader, Plan).select_related("record").filter(record_id=number)
    return rows.order_by("pk")[:1]


def of_plan(reader: Reader, model: type[PlanPart], plan: Plan) -> QuerySet:
    """The rows of one model that belong to a plan and were not taken out."""
    return _of_plan(reader, model, plan.pk)


def _of_plan(reader, model, number):
    return visibility.visible_to(reader, model).filter(plan_id=number, removed_at=None)


@RowsOf
def _objectives(reader, number, today):
    return _of_plan(reader, PlanObjective, number).order_by("number")


def objectives_of(reader: Reader, plan: Plan) -> list[PlanObjective]:
    """The objectives of a plan, by their numbers."""
    return _objectives(reader, plan.pk)


def parts_of(reader: Reader, plan: Plan) -> Parts:
    """All that belongs to a plan, in five queries."""
    risks = list(of_plan(reader, PlanRisk, plan).order_by("pk"))
    attach_reference_values(risks, "kind")
    reasons, owners = said_of_strands(reader, plan)
    return Parts(
        objectives=objectives_of(reader, plan),
        stakeholders=list(of_plan(reader, PlanStakeholder, plan).order_by("pk")),
        gaps=list(of_plan(reader, PlanGap, plan).order_by("due", "pk")),
        risks=risks,
        strands=reasons,
        owners=owners,
    )


def said_of_strands(reader: Reader, plan: Plan) -> tuple[dict[str, str], dict[str, str]]:
    """({strand: why it has nothing in it}, {strand: who owns it}) of what was said. One query."""
    rows = list(of_plan(reader, PlanStrand, plan).values_list("strand", "reason", "owner"))
    reasons = {strand: reason for strand, reason, _ in rows if reason}
    return reasons, {strand: owner for strand, _, owner in rows if owner}


def part(reader: Reader, what: str, uuid: UUID) -> PlanPart:
    """One objective, stakeholder, gap or risk with its plan. Raises Http404 if it is hidden or absent."""
    if what not in PARTS:
        raise Http404
    row = with_uuid(reader, PARTS[what], uuid, ("plan",))
    if row is None:
        raise Http404
    attach_reference_values([row], *(["kind"] if what == "risk" else []))
    return row


def group_of(reader: Reader, number: int) -> Ocg:
    """The group with this number, with what the frame of its pages shows."""
    related = ("team", "agency", "lead__user", "lead__agency", "sro__user", "tier")
    return visibility.visible_to(reader, Ocg).select_related(*related).get(pk=number)


# --- Versions ---


def versions_of(reader: Reader, plan: Plan) -> QuerySet[PlanVersion]:
    """The versions of a plan, the newest first."""
    return _versions(reader, plan.pk)


def _versions(reader, number):
    rows = visibility.visible_to(reader, PlanVersion).filter(plan_id=number)
    return rows.select_related(*SIGNERS).order_by("-number")


@RowsOf
def _newest(reader, number, today):
    return _versions(reader, number)[:1]


def version(reader: Reader, uuid: UUID) -> PlanVersion:
    """One version. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, PlanVersion, uuid, ("plan", *SIGNERS))
    if row is None:
        raise Http404
    return row


def differs(newest: PlanVersion) -> bool:
    """Whether the plan is another by now than in this version, as the current reader sees both."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_plan_differs(%s)", [newest.pk])
        return cursor.fetchone()[0]


def signing_of(reader: Reader, plan: Plan) -> Signing:
    """How the signing of a plan stands. Two queries."""
    newest = _newest.first(reader, plan.pk)
    return Signing(newest, newest is not None and differs(newest))


def signs_as(reader: Reader, ocg: Ocg) -> str:
    """As what the reader signs the plan of a group: "lro", "sro", or ""."""
    if reader.membership_id is None:
        return ""
    if ocg.lead_id == reader.membership_id:
        return "lro"
    return "sro" if ocg.sro_id == reader.membership_id else ""


def signs_next(reader: Reader, ocg: Ocg, plan: Plan) -> tuple[str, PlanVersion | None, int] | None:
    """What the reader could sign now: (as what, the version that waits for them or None for the plan as it
    is, the number of the version); None if nothing.
    """
    role = signs_as(reader, ocg)
    if not role:
        return None
    state = signing_of(reader, plan)
    if state.newest is None:
        return role, None, 1
    theirs = getattr(state.newest, f"{role}_signed_at")
    other = state.newest.lro_signed_by if role == "sro" else state.newest.sro_signed_by
    if theirs is None and not (other and other.user_id == reader.user_id):
        return role, state.newest, state.newest.number
    return (role, None, state.newest.number + 1) if state.differs else None


def is_signed(reader: Reader, record: Record) -> bool:
    """Whether a version of the group's plan bears both signatures: the newest that does is in force."""
    rows = visibility.visible_to(reader, PlanVersion).filter(record_id=record.pk)
    return rows.filter(lro_signed_at__isnull=False, sro_signed_at__isnull=False).exists()


def reviews_of(reader: Reader, plan: Plan) -> QuerySet[PlanReview]:
    """The reviews of a plan, the latest first."""
    rows = visibility.visible_to(reader, PlanReview).filter(plan_id=plan.pk)
    return rows.select_related("author__user", "of_version", "commented_by__user").order_by("-pk")


def panel_of(reader: Reader, ocg: Ocg) -> dict:
    """What the group's own page and its profile say of the plan: `plan`, its `objectives`, its `signing`.
    One query without a plan, four with one.
    """
    found = plan_of(reader, ocg)
    if found is None:
        return {"plan": None}
    return {
        "plan": found,
        "objectives": objectives_of(reader, found),
        "signing": signing_of(reader, found),
    }
