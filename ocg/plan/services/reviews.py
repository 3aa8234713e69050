"""Reviewing a plan: the lead signs, the Senior Responsible Officer may comment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ocg.models import Ocg, Plan, PlanGap, PlanObjective, PlanReview, PlanReviewLine, PlanStrand
from ocg.plan.lists import ASKS
from ocg.plan.selectors.plan import group_of, signs_as, versions_of
from ocg.plan.selectors.reviews import asked
from ocg.plan.services import head
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.access.levels import Level
from pam.access.models import Membership, User
from pam.access.validation import optional_text, require_text, require_valid
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.services import tracker
from pam.audit.services import Verb, log
from pam.notifications.services import enqueue
from pam.records.models import Record
from pam.records.services import add_part, save_part, save_record
from pam.reference.selectors.lists import offered_values
from pam.ui.dates import long_date

REVIEWED = "plan_reviewed"  # the event
MOVE = "move"
ENDS = (
    Action.Status.DONE,
    Action.Status.IMPOSSIBLE,
    Action.Status.NOT_DONE,
    Action.Status.SUPERSEDED,
    Action.Status.WITHDRAWN,
)


@dataclass(frozen=True)
class Late:
    """What becomes of an overdue action: a new date (`what` is "move") or an end (a status), and why."""

    action: Action
    what: str
    why: str
    due: date | None = None


@dataclass(frozen=True)
class Said:
    """What the lead says in a review. `objectives` are (objective, state, sentence); `empty` {strand: why};
    `gaps` (gap, reference of the answer); `asks` codes of the list of asks.
    """

    objectives: Sequence[tuple[PlanObjective, str, str]]
    next_review: date
    late: Sequence[Late] = ()
    empty: Mapping[str, str] = field(default_factory=dict)
    partners: str = ""
    gaps: Sequence[tuple[PlanGap, str]] = ()
    new_gap: PlanGap | None = None
    asks: Sequence[str] = ()
    ask: str = ""


@transaction.atomic
def review(*, actor: Reader, record: Ocg, plan: Plan, version: int, said: Said) -> PlanReview:
    """Keeps the review that the lead of a group signs, with what changed since the last one; does what it
    says of actions, gaps and strands; sets the next review of the group (opened at `version`).

    A lead of a partner, who does not manage the group, needs `contribute`: the database sets the next review
    and the objectives from the review itself (pam_plan_review_follows); another agency's answer to why a
    strand is empty stays. Raises PermissionDenied for others than the lead, Stale, or Refused: an objective,
    overdue action or empty strand without its answer, a next review in the past, an ask without words.
    """
    if signs_as(actor, record) != "lro":
        raise PermissionDenied
    wanted = asked(actor, record, plan)
    _require_whole(wanted, said)
    asks = _asks(record, said)
    newest = versions_of(actor, plan).first()
    manages = visibility.level(actor, record) >= Level.MANAGE
    if manages:
        record.next_review = said.next_review
        save_record(
            actor=actor, record=record, version=version, changed=("next_review",), operation="review plan"
        )
    elif (now := group_of(actor, record.pk)).version != version:
        raise Stale(now)
    row = PlanReview(
        plan=plan, of_version=newest, partners=said.partners, ask=said.ask, next_review=said.next_review
    )
    short = Record(pk=record.pk, agency_id=record.agency_id)
    add_part(actor=actor, part=row, record=short, agencies=plan.agencies, operation="sign review of plan")
    lines = [
        _line("change", one.source, one.about, one.title, one.state, one.text, one.agencies)
        for one in wanted.changes
    ]
    lines += [_objective(actor, manages, *one) for one in said.objectives]
    lines += [_late(actor, one) for one in said.late]
    head.say_of_strands(actor=actor, plan=plan, reasons=_own_reasons(actor, plan, manages, said.empty))
    labels = dict(FOUR_P.choices)
    lines += [
        _line("strand", "plan", None, labels[code], "", why, plan.agencies)
        for code, why in said.empty.items()
    ]
    lines += _gaps(actor, plan, said)
    lines += [_line("ask", "plan", None, label, "", "", plan.agencies) for label in asks]
    _keep_lines(actor, short, row, lines)
    if not manages:
        _keep_histories(actor, record, [one[0] for one in said.objectives])
    head.chronicle_plan(actor, plan, "4P plan reviewed", f"Next review {long_date(said.next_review)}.")
    people = Membership.objects.filter(pk=record.sro_id).exclude(pk=actor.membership_id)
    enqueue(REVIEWED, row.uuid, people)
    return row


@transaction.atomic
def comment(*, actor: Reader, review: PlanReview, text: str) -> PlanReview:
    """Keeps what the Senior Responsible Officer says to a review, once.

    Raises PermissionDenied for others, or Refused without words or a second time.
    """
    if signs_as(actor, group_of(actor, review.record_id)) != "sro":
        raise PermissionDenied
    if review.commented_at:
        raise Refused("You have commented on it already.", code="commented")
    review.comment = require_text(text, "Enter your comment.", field="text")
    review.commented_by_id, review.commented_at = actor.membership_id, timezone.now()
    save_part(actor=actor, part=review, version=review.version, operation="comment on review of plan")
    head.chronicle_plan(
        actor, review.plan, "Senior Responsible Officer commented on the review", review.comment
    )
    return review


def _require_whole(wanted, said):
    """Raises Refused for what was asked and not answered, and for what was not asked."""
    for name, rows, answers in (
        ("objectives", wanted.objectives, [one[0] for one in said.objectives]),
        ("late", wanted.overdue, [one.action for one in said.late]),
        ("empty", [strand.code for strand in wanted.empty], list(said.empty)),
    ):
        if {getattr(row, "pk", row) for row in rows} != {getattr(row, "pk", row) for row in answers}:
            words = "The plan changed while you reviewed it. Open the review again."
            raise Refused(words, code="changed", field=name)
    if any(not why.strip() for why in said.empty.values()):
        raise Refused("Say why the strand has nothing in it.", code="missing", field="empty")
    if said.next_review <= timezone.localdate():
        raise Refused("The next review must be after today.", code="too_early", field="next_review")


def _asks(record, said):
    labels = dict(offered_values(ASKS, record.agency_id).values_list("code", "label"))
    if set(said.asks) - set(labels):
        raise Refused("Select asks from the list.", code="invalid_choice", field="asks")
    if said.asks and not optional_text(said.ask, field="ask"):
        raise Refused("Say what you ask of the chair.", code="missing", field="ask")
    return [labels[code] for code in labels if code in said.asks]


def _own_reasons(actor, plan, manages, reasons):
    """The reasons that the actor may write: not over another agency's, where they do not manage the group."""
    rows = visibility.visible_to(actor, PlanStrand).filter(plan_id=plan.pk)
    others = (
        set()
        if manages
        else set(rows.exclude(author_agency_id=actor.agency_id).values_list("strand", flat=True))
    )
    return {code: why for code, why in reasons.items() if code not in others}


def _keep_histories(actor, record, objectives):
    """The histories say what the database changed for a lead who does not manage the group."""
    log(actor, Verb.ALTERATION, "review plan", [record.pk], detail="next_review")
    stated = PlanObjective.objects.filter(pk__in=[objective.pk for objective in objectives])
    for rows in ([group_of(actor, record.pk)], list(stated)):
        if rows:
            type(rows[0]).history.bulk_history_create(
                rows,
                update=True,
                default_user=User(pk=actor.user_id),
                default_change_reason="Plan reviewed",
                custom_historical_attrs={"history_agency": actor.agency_name[:120]},
            )


def _objective(actor, manages, objective, state, sentence):
    if state not in PlanObjective.State.values:
        raise Refused("Select how the objective stands.", code="invalid_choice", field="objectives")
    objective.state, objective.stated_at = state, timezone.now()
    objective.sentence = require_text(
        sentence, "Say in a sentence how the objective stands.", field="objectives"
    )
    if manages:
        save_part(actor=actor, part=objective, version=objective.version, operation="review objective")
    title = f"{objective.number}. {objective.text}"[:300]
    label = objective.get_state_display()
    return _line("objective", "plan", objective.uuid, title, label, objective.sentence, objective.agencies)


def _late(actor, one):
    action = one.action
    if one.what == MOVE:
        if one.due is None or one.due < timezone.localdate():
            raise Refused("Enter the new date, today or later.", code="missing", field="late")
        action.due, state = one.due, f"New date: {long_date(one.due)}"
        tracker.edit(actor=actor, action=action, version=action.version, reason=one.why)
    elif one.what in ENDS:
        tracker.finish(actor=actor, action=action, version=action.version, outcome=one.why, status=one.what)
        state = action.get_status_display()
    else:
        raise Refused("Select what becomes of the action.", code="invalid_choice", field="late")
    return _line("action", "action", action.uuid, action.title, state, one.why[:700], action.agencies)


def _gaps(actor, plan, said):
    for gap, reference in said.gaps:
        gap.answered_by, gap.answered_on = reference, timezone.localdate()
        head.change_part(actor=actor, part=gap, version=gap.version)
        yield _line("gap", "plan", gap.uuid, gap.question, "Answered", gap.answered_by, gap.agencies)
    if said.new_gap is not None:
        gap = head.add(actor=actor, plan=plan, part=said.new_gap)
        yield _line("gap", "plan", gap.uuid, gap.question, "New question", gap.collector, gap.agencies)


def _line(section, source, about, title, state, text, agencies):
    return PlanReviewLine(
        section=section,
        source=source,
        about=about,
        title=title[:300],
        state=state,
        text=text,
        agencies=agencies,
    )


def _keep_lines(actor, record, row, lines):
    for line in lines:
        line.review, line.record = row, record
        line.author_id, line.author_agency_id = actor.membership_id, actor.agency_id
        require_valid(line)
    PlanReviewLine.objects.bulk_create(lines)
