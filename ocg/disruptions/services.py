"""Every write to disruptions, as verbs. Each takes `actor`, a `visibility.Reader`; rows come from the gate.

Who contributes to a group submits one, in the name of their agency. Another person assesses it: an assessor
who may see it, never its author and never the lead of the group (pam_may_assess, docs/disruptions.md).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from ocg.disruptions import selectors
from ocg.disruptions.lists import LEVELS
from ocg.disruptions.models import MOST
from ocg.disruptions.selectors import Output
from ocg.models import Disruption, DisruptionAssessment, DisruptionOutput
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import optional_text, require_text, save_valid
from pam.access.visibility import Reader
from pam.notifications.services import enqueue
from pam.records.models import Record
from pam.records.owning import is_owner
from pam.records.services import add_part, chronicle, save_part
from pam.reference.models import ReferenceValue

LINE = "disruption"  # the kind of its lines in the chronology
ASSESSED = "disruption_assessed"  # the event
Outcome = DisruptionAssessment.Outcome


@transaction.atomic
def submit(
    *,
    actor: Reader,
    record: Record,
    disruption: Disruption,
    outputs: Sequence[Output] = (),
    agencies: Iterable[int] | None = None,
) -> Disruption:
    """Submits a new disruption of the group `record` with its outputs, for `agencies`.

    Raises PermissionDenied without `contribute`, or Refused: a day to come, an agency, subject or action that
    the actor may not name, an amount that its kind does not take.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    if disruption.lead_agency_id is None:
        disruption.lead_agency_id = actor.agency_id
    _require_right(actor, record, disruption)
    add_part(actor=actor, part=disruption, record=record, agencies=agencies, operation="submit disruption")
    _keep_outputs(actor, disruption, outputs)
    _tell(actor, disruption, submitted_in_words(disruption), disruption.what)
    return disruption


def submitted_in_words(disruption: Disruption) -> str:
    """What the chronology says of a new disruption."""
    return f"Disruption submitted, {_level(disruption.claimed)} claimed"


@transaction.atomic
def amend(
    *, actor: Reader, disruption: Disruption, version: int, outputs: Sequence[Output] = ()
) -> Disruption:
    """Saves what the agency that submitted a disruption changed, with all its outputs anew; a returned one is
    submitted again.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: another agency's, one that was
    assessed, or as `submit`.
    """
    if disruption.author_agency_id != actor.agency_id:
        words = "People of the agency that submitted it amend it. Return it with a reason."
        raise Refused(words, code="not_yours")
    if not disruption.may_be_amended:
        raise Refused("It was assessed, so it stays as it was.", code="assessed")
    _require_right(actor, _record(actor, disruption), disruption)
    again = disruption.state == Disruption.State.RETURNED
    if again:
        disruption.state, disruption.submitted_at = Disruption.State.SUBMITTED, timezone.now()
        disruption.round += 1
    save_part(actor=actor, part=disruption, version=version, operation="amend disruption")
    _keep_outputs(actor, disruption, outputs)
    if again:
        level = _level(disruption.claimed)
        _tell(actor, disruption, f"Disruption submitted again, {level} claimed", disruption.what)
    return disruption


@transaction.atomic
def assess(
    *,
    actor: Reader,
    disruption: Disruption,
    version: int,
    outcome: str,
    level: ReferenceValue | None = None,
    reason: str = "",
) -> DisruptionAssessment:
    """Agrees the level claimed, changes it to `level`, or returns the disruption, with the reason. Who
    submitted it is told.

    Raises Stale, or Refused: it does not wait, or not for this person; no reason for a return or a change;
    no other level for a change.
    """
    if not selectors.may_assess(actor, disruption):
        raise Refused("It does not wait for you to assess it.", code="not_yours")
    if outcome not in Outcome.values:
        raise Refused("Select an outcome.", code="invalid_choice", field="outcome")
    reason = optional_text(reason, field="reason")
    if outcome != Outcome.AGREED:
        reason = require_text(reason, "Say why.", field="reason")
    row = DisruptionAssessment(disruption=disruption, round=disruption.round, outcome=outcome, reason=reason)
    row.level = _assessed_level(disruption, outcome, level)
    record = _record(actor, disruption)
    row.record, row.agencies = Record(pk=record.pk, agency_id=record.agency_id), disruption.agencies
    row.author_id, row.author_agency_id = actor.membership_id, actor.agency_id
    save_valid(row)
    disruption.state, disruption.level = outcome, row.level
    save_part(actor=actor, part=disruption, version=version, level=Level.VIEW, operation="assess disruption")
    _tell(actor, disruption, _assessed_in_words(disruption, row), reason)
    author = Membership.objects.filter(pk=disruption.author_id)
    enqueue(ASSESSED, disruption.uuid, author, occasion=f"round {disruption.round}")
    return row


def _assessed_in_words(disruption, row):
    if row.outcome == Outcome.RETURNED:
        return "Disruption returned to those who submitted it"
    if row.outcome == Outcome.AGREED:
        return f"Disruption agreed as {_level(row.level)}"
    return f"Disruption changed from {_level(disruption.claimed)} to {_level(row.level)}"


def _assessed_level(disruption, outcome, level):
    if outcome == Outcome.RETURNED:
        return None
    if outcome == Outcome.AGREED:
        return disruption.claimed
    if level is None or level.listing != LEVELS:
        raise Refused("Select the level that you agree.", code="missing", field="level")
    if level.pk == disruption.claimed_id:
        raise Refused("That is the level that was claimed. Agree it.", code="same_level", field="level")
    return level


@transaction.atomic
def note_typed(
    *, actor: Reader, disruption: Disruption, version: int, reference: str, typed_on: date
) -> Disruption:
    """Keeps under which reference an assessed disruption is in the national system, and on which day the
    actor typed it in; a slip is corrected by saying it again.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: it is not assessed, the record
    is another agency's, or a day to come.
    """
    if not disruption.is_counted:
        raise Refused("Only an assessed disruption is typed in.", code="not_assessed")
    if not is_owner(actor, _record(actor, disruption)):
        raise Refused("The agency that owns the record types it in.", code="not_owner_agency")
    if typed_on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="typed_on")
    disruption.typed_reference = require_text(reference, "Enter the reference.", field="reference")
    if len(disruption.typed_reference) > 60:
        words = "The reference must be 60 characters or fewer."
        raise Refused(words, code="max_length", field="reference")
    disruption.typed_on, disruption.typed_by_id = typed_on, actor.membership_id
    return save_part(actor=actor, part=disruption, version=version, operation="type in disruption")


def _record(actor, disruption):
    return selectors.record_of(actor, disruption)


def _level(value):
    return value.label.lower()


def _tell(actor, disruption, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=disruption.record_id),
        kind=LINE,
        title=title,
        text=text,
        agencies=disruption.agencies,
    )


def _require_right(actor, record, disruption):
    """Raises Refused for a day to come, and for what the actor may not name."""
    if disruption.on > timezone.localdate():
        raise Refused("The day of a disruption cannot be in the future.", code="too_late", field="on")
    kept = None
    if disruption.pk:
        kept = visibility.visible_to(actor, Disruption).get(pk=disruption.pk)
    level = visibility.level(actor, record)
    nameable = set(selectors.agencies_to_lead(actor, record, level).values_list("pk", flat=True))
    nameable |= {kept.lead_agency_id, *kept.contributors} if kept else set()
    if disruption.lead_agency_id not in nameable:
        words = "Select an agency that the record is shared with."
        raise Refused(words, code="invalid_choice", field="lead_agency")
    if set(disruption.contributors) - nameable:
        words = "Select agencies that the record is shared with."
        raise Refused(words, code="invalid_choice", field="contributors")
    disruption.contributors = sorted({*disruption.contributors} - {disruption.lead_agency_id})
    for name, rows in (
        ("subject", selectors.subjects_to_name(actor, record)),
        ("action", selectors.actions_to_name(actor, record)),
    ):
        number = getattr(disruption, f"{name}_id")
        if number and number != getattr(kept, f"{name}_id", None) and not rows.filter(pk=number).exists():
            raise Refused("Select one of this record.", code="invalid_choice", field=name)


def _keep_outputs(actor, disruption, outputs):
    """Keeps `outputs` as all that the disruption has: an output that is left out becomes 0."""
    wanted = require_amounts(outputs, selectors.drugs_kind())
    rows = visibility.visible_to(actor, DisruptionOutput).filter(disruption_id=disruption.pk)
    kept = {(row.kind_id, row.drug_id): row for row in rows}
    for key, row in kept.items():
        amount = wanted.pop(key, 0)
        if amount != row.amount:
            row.amount = amount
            save_part(actor=actor, part=row, version=row.version, operation="change output")
    for (kind, drug), amount in wanted.items():
        row = DisruptionOutput(disruption=disruption, kind_id=kind, drug_id=drug, amount=amount)
        row.record, row.agencies = Record(pk=disruption.record_id), disruption.agencies
        row.author_id, row.author_agency_id = actor.membership_id, actor.agency_id
        save_valid(row)


def require_amounts(outputs: Iterable[Output], drugs: ReferenceValue) -> dict:
    """{(number of the kind, of the drug or None): amount}. Raises Refused for a kind twice, or an amount that
    its kind does not take; `drugs` is the kind of output that names a drug.
    """
    wanted = {}
    for one in outputs:
        _require_amount(one, drugs)
        key = (one.kind.pk, one.drug.pk if one.drug else None)
        if key in wanted:
            raise Refused(f"Enter it once: {one.label}.", code="twice", field="outputs")
        wanted[key] = one.amount
    return wanted


def _require_amount(output, drugs):
    if (output.kind.pk == drugs.pk) != (output.drug is not None):
        raise Refused("Say which drug, for drugs alone.", code="missing", field="outputs")
    if not 0 <= output.amount <= MOST:
        raise Refused(f"Enter a number from 0: {output.label}.", code="invalid", field="outputs")
    if output.kind.score == 0 and output.amount != int(output.amount):
        raise Refused(f"Enter a whole number: {output.label}.", code="not_whole", field="outputs")
