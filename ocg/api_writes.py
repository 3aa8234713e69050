"""What the API adds to and changes of an organised crime group: its disruptions and its places."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field
from pydantic import AfterValidator

from ocg.disruptions import services
from ocg.disruptions.lists import DRUGS, LEVELS, OUTPUTS
from ocg.disruptions.models import MOST
from ocg.disruptions.selectors import Output, actions_to_name, subjects_to_name
from ocg.facts.selectors import value_of
from ocg.facts.services import PlaceTyped, add_place, take_place_off
from ocg.lists import PLACE_ROLES
from ocg.models import Disruption, GroupPlace
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.models import Agency
from pam.access.validation import require_text
from pam.api.resources import Change
from pam.api.schemas import Day, Sent, Short, without_nul
from pam.records.declared_lists import AREAS
from pam.records.models import Record

Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Code = Annotated[str, AfterValidator(without_nul), Field(max_length=40)]


class NewOutput(Sent):
    """One output in numbers: a code of the list of outputs, of drugs also which, and how much."""

    kind: Code
    drug: Code = ""
    amount: Annotated[Decimal, Field(ge=0, le=MOST, max_digits=13, decimal_places=3)]


class NewDisruption(Sent):
    """A disruption, for all who can open the group; an assessor has still to agree its level. `claimed` is a
    code of the list of levels. `lead_agency` is yours if it is left out; `subject` and `action` are of this
    record.
    """

    on: Day
    what: Annotated[str, AfterValidator(without_nul), Field(max_length=300)]
    strand: Literal["pursue", "prevent", "protect", "prepare"]
    claimed: Code
    claim_reason: Annotated[str, AfterValidator(without_nul), Field(max_length=2000)]
    target: Literal["group", "member", "vulnerability", "enabler"] = "group"
    lead_agency: UUID | None = None
    contributors: Annotated[list[UUID], Field(max_length=100)] = []
    subject: UUID | None = None
    action: UUID | None = None
    evidence: Short = ""
    outputs: Annotated[list[NewOutput], Field(max_length=60)] = []


class AmendedDisruption(NewDisruption):
    """A disruption of your own agency that is not assessed, or was returned: all of it anew, with all its
    outputs. A returned one is submitted again by that.
    """

    version: Version


class NewPlace(Sent):
    """What a group does in a place. `role` and `area` are codes of their lists."""

    role: Code
    area: Code
    details: Short = ""


class PlaceEnd(Sent):
    """That a place is no place of the group any longer."""

    version: Version


def _value(listing, code, actor, field):
    found = value_of(listing, code, actor.agency_id)
    if found is None:
        raise Refused("Choose a code of the list.", code="invalid_choice", field=field)
    return found


def _one(rows, uuid, field):
    if uuid is None:
        return None
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Refused("Select one of this record.", code="invalid_choice", field=field)
    return found


def _agency(uuid, field):
    found = Agency.objects.filter(uuid=uuid).first()
    if found is None:
        raise Refused("There is no such agency.", code="invalid_choice", field=field)
    return found


def _outputs(actor, data):
    found = []
    for one in data.outputs:
        drug = _value(DRUGS, one.drug, actor, "outputs") if one.drug else None
        found.append(Output(_value(OUTPUTS, one.kind, actor, "outputs"), drug, one.amount))
    return found


def _said(actor, record, row, data):
    """Gives `row` what was sent."""
    row.on, row.strand, row.target = data.on, data.strand, data.target
    row.what = require_text(data.what, "Say what happened.", field="what")
    row.claim_reason = require_text(data.claim_reason, "Say why it is this level.", field="claim_reason")
    row.evidence = data.evidence
    row.claimed = _value(LEVELS, data.claimed, actor, "claimed")
    row.subject = _one(subjects_to_name(actor, record), data.subject, "subject")
    row.action = _one(actions_to_name(actor, record), data.action, "action")
    if data.lead_agency is not None:
        row.lead_agency = _agency(data.lead_agency, "lead_agency")
    row.contributors = [_agency(uuid, "contributors").pk for uuid in data.contributors]
    return row


def submit(actor, record, data):
    """A new disruption. Raises as the service."""
    row = _said(actor, record, Disruption(), data)
    return services.submit(actor=actor, record=record, disruption=row, outputs=_outputs(actor, data))


def _amend(actor, row, data):
    record = visibility.visible_to(actor, Record).get(pk=row.record_id)
    row = _said(actor, record, row, data)
    return services.amend(actor=actor, disruption=row, version=data.version, outputs=_outputs(actor, data))


def place(actor, record, data):
    """A new place of the group. Raises as the service."""
    typed = PlaceTyped(
        _value(PLACE_ROLES, data.role, actor, "role").pk,
        _value(AREAS, data.area, actor, "area").pk,
        data.details.strip(),
    )
    return add_place(actor=actor, record=record, place=typed)


def _take_off(actor, row, data):
    return take_place_off(actor=actor, place=row, version=data.version)


CHANGES = (
    Change(
        listing="disruptions",
        path="amend",
        model=Disruption,
        schema=AmendedDisruption,
        change=_amend,
        words="Says a disruption of your agency anew, while it is not assessed.",
    ),
    Change(
        listing="group-places",
        path="end",
        model=GroupPlace,
        schema=PlaceEnd,
        change=_take_off,
        words="Takes a place off its group. It stays in the history.",
    ),
)
