"""Every write to escalations and decisions not to share, as verbs. Each takes `actor`, a `visibility.Reader`;
rows come from the gate.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Agency, LawfulBasis, Membership
from pam.access.selectors import contacts_of
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.disagreements import selectors
from pam.disagreements.lists import ESCALATION, REFUSAL
from pam.disagreements.models import Escalation, EscalationStep, NotShared
from pam.notifications.services import enqueue
from pam.records.models import Record
from pam.records.services import add_part, chronicle, save_part
from pam.ui.dates import long_date

RAISED, MOVED = "escalation_raised", "escalation_moved"


@transaction.atomic
def escalate(*, actor: Reader, record: Record, with_agency: Agency, escalation: Escalation) -> Escalation:
    """Keeps that the actor's agency disagrees with a decision of `with_agency`, at the first stage; both are
    told. `escalation` is unsaved, with `title` and `why`.

    Raises PermissionDenied without `contribute`, Refused for an agency that cannot open the record.
    """
    level = visibility.level(actor, record)
    visibility.require(actor, record, Level.CONTRIBUTE)
    record = visibility.visible_to(actor, Record).get(pk=record.pk)  # with who can open it by now
    if not selectors.agencies_to_ask(actor, record, level).filter(pk=with_agency.pk).exists():
        raise Refused("Choose an agency that can open the record.", code="no_access", field="with_agency")
    found = selectors.stages(actor.agency_id)
    if not found:
        raise Refused("No stage is in use. An administrator adds them under Lists.", code="no_stages")
    escalation.with_agency = with_agency
    _arrive(actor, escalation, found[0])
    agencies = {number for number in (actor.agency_id, with_agency.pk, record.agency_id) if number}
    add_part(actor=actor, part=escalation, record=record, agencies=agencies, operation="escalate")
    _say(actor, escalation, f"Escalated with {with_agency.name}: {escalation.title}", escalation.why)
    _tell(RAISED, escalation, "")
    return escalation


@transaction.atomic
def answer_escalation(*, actor: Reader, escalation: Escalation, text: str) -> EscalationStep:
    """Keeps an answer to an escalation; it stays at its stage. Raises PermissionDenied without `contribute`,
    Refused without words, or once it is settled.
    """
    text = require_text(text, "Enter the answer.", field="text")
    _require_open(escalation)
    step = _step(actor, escalation, f"Answer by {actor.agency_name}", text)
    _tell(MOVED, escalation, str(step.uuid))
    return step


@transaction.atomic
def take_further(*, actor: Reader, escalation: Escalation, version: int, text: str) -> Escalation:
    """Takes an escalation to its next stage, with why; the clock of that stage begins. Raises
    PermissionDenied for other agencies than the two, Stale, or Refused: settled, or at the last stage.
    """
    text = require_text(text, "Say why it goes further.", field="text")
    _require_open(escalation)
    stage = selectors.next_stage(escalation)
    if stage is None:
        raise Refused("It is at the last stage. Settle it.", code="last_stage")
    _arrive(actor, escalation, stage)
    save_part(actor=actor, part=escalation, version=version, operation="take escalation further")
    _step(actor, escalation, f"Taken further: {stage.label}", text)
    _say(actor, escalation, f"Escalation taken to {stage.label}: {escalation.title}", text)
    _tell(MOVED, escalation, stage.code)
    return escalation


@transaction.atomic
def settle_escalation(*, actor: Reader, escalation: Escalation, version: int, outcome: str) -> Escalation:
    """Ends an escalation with its outcome. Raises as `take_further`."""
    outcome = require_text(outcome, "Enter the outcome.", field="outcome")
    _require_open(escalation)
    escalation.outcome, escalation.settled_on = outcome, timezone.localdate()
    save_part(actor=actor, part=escalation, version=version, operation="settle escalation")
    _step(actor, escalation, "Settled", outcome)
    _say(actor, escalation, f"Escalation settled: {escalation.title}", outcome)
    _tell(MOVED, escalation, "settled")
    return escalation


def _require_open(escalation):
    if escalation.settled_on:
        raise Refused("It is settled.", code="settled")


def _arrive(actor, escalation, stage):
    escalation.stage, escalation.since = stage, timezone.now()
    escalation.due = selectors.due_of(actor, stage, escalation.since)


def _step(actor, escalation, title, text):
    step = EscalationStep(escalation=escalation, title=title[:200], text=text)
    record = Record.objects.get(pk=escalation.record_id)
    return add_part(
        actor=actor,
        part=step,
        record=record,
        agencies=escalation.agencies,
        operation="add step of escalation",
    )


def _say(actor, escalation, title, text):
    record = Record(pk=escalation.record_id)
    agencies = escalation.agencies
    chronicle(actor=actor, record=record, kind=ESCALATION, title=title[:200], text=text, agencies=agencies)


def _tell(event, escalation, occasion):
    """Owes word to who raised it, the record's lead, and those who answer for the agency that decided."""
    record = Record.objects.get(pk=escalation.record_id)
    own = Membership.objects.live().filter(pk__in=[escalation.author_id, record.lead_id])
    enqueue(event, escalation.uuid, [*own, *contacts_of(escalation.with_agency_id)], occasion=occasion)


# --- Decisions not to share ---


@transaction.atomic
def refuse_to_share(
    *,
    actor: Reader,
    record: Record,
    decision: NotShared,
    harms_more: bool | None = None,
    agencies: Iterable[int] | None = None,
) -> NotShared:
    """Keeps a decision not to share, an unsaved row. Where the request rested on a duty only one thing stops
    it: that telling would be more detrimental to the child (`harms_more`), with the reason.

    Raises PermissionDenied without `contribute`, or Refused: a duty without that, a day to come, a review
    that is not to come.
    """
    require_text(decision.reason, "Say why it is not shared.", field="reason")
    if decision.basis and decision.basis.nature == LawfulBasis.Nature.DUTY and not harms_more:
        raise Refused(
            "The law obliges you to share this, unless telling would be more detrimental to the child.",
            code="duty",
            field="harms_more",
        )
    today = timezone.localdate()
    for field in ("asked_on", "decided_on"):
        if getattr(decision, field) > today:
            raise Refused("Enter today’s date or an earlier one.", code="to_come", field=field)
    _require_review(decision.review_on)
    decision.harms_more = bool(harms_more)
    add_part(actor=actor, part=decision, record=record, agencies=agencies, operation="decide not to share")
    text = f"{decision.what}\n\nWhy not: {decision.reason}"
    _tell_of(actor, decision, f"Not shared with {decision.asked_by}", text)
    return decision


@transaction.atomic
def review_refusal(
    *, actor: Reader, decision: NotShared, version: int, words: str, review_on: date | None, told: str = ""
) -> NotShared:
    """Keeps that a decision not to share still stands, and when it is looked at again. Raises
    PermissionDenied, Stale, or Refused: without words, ended, a review that is not to come.
    """
    words = require_text(words, "Say why it still stands.", field="words")
    _require_standing(decision)
    _require_review(review_on)
    decision.review_on, decision.told = review_on, optional_text(told, field="told")
    save_part(actor=actor, part=decision, version=version, operation="review decision not to share")
    when = f"\nLooked at again on {long_date(review_on)}." if review_on else ""
    _tell_of(actor, decision, f"Still not shared with {decision.asked_by}", f"{words}{when}")
    return decision


@transaction.atomic
def share_after_all(
    *, actor: Reader, decision: NotShared, version: int, words: str, told: str = ""
) -> NotShared:
    """Ends a decision not to share: it was shared after all, by a share of its own. Raises as
    `review_refusal`.
    """
    words = require_text(words, "Say why it is shared now, and how.", field="words")
    _require_standing(decision)
    decision.ended_on, decision.end_words = timezone.localdate(), words
    decision.told = optional_text(told, field="told")
    save_part(actor=actor, part=decision, version=version, operation="end decision not to share")
    _tell_of(actor, decision, f"Shared with {decision.asked_by} after all", words)
    return decision


def _require_standing(decision):
    if decision.ended_on:
        raise Refused("It was shared after all.", code="ended")


def _require_review(day):
    if day is None or day <= timezone.localdate():
        raise Refused("Enter a day to come.", code="not_to_come", field="review_on")


def _tell_of(actor, decision, title, text):
    record, agencies = Record(pk=decision.record_id), decision.agencies
    chronicle(actor=actor, record=record, kind=REFUSAL, title=title[:200], text=text, agencies=agencies)
