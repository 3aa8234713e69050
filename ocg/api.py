"""What the API says of organised crime groups besides the spine, and how one is added."""

from ninja import Field, Schema

from ocg.models import Ocg
from ocg.services import ARCHIVED, create
from pam.access.errors import Refused
from pam.api.resources import Resource
from pam.api.schemas import NewRecord, Short
from pam.reference.selectors.lists import offered_values


class OcgOwn(Schema):
    """Stage and tier are codes of the lists of that name."""

    stage: str
    tier: str
    crime_types: str
    area: str


class Group(NewRecord):
    """An organised crime group. `stage` and `tier` are codes of the lists of that name."""

    stage: str = Field(max_length=40)
    tier: str = Field(max_length=40)
    crime_types: Short = ""
    area: Short = ""


def _own(row):
    return {
        "stage": row.stage.code,
        "tier": row.tier.code,
        "crime_types": row.crime_types,
        "area": row.area,
    }


def _value(listing, agency, code, field):
    found = offered_values(listing, agency).filter(code=code).first() if "\x00" not in code else None
    if found is None or found.code == ARCHIVED:
        raise Refused("Choose a code of the list.", code="invalid_choice", field=field)
    return found


def _add(actor, data, common):
    stage = _value("ocg.stage", actor.agency_id, data.stage, "stage")
    tier = _value("ocg.tier", actor.agency_id, data.tier, "tier")
    row = Ocg(**common, stage=stage, tier=tier, crime_types=data.crime_types, area=data.area)
    return create(actor=actor, ocg=row)


OCGS = Resource("ocg", OcgOwn, _own, ("stage", "tier"), Group, _add)
