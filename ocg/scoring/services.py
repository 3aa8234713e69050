"""Every write to scoring, as verbs. Each takes `actor`, a `visibility.Reader`; rows come from the gate.

Scores are assessments (pam/assessments) and typed judgements (ocg/services.py). Here are the tier that
follows from them, and the second person who scores blind (docs/scoring.md).
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from ocg.models import Ocg, SecondScore, TierMove
from ocg.scoring.due import cadence_of
from ocg.scoring.lists import AT_TIER, BANDS, EVERY, POINTS, SCORER, TIERS
from ocg.scoring.results import Results, results_of
from ocg.scoring.seconds import may_moderate, may_score
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import optional_text, require_text, save_valid
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.assessments.services import start
from pam.assessments.shown import most_points
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, save_part, save_record
from pam.reference.models import ReferenceValue
from pam.reference.selectors.settings import setting

State, Why = SecondScore.State, SecondScore.Why


@transaction.atomic
def score_by(
    *,
    actor: Reader,
    record: Ocg,
    versions: Sequence[FrameworkVersion],
    on: date,
    agencies: Iterable[int] | None = None,
) -> list[Assessment]:
    """A draft by each of the methods `versions`, of the day `on`. Raises as `assessments.services.start`, or
    Refused without any.
    """
    if not versions:
        raise Refused("Select at least one method.", code="missing", field="methods")
    to = None if agencies is None else list(agencies)
    return [
        start(actor=actor, record=record, framework_version=version, on=on, agencies=to)
        for version in versions
    ]


# --- The tier ---


def _results(actor, ocg) -> Results:
    return results_of(actor, ocg, cadence_of(ocg))


@transaction.atomic
def set_tier(*, actor: Reader, ocg: Ocg, version: int, tier: ReferenceValue, reason: str = "") -> TierMove:
    """Sets the tier of a group. What was asked for is set or declined with it.

    Raises PermissionDenied without `manage`, Stale, or Refused: no other tier than it has, or one that no
    score proposes without a reason.
    """
    visibility.require(actor, ocg, Level.MANAGE)
    before = ReferenceValue.objects.get(pk=_kept_tier(actor, ocg))
    _require_tier(tier, before)
    found = _results(actor, ocg)
    move = TierMove(before=before, tier=tier, proposed=found.words[:300])
    move.follows = any(tier == proposed for proposed, _ in found.proposed)
    move.reason = optional_text(reason, field="reason")
    if not move.follows:
        move.reason = require_text(move.reason, _why(found), field="reason")
    ocg.tier = tier
    save_record(actor=actor, record=ocg, version=version, changed=["tier"], operation="set tier")
    add_part(actor=actor, part=move, record=ocg, level=Level.MANAGE, operation="set tier")
    title = f"Tier changed from {before.label} to {tier.label}"
    proposed = f"Proposed: {found.words}. " if found.words else ""
    chronicle(
        actor=actor,
        record=ocg,
        kind=Entry.Kind.CHANGE,
        title=title,
        text=f"{proposed}{move.reason}",
        agencies=move.agencies,
    )
    _answer_those_asked(actor, ocg, tier)
    _second_at_tier(actor, ocg, found)
    return move


def _kept_tier(actor, ocg):
    return visibility.visible_to(actor, Ocg).values_list("tier_id", flat=True).get(pk=ocg.pk)


def _require_tier(tier, before):
    if tier is None or tier.listing != TIERS:
        raise Refused("Select a tier.", code="missing", field="tier")
    if tier.pk == before.pk:
        raise Refused("The group has this tier already.", code="same_tier", field="tier")


def _why(found):
    if not found.proposed:
        return "No score proposes a tier. Say why you set it."
    tiers = " or ".join(tier.label for tier, _ in found.proposed)
    return f"The scores propose {tiers}. Say why you set another tier."


def _answer_those_asked(actor, ocg, tier):
    rows = visibility.visible_to(actor, TierMove).filter(record_id=ocg.pk, state=TierMove.State.ASKED)
    for row in rows:
        row.state = TierMove.State.SET if row.tier_id == tier.pk else TierMove.State.DECLINED
        _decide(actor, row, "answer tier asked for")


def _decide(actor, row, operation):
    row.decided_by_id, row.decided_at = actor.membership_id, timezone.now()
    save_part(actor=actor, part=row, version=row.version, operation=operation)


@transaction.atomic
def ask_for_tier(*, actor: Reader, ocg: Ocg, tier: ReferenceValue, reason: str) -> TierMove:
    """Asks those who manage the record for another tier, which makes its score due.

    Raises PermissionDenied without `contribute`, or Refused: the tier that it has, no reason, or the actor's
    agency has asked already.
    """
    visibility.require(actor, ocg, Level.CONTRIBUTE)
    before = ReferenceValue.objects.get(pk=_kept_tier(actor, ocg))
    _require_tier(tier, before)
    rows = visibility.visible_to(actor, TierMove).filter(record_id=ocg.pk, state=TierMove.State.ASKED)
    if rows.filter(author_agency_id=actor.agency_id).exists():
        raise Refused("Your agency has asked for a tier already.", code="asked_already")
    move = TierMove(before=before, tier=tier, state=TierMove.State.ASKED)
    move.proposed = _results(actor, ocg).words[:300]
    move.reason = require_text(reason, "Say why.", field="reason")
    add_part(actor=actor, part=move, record=ocg, operation="ask for tier")
    title = f"{tier.label} asked for, in place of {before.label}"
    chronicle(
        actor=actor,
        record=ocg,
        kind=Entry.Kind.CHANGE,
        title=title,
        text=move.reason,
        agencies=move.agencies,
    )
    return move


@transaction.atomic
def decline_tier(*, actor: Reader, move: TierMove, version: int) -> TierMove:
    """Declines a tier that was asked for. Raises PermissionDenied without `manage`, Stale, or Refused for one
    that was answered.
    """
    visibility.require(actor, move, Level.MANAGE)
    if move.state != TierMove.State.ASKED:
        raise Refused("It was answered already.", code="answered")
    move.state, move.decided_by_id, move.decided_at = (
        TierMove.State.DECLINED,
        actor.membership_id,
        timezone.now(),
    )
    return save_part(actor=actor, part=move, version=version, operation="decline tier")


# --- The second score ---


def drawn(agency_id: int) -> bool:
    """Whether chance draws a completed score for a second person, by the agency's setting."""
    every = setting(EVERY, agency_id)
    return bool(every) and secrets.randbelow(every) == 0


def scorers(agency_id: int, author_id: int) -> list[int]:
    """The principals of those who score groups of an agency, without the person who made the score."""
    person = Membership.objects.filter(pk=author_id).values("user_id")
    rows = Membership.objects.filter(agency_id=agency_id, roles__contains=[SCORER]).exclude(
        user_id__in=person
    )
    return list(rows.values_list("principal_id", flat=True))


def withhold(actor: Reader, assessment: Assessment) -> list[int]:
    """The principals that a score of a group is withheld from as it is completed, if it is drawn."""
    if assessment.checks_id or assessment.replaces_id:
        return []
    ocg = visibility.visible_to(actor, Ocg).filter(pk=assessment.record_id).first()
    if ocg is None or not drawn(ocg.agency_id):
        return []
    return scorers(ocg.agency_id, assessment.author_id)


def follow(actor: Reader, assessment: Assessment) -> None:
    """After a score is completed: it waits for a second person, or is the second and both are compared."""
    if assessment.checks_id:
        row = visibility.visible_to(actor, SecondScore).filter(second_id=assessment.pk).first()
        if row is not None:
            _compare(actor, row, assessment)
    elif assessment.withheld_from:
        _wait(actor, assessment, Why.SAMPLE)


def _wait(actor, assessment, why):
    row = SecondScore(first_id=assessment.pk, framework_version_id=assessment.framework_version_id, why=why)
    row.record, row.agencies = Record(pk=assessment.record_id), assessment.agencies
    row.author_id, row.author_agency_id = actor.membership_id, actor.agency_id
    save_valid(row)


def _second_at_tier(actor, ocg, found):
    if not setting(AT_TIER, ocg.agency_id):
        return
    for method in found.methods:
        if not method.code or method.row is None or method.second or method.row.withheld_from:
            continue
        row = method.row
        held = set(scorers(ocg.agency_id, row.author_id)) - set(actor.principals)
        if held:
            row.withheld_from, row.withheld_at = sorted(held), timezone.now()
            save_part(actor=actor, part=row, version=row.version, operation="withhold assessment")
            _wait(actor, row, Why.TIER)


@transaction.atomic
def take(*, actor: Reader, row: SecondScore) -> Assessment:
    """Begins the second score, blind: a draft of the actor's, on the version of the first, for the same
    agencies.

    Raises PermissionDenied without `contribute`, or Refused: a person begun it, or it is not for the actor.
    """
    if not may_score(actor, row):
        raise Refused("It does not wait for you to score it.", code="not_yours")
    record = visibility.visible_to(actor, Record).get(pk=row.record_id)
    draft = start(
        actor=actor,
        record=record,
        framework_version=row.framework_version,
        on=timezone.localdate(),
        agencies=row.agencies,
        checks=row.first_id,
    )
    row.second_id, row.state = draft.pk, State.BEGUN
    _save(actor, row, row.version, "begin second score")
    return draft


def _save(actor, row, version, operation):
    """Who scores or moderates changes it with `contribute`, whichever agency made the first."""
    save_part(actor=actor, part=row, version=version, level=Level.CONTRIBUTE, operation=operation)


def _compare(actor, row, second):
    first = visibility.visible_to(actor, Assessment).select_related("framework_version").get(pk=row.first_id)
    row.bands, row.points = differences(first, second)
    rows = visibility.visible_to(actor, Record).filter(pk=row.record_id)
    agency = rows.values_list("agency_id", flat=True).get()
    far = abs(row.bands or 0) >= setting(BANDS, agency) or abs(row.points or 0) >= setting(POINTS, agency)
    row.state = State.APART if far else State.AGREED
    _save(actor, row, row.version, "compare scores")
    title = f"{row.framework_version.name}: a second person scored it. {row.get_state_display()}"
    _tell(actor, row, title, "")


def differences(first: Assessment, second: Assessment) -> tuple[int | None, Decimal | None]:
    """(bands, points in per cent of the most that the method can score) that the second is above the first;
    None where the method has none.
    """
    codes = [band["code"] for band in first.framework_version.body.get("bands", ())]
    bands = points = None
    if first.grade in codes and second.grade in codes:
        bands = codes.index(second.grade) - codes.index(first.grade)
    if first.score is not None and second.score is not None and (most := most_points(first.method)):
        points = round((second.score - first.score) * 100 / most, 1)
    return bands, points


def _tell(actor, row, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=row.record_id),
        kind=Entry.Kind.ASSESSMENT,
        title=title,
        text=text,
        agencies=row.agencies,
    )


@transaction.atomic
def moderate(*, actor: Reader, row: SecondScore, version: int, decided: str, reason: str) -> SecondScore:
    """Decides which band stands where two scores are far apart.

    Raises PermissionDenied without `contribute`, Stale, or Refused: it does not wait for the actor, no band
    of the method, no reason.
    """
    if not may_moderate(actor, row):
        raise Refused("It does not wait for you to decide it.", code="not_yours")
    bands = {band["code"]: band["label"] for band in row.framework_version.body.get("bands", ())}
    if decided not in bands:
        raise Refused("Select the band that stands.", code="invalid_choice", field="decided")
    row.reason = require_text(reason, "Say why.", field="reason")
    row.decided, row.state = decided, State.MODERATED
    row.decided_by_id, row.decided_at = actor.membership_id, timezone.now()
    _save(actor, row, version, "moderate score")
    _tell(actor, row, f"{row.framework_version.name}: moderated as {bands[decided]}", row.reason)
    return row


@transaction.atomic
def end(*, actor: Reader, row: SecondScore, version: int, reason: str) -> SecondScore:
    """Ends a second score that nobody has begun, or whose draft was discarded; the first is shown to all
    again. By those who manage the record and do not score themselves.

    Raises PermissionDenied without `manage`, Stale, or Refused: it was begun, no reason, or the first is
    withheld from the actor.
    """
    visibility.require(actor, row, Level.MANAGE)
    first = visibility.visible_to(actor, Assessment).filter(pk=row.first_id).first()
    if first is None:
        raise Refused("The score is withheld from you, so another person ends this.", code="not_yours")
    if row.state != State.WAITING:
        raise Refused("It was begun already.", code="begun_already")
    row.reason = require_text(reason, "Say why.", field="reason")
    row.state, row.decided_by_id, row.decided_at = State.ENDED, actor.membership_id, timezone.now()
    save_part(actor=actor, part=row, version=version, operation="end second score")
    first.withheld_from = None
    save_part(actor=actor, part=first, version=first.version, operation="show assessment")
    _tell(actor, row, f"{row.framework_version.name}: ended without a second score", row.reason)
    return row
