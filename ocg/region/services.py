"""Every write to requests to the region, as verbs. Each takes `actor`, a `visibility.Reader`.

The force asks and needs `manage`; each further step needs `contribute`, by people of the side whose turn it
is. The database holds the order and the sides (pam_region_holds).
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from ocg.models import RegionRequest, Score
from ocg.region import selectors
from ocg.region.events import tell_turn
from ocg.region.lists import PRODUCTS, SUPPORT
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Agency
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.services import add_part, chronicle, save_part
from pam.reference.models import ReferenceValue

LINE = "region"  # the kind of its lines in the chronology
State = RegionRequest.State


@transaction.atomic
def ask(
    *, actor: Reader, record: Record, region: Agency, support: ReferenceValue, why: str, wanted_by: date
) -> RegionRequest:
    """Asks `region`, an agency that contributes to the group `record`, for help.

    Raises PermissionDenied without `manage`, or Refused: another agency's group, closed, an agency that does
    not contribute, a day that is over, no reason.
    """
    visibility.require(actor, record, Level.MANAGE)
    if not selectors.may_ask(actor, record, Level.MANAGE):
        raise Refused("The agency that owns an open group asks the region.", code="owner_decides")
    if not selectors.regions_to_ask(actor, record).filter(pk=region.pk).exists():
        words = "Share the group with the region first, so that it can contribute."
        raise Refused(words, code="no_share", field="region")
    if support.listing != SUPPORT:
        raise Refused("Select the help that you want.", code="missing", field="support")
    if wanted_by < timezone.localdate():
        raise Refused("The day must not be over.", code="too_early", field="wanted_by")
    row = RegionRequest(region=region, support=support, wanted_by=wanted_by)
    row.why = require_text(why, "Say why.", field="why")
    add_part(
        actor=actor,
        part=row,
        record=record,
        agencies=[record.agency_id, region.pk],
        level=Level.MANAGE,
        operation="ask region",
    )
    _say(actor, row, f"The region is asked for help: {support.label}", row.why)
    tell_turn(actor, row)
    return row


@transaction.atomic
def triage(
    *, actor: Reader, row: RegionRequest, version: int, outcome: str, reason: str = ""
) -> RegionRequest:
    """The region takes a request on, needs more, or refuses it; the last two with a reason.

    Raises PermissionDenied, Stale, or Refused: not its turn, no reason.
    """
    _require_step(actor, row, "triage")
    if outcome not in (State.ACCEPTED, State.MORE, State.REFUSED):
        raise Refused("Select an outcome.", code="invalid_choice", field="outcome")
    reason = optional_text(reason, field="reason")
    if outcome != State.ACCEPTED:
        reason = require_text(reason, "Say why, or what is needed.", field="reason")
    row.state, row.triage_reason = outcome, reason
    row.triaged_by_id, row.triaged_at = actor.membership_id, timezone.now()
    return _step(actor, row, version, "triage request", f"Region: {row.get_state_display().lower()}", reason)


@transaction.atomic
def answer(*, actor: Reader, row: RegionRequest, version: int, why: str, wanted_by: date) -> RegionRequest:
    """The force says more, and asks again. Raises as `triage`."""
    _require_step(actor, row, "more")
    row.why, row.wanted_by = require_text(why, "Say why.", field="why"), wanted_by
    row.state = State.ASKED
    return _step(actor, row, version, "ask region again", "The region is asked again", row.why)


@transaction.atomic
def write_terms(
    *,
    actor: Reader,
    row: RegionRequest,
    version: int,
    terms: str,
    timeline: date,
    products: str = "",
    sio: str = "",
) -> RegionRequest:
    """The region writes the terms of reference, for the force to agree. Raises as `triage`."""
    _require_step(actor, row, "terms")
    row.terms = require_text(terms, "Enter the terms of reference.", field="terms")
    row.timeline, row.products, row.sio = timeline, optional_text(products, field="products"), sio
    row.state, row.terms_by_id = State.TERMS, actor.membership_id
    return _step(actor, row, version, "write terms", "Terms of reference written", row.terms)


@transaction.atomic
def agree(*, actor: Reader, row: RegionRequest, version: int) -> RegionRequest:
    """The force agrees the terms of reference. Raises as `triage`."""
    _require_step(actor, row, "agree")
    row.state, row.agreed_by_id, row.agreed_at = State.AGREED, actor.membership_id, timezone.now()
    return _step(actor, row, version, "agree terms", "Terms of reference agreed")


@transaction.atomic
def deliver(
    *,
    actor: Reader,
    row: RegionRequest,
    version: int,
    product: ReferenceValue,
    delivered_on: date,
    product_reference: str = "",
) -> RegionRequest:
    """The region says what it delivered. Raises as `triage`, or Refused for a day to come."""
    _require_step(actor, row, "deliver")
    if product.listing != PRODUCTS:
        raise Refused("Select the kind of product.", code="missing", field="product")
    if delivered_on > timezone.localdate():
        raise Refused("The day must not be in the future.", code="too_late", field="delivered_on")
    row.product, row.product_reference, row.delivered_on = product, product_reference, delivered_on
    row.state, row.delivered_by_id = State.DELIVERED, actor.membership_id
    return _step(actor, row, version, "deliver product", f"Region delivered: {product.label}")


@transaction.atomic
def conclude(
    *,
    actor: Reader,
    row: RegionRequest,
    version: int,
    owner_now: Agency,
    threat_after: str,
    score: Score | None = None,
) -> RegionRequest:
    """The force says how the threat is afterwards, with a newer score where there is one, and who owns the
    group now. Raises as `triage`, or Refused for a score from before.
    """
    _require_step(actor, row, "conclude")
    record = selectors.record_of(actor, row)
    if not selectors.owners_to_choose(record, row).filter(pk=owner_now.pk).exists():
        raise Refused("Select the force or the region.", code="invalid_choice", field="owner_now")
    if score is not None and not selectors.scores_since(actor, row).filter(pk=score.pk).exists():
        raise Refused("Select a score since the request.", code="invalid_choice", field="score")
    row.threat_after = require_text(threat_after, "Say how the threat is now.", field="threat_after")
    row.owner_now, row.score = owner_now, score
    row.state, row.concluded_by_id, row.concluded_at = (
        State.CONCLUDED,
        actor.membership_id,
        timezone.now(),
    )
    words = f"Help of the region concluded: {owner_now.name} owns it now"
    return _step(actor, row, version, "conclude request", words, row.threat_after)


def _require_step(actor, row, step):
    record = selectors.record_of(actor, row)
    visibility.require(actor, record, Level.CONTRIBUTE)
    if selectors.step_of(actor, row, record, Level.CONTRIBUTE) != step:
        raise Refused("It is not your turn, or it went on already.", code="not_yours")


def _step(actor, row, version, operation, title, text=""):
    save_part(actor=actor, part=row, version=version, operation=operation)
    _say(actor, row, title, text)
    tell_turn(actor, row)
    return row


def _say(actor, row, title, text=""):
    chronicle(
        actor=actor,
        record=Record(pk=row.record_id),
        kind=LINE,
        title=title,
        text=text,
        agencies=row.agencies,
    )
