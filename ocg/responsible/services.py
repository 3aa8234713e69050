"""Every write to who is responsible for a group, as verbs. Each takes `actor`, a `visibility.Reader`.

Who manages a group asks a person to lead it. They accept or decline; the lead before stays until then. The
database holds it (pam_lead_offer_holds, pam_lead_accepts; docs/groups.md).
"""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from ocg.models import LeadOffer, LeadTraining, Ocg
from ocg.responsible import selectors
from ocg.responsible.lists import ANSWERED, OFFERED, TRAINING
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership, User
from pam.access.naming import people_of_agency
from pam.access.services import name_on_record
from pam.access.validation import create_valid, optional_text, require_text
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.notifications.services import enqueue, enqueue_each
from pam.records import bulk
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, save_part
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values

State = LeadOffer.State
LRO = "Lead Responsible Officer"


@transaction.atomic
def offer(*, actor: Reader, record: Record, to: Membership, note: str = "") -> LeadOffer:
    """Asks `to` to be the lead of a group, with a note that hands it over. They are told, and may open it.

    Raises PermissionDenied without `manage`, or Refused: it is closed, they lead it already, another person
    is asked, or they may not lead it.
    """
    visibility.require(actor, record, Level.MANAGE)
    ocg = visibility.visible_to(actor, Ocg).get(pk=record.pk)
    note = optional_text(note, field="note")
    if ocg.closed_at:
        raise Refused("It is archived. Reopen it first.", code="closed", field="to")
    if ocg.lead_id == to.pk and ocg.lead_accepted_at:
        raise Refused(f"{to.user.name} is its {LRO} already.", code="already", field="to")
    if ocg.lead_asked_id:
        raise Refused("Another person is asked. Withdraw that first.", code="asked_already", field="to")
    if selectors.people_to_ask(actor, ocg).row(str(to.pk)) is None:
        words = "Choose a person of the agency that owns it, or of one that contributes to it."
        raise Refused(words, code="invalid_choice", field="to")
    _require_cleared(to, ocg)
    if to.agency_id == ocg.agency_id:
        name_on_record(actor=actor, record=ocg, membership=to, reason=f"Asked to be the {LRO}")
    row = LeadOffer(offered_to=to, note=note)
    agencies = [ocg.agency_id, to.agency_id]
    level = Level.MANAGE
    add_part(actor=actor, part=row, record=ocg, agencies=agencies, level=level, operation="offer lead")
    _tell(actor, row, f"{to.user.name} was asked to be the {LRO}", note)
    enqueue(OFFERED, row.uuid, [to])
    return row


def _require_cleared(person, ocg):
    if person.clearance < ocg.marking:
        words = f"{person.user.name} is not cleared for the marking of the group."
        raise Refused(words, code="not_cleared", field="to")


@transaction.atomic
def offer_new(*, actor: Reader, groups: Sequence[Ocg]) -> None:
    """Asks the lead that each of `groups` names, which the actor made just now and which have no lead who
    accepted; in a constant number of queries. Raises Refused for a person who is not of the owning agency.
    """
    theirs = people_of_agency(actor.agency_id).filter(pk__in={group.lead_id for group in groups})
    people = {person.pk: person for person in theirs.select_related("user")}
    if {group.lead_id for group in groups} - set(people):
        words = "Choose a person of the agency that owns it."
        raise Refused(words, code="invalid_choice", field="lead")
    for group in groups:
        _require_cleared(people[group.lead_id], group)
    rows = [LeadOffer(record=group, offered_to=people[group.lead_id], note="") for group in groups]
    agencies, level = [actor.agency_id], Level.MANAGE
    batch = bulk.add_to_records(
        actor=actor, parts=rows, agencies=agencies, level=level, operation="offer leads"
    )
    lines = [
        (row, Entry.Kind.CHANGE, f"{row.offered_to.user.name} was asked to be the {LRO}", "") for row in rows
    ]
    bulk.chronicle_parts(actor=actor, batch=batch, lines=lines)
    enqueue_each(OFFERED, [(row.uuid, [row.offered_to], "") for row in rows], batch=batch.uuid)


@transaction.atomic
def accept(*, actor: Reader, lead_offer: LeadOffer, version: int, answer: str = "") -> LeadOffer:
    """Accepts being the lead. The one before is it no longer; who asked is told.

    Raises Stale, or Refused: it does not wait for the actor, or they may no longer lead it.
    """
    before = _record(actor, lead_offer).lead
    _answer(actor, lead_offer, version, State.ACCEPTED, optional_text(answer, field="answer"))
    ocg = _record(actor, lead_offer)
    _keep_history(actor, ocg)
    said = f"{LRO}: {actor.name}"
    if before is not None and before.pk != ocg.lead_id:
        said = f"{said}, after {before.user.name}"
    # What they answered is for the agencies of the offer, which has it; who leads is for all.
    chronicle(actor=actor, record=ocg, kind=Entry.Kind.CHANGE, title=said)
    return lead_offer


@transaction.atomic
def decline(*, actor: Reader, lead_offer: LeadOffer, version: int, answer: str) -> LeadOffer:
    """Declines being the lead, with the reason. Who asked is told.

    Raises Stale, or Refused: it does not wait for the actor, or no reason.
    """
    _answer(actor, lead_offer, version, State.DECLINED, require_text(answer, "Say why.", field="answer"))
    _tell(actor, lead_offer, f"{actor.name} declined to be the {LRO}", lead_offer.answer)
    _end_asking(actor, lead_offer)
    return lead_offer


@transaction.atomic
def withdraw(*, actor: Reader, lead_offer: LeadOffer, version: int, answer: str = "") -> LeadOffer:
    """Takes back what was asked. Raises PermissionDenied without `manage`, Stale, or Refused once it is
    answered.
    """
    if not lead_offer.waits:
        raise Refused("It was answered.", code="answered")
    lead_offer.state, lead_offer.answered_at = State.WITHDRAWN, timezone.now()
    lead_offer.answer = optional_text(answer, field="answer")
    level = Level.MANAGE
    save_part(actor=actor, part=lead_offer, version=version, level=level, operation="withdraw lead offer")
    asked = lead_offer.offered_to.user.name
    _tell(actor, lead_offer, f"{asked} is no longer asked to be the {LRO}", lead_offer.answer)
    _end_asking(actor, lead_offer)
    return lead_offer


def _answer(actor, row, version, state, answer):
    if row.offered_to_id != actor.membership_id or not row.waits:
        raise Refused("It does not wait for you.", code="not_yours")
    if state == State.ACCEPTED and not selectors.may_lead(actor, row):
        words = "It is no longer shared with you at contribute, or you are not cleared for it."
        raise Refused(words, code="may_not_lead")
    row.state, row.answer, row.answered_at = state, answer, timezone.now()
    save_part(actor=actor, part=row, version=version, level=Level.VIEW, operation=f"lead {state}")
    enqueue(ANSWERED, row.uuid, [row.author])


def _end_asking(actor, row):
    """Who was asked and is not named otherwise loses what the asking gave: the last that is done, since who
    declines may no longer see the group.
    """
    person = str(row.offered_to.principal)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_end_asking(%s)", [row.pk])
        ended = cursor.fetchone()[0]
    if ended:
        why = "No longer asked to lead"
        log(actor, Verb.ALTERATION, "revoke share", [row.record_id], recipient=person, reason=why)


def _record(actor, row):
    return selectors.record_of(actor, row)


def _tell(actor, row, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=row.record_id),
        kind=Entry.Kind.CHANGE,
        title=title,
        text=text,
        agencies=row.agencies,
    )


def _keep_history(actor, ocg):
    """The history of the group says who leads it: the database changed it."""
    Ocg.history.bulk_history_create(  # type: ignore[attr-defined]
        [ocg],
        update=True,
        default_user=User(pk=actor.user_id),
        default_change_reason="Lead accepted",
        custom_historical_attrs={"history_agency": actor.agency_name[:120]},
    )


# --- Training ---


@transaction.atomic
def record_training(*, actor: Reader, person: Membership, kind: ReferenceValue, on: date) -> LeadTraining:
    """Keeps that a person of the actor's agency was trained. Raises Refused: not a supervisor or
    administrator, another agency's person, a kind of another list, or a day to come.
    """
    _require_recorder(actor, person)
    if not offered_values(TRAINING, actor.agency_id).filter(pk=kind.pk).exists():
        raise Refused("Select a kind of training.", code="invalid_choice", field="kind")
    if on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="on")
    row = create_valid(LeadTraining, membership=person, kind=kind, on=on, recorded_by_id=actor.membership_id)
    log(actor, Verb.COLLECTION, "record training", [], detail=f"{person.user.name}: {kind.label}")
    return row


@transaction.atomic
def remove_training(*, actor: Reader, training: LeadTraining) -> LeadTraining:
    """Takes off what was recorded by mistake. Raises Refused as `record_training`, or if it is off."""
    _require_recorder(actor, training.membership)
    if training.removed_at:
        raise Refused("It is taken off already.", code="already_ended")
    training.removed_at = timezone.now()
    training.save(update_fields=["removed_at"])
    log(actor, Verb.ALTERATION, "remove training", [], detail=training.membership.user.name)
    return training


def _require_recorder(actor, person):
    if not actor.has_role(*selectors.RECORDERS) or person.agency_id != actor.agency_id:
        words = "Supervisors and administrators record training of their own agency's people."
        raise Refused(words, code="not_recorder", field="person")
