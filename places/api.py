"""What the API says of places and local profiles besides the spine, and how a place is added."""

from datetime import date

from ninja import Field, Schema

from pam.access.errors import Refused
from pam.api.resources import Resource
from pam.api.schemas import NewRecord, Text
from pam.reference.selectors.lists import offered_values
from places.lists import AREA_KINDS, AREAS
from places.models import LocalProfile, PlaceRecord
from places.profiles.services import create_profile
from places.services import create


class PlaceOwn(Schema):
    """`stage` is a code of the stage map that the place is on (its phase). `area_kind` and `area` are codes
    of the lists of that name; `area` may be empty.
    """

    stage: str
    area_kind: str
    area: str
    boundary: str


class PlaceOf(NewRecord):
    """A place. `stage` is the phase that it is in already; left out: its first."""

    area_kind: str = Field(max_length=40)
    area: str = Field(default="", max_length=40)
    boundary: Text = Field(default="", max_length=2000)
    stage: str = Field(default="", max_length=60)


def _own(row):
    area = row.area.code if row.area_id else ""
    return {"stage": row.stage, "area_kind": row.area_kind.code, "area": area, "boundary": row.boundary}


def _value(listing, agency, code, field):
    found = offered_values(listing, agency).filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise Refused("Choose a code of the list.", code="invalid_choice", field=field)
    return found


def _add(actor, data, common):
    kind = _value(AREA_KINDS, actor.agency_id, data.area_kind, "area_kind")
    area = _value(AREAS, actor.agency_id, data.area, "area") if data.area else None
    row = PlaceRecord(**common, stage=data.stage, area_kind=kind, area=area, boundary=data.boundary)
    return create(actor=actor, place=row)


PLACES = Resource("place", PlaceOwn, _own, ("area_kind", "area"), PlaceOf, _add)


class ProfileOwn(Schema):
    """`stage` is a code of the stage map that the profile is on, `area` of the list of that name; it and the
    date of the profile may be empty.
    """

    stage: str
    area: str
    period_from: date
    period_to: date
    profile_on: date | None


class ProfileOf(NewRecord):
    """A local profile. `stage` is where it is already; left out: its first."""

    area: str = Field(default="", max_length=40)
    period_from: date
    period_to: date
    profile_on: date | None = None
    stage: str = Field(default="", max_length=60)


def _own_of_profile(row):
    area = row.area.code if row.area_id else ""
    dates = {name: getattr(row, name) for name in ("period_from", "period_to", "profile_on")}
    return {"stage": row.stage, "area": area, **dates}


def _add_profile(actor, data, common):
    area = _value(AREAS, actor.agency_id, data.area, "area") if data.area else None
    dates = {name: getattr(data, name) for name in ("period_from", "period_to", "profile_on")}
    row = LocalProfile(**common, stage=data.stage, area=area, **dates)
    return create_profile(actor=actor, profile=row)


PROFILES = Resource("profile", ProfileOwn, _own_of_profile, ("area",), ProfileOf, _add_profile)
