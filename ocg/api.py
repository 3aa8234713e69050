"""What the API says of organised crime groups besides the spine, and how one is added."""

from ninja import Field, Schema

from ocg.models import Ocg
from ocg.services import create
from pam.access.errors import Refused
from pam.api.resources import Resource
from pam.api.schemas import NewRecord, Short
from pam.reference.selectors.lists import offered_values


class OcgOwn(Schema):
    """`stage` is a code of the stage map that the group is on, `tier` of the list of that name."""

    stage: str
    tier: str
    crime_types: str
    area: str


class Group(NewRecord):
    """An organised crime group. `tier` is a code of the list of that name. `stage` is where the work stands
    already, a stage of your stage map that is no end; left out: its first.
    """

    stage: str = Field(default="", max_length=60)
    tier: str = Field(max_length=40)
    crime_types: Short = ""
    area: Short = ""


def _own(row):
    return {
        "stage": row.stage,
        "tier": row.tier.code,
        "crime_types": row.crime_types,
        "area": row.area,
    }


def _value(listing, agency, code, field):
    found = offered_values(listing, agency).filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise Refused("Choose a code of the list.", code="invalid_choice", field=field)
    return found


def _add(actor, data, common):
    tier = _value("ocg.tier", actor.agency_id, data.tier, "tier")
    row = Ocg(**common, stage=data.stage, tier=tier, crime_types=data.crime_types, area=data.area)
    return create(actor=actor, ocg=row)


OCGS = Resource("ocg", OcgOwn, _own, ("tier",), Group, _add)
