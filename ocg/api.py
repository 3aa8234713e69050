"""What the API says of organised crime groups besides the spine, and how one is added."""

from typing import Literal

from ninja import Field, Schema

from ocg.facts.selectors import SEVERAL, coded, value_of
from ocg.lists import CRIME_TYPES, KINDS
from ocg.models import Ocg
from ocg.services import create
from pam.access.errors import Refused
from pam.api.resources import Resource
from pam.api.schemas import NewRecord, Short
from pam.reference.selectors.lists import offered_values, terms

Codes = list[str]
NAMED = ("operation_name", "own_reference", "regional_reference")


class OcgOwn(Schema):
    """`stage` is a code of the stage map that the group is on, the others codes of their lists: `tier`,
    `group_kind`, `main_crime`, `crimes` (all of them), `communities`, `weapons`, `violence`, `enablers`,
    `corruption`. `crime_types` and `area` are what was typed before these were coded, and is not taken over.
    """

    stage: str
    tier: str
    group_kind: str
    main_crime: str
    crimes: Codes
    communities: Codes
    weapons: Codes
    violence: Codes
    enablers: Codes
    corruption: Codes
    children: str
    aliases: list[str]
    operation_name: str
    own_reference: str
    regional_reference: str
    lead_accepted: bool
    crime_types: str
    area: str


class Group(NewRecord):
    """An organised crime group. `tier`, `group_kind`, `main_crime`, `crimes` and `communities` are codes of
    their lists; `main_crime` is one of `crimes`, or added to them. `stage` is where the work stands, a stage
    of your stage map that is no end; left out: its first. `crime_types` and `area` are for texts of
    older systems: types of crime that a text names exactly are coded, and the text is shown until a person
    has taken it over. The lead is asked to accept.
    """

    stage: str = Field(default="", max_length=60)
    tier: str = Field(max_length=40)
    group_kind: str = Field(default="", max_length=40)
    main_crime: str = Field(default="", max_length=40)
    crimes: Codes = Field(default_factory=list, max_length=60)
    communities: Codes = Field(default_factory=list, max_length=60)
    children: Literal["yes", "no", "unknown"] = "unknown"
    operation_name: str = Field(default="", max_length=80)
    own_reference: str = Field(default="", max_length=60)
    regional_reference: str = Field(default="", max_length=60)
    crime_types: Short = ""
    area: Short = ""


def _own(row):
    several = {name: _codes(listing, getattr(row, name)) for name, listing in SEVERAL.items()}
    return {
        "stage": row.stage,
        "tier": row.tier.code,
        "group_kind": row.group_kind.code if row.group_kind_id else "",
        "main_crime": row.main_crime.code if row.main_crime_id else "",
        **several,
        "children": row.children,
        "aliases": row.aliases,
        **{name: getattr(row, name) for name in NAMED},
        "lead_accepted": row.lead_accepted_at is not None,
        "crime_types": row.crime_types,
        "area": row.area,
    }


def _codes(listing, numbers):
    by_number = {value.pk: value.code for value in terms(listing)}
    return [by_number[number] for number in numbers if number in by_number]


def _value(listing, agency, code, field):
    found = offered_values(listing, agency).filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise Refused("Choose a code of the list.", code="invalid_choice", field=field)
    return found


def _several(listing, agency, codes, field):
    found = [value_of(listing, code, agency) for code in dict.fromkeys(codes)]
    if None in found:
        raise Refused("Choose codes of the list.", code="invalid_choice", field=field)
    return [value.pk for value in found]


def _add(actor, data, common):
    agency = actor.agency_id
    row = Ocg(**common, stage=data.stage, tier=_value("ocg.tier", agency, data.tier, "tier"))
    row.crime_types, row.area, row.children = data.crime_types, data.area, data.children
    for name in NAMED:
        setattr(row, name, getattr(data, name).strip())
    if data.group_kind:
        row.group_kind = _value(KINDS, agency, data.group_kind, "group_kind")
    main = _value(CRIME_TYPES, agency, data.main_crime, "main_crime").pk if data.main_crime else None
    crimes = _several(CRIME_TYPES, agency, data.crimes, "crimes")
    if main is None and not crimes:
        crimes = coded(data.crime_types, agency)
        main = crimes[0] if crimes else None
    row.main_crime_id, row.crimes = main, [*([main] if main else []), *(one for one in crimes if one != main)]
    row.communities = _several(SEVERAL["communities"], agency, data.communities, "communities")
    return create(actor=actor, ocg=row)


OCGS = Resource("ocg", OcgOwn, _own, ("tier", "group_kind", "main_crime"), Group, _add)
