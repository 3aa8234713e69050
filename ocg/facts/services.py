"""The places of a group, kept with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ocg.lists import PLACE_ROLES
from ocg.models import GroupPlace, Ocg
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text
from pam.access.visibility import Reader
from pam.records.declared_lists import AREAS
from pam.records.models import Record
from pam.records.services import add_part, save_part
from pam.reference.selectors.lists import terms

MOST_PLACES = 50
TOO_MANY = f"A group has at most {MOST_PLACES} places."


@dataclass(frozen=True)
class PlaceTyped:
    """A place as it was typed: numbers of the role and of the area, and where exactly."""

    role: int
    area: int
    details: str = ""


def keep_places(*, actor: Reader, ocg: Ocg, places: Sequence[PlaceTyped]) -> None:
    """Keeps `places` as all that the group has, as far as the actor sees them: what is left out is taken off.

    Part of saving the group, which asked for the level. Raises Refused for a value of another list, the same
    place twice, or more than `MOST_PLACES`.
    """
    wanted = []
    for place in places:
        key = _key(place)
        if key in wanted:
            raise Refused("Enter each place once.", code="twice", field="places")
        wanted.append(key)
    if len(wanted) > MOST_PLACES:
        raise Refused(TOO_MANY, code="too_many", field="places")
    for row in _kept(actor, ocg.pk):
        key = (row.role_id, row.area_id, row.details)
        if key in wanted:
            wanted.remove(key)
            continue
        _take_off(actor, row, row.version)
    for key in wanted:
        _add(actor, ocg, key)


@transaction.atomic
def add_place(*, actor: Reader, record: Record, place: PlaceTyped) -> GroupPlace:
    """Adds one place to the group `record`. Raises PermissionDenied without `manage`, as for saving the
    group; Refused as `keep_places`.
    """
    visibility.require(actor, record, Level.MANAGE)
    key, kept = _key(place), _kept(actor, record.pk)
    if key in [(row.role_id, row.area_id, row.details) for row in kept]:
        raise Refused("The group has this place already.", code="twice", field="places")
    if len(kept) >= MOST_PLACES:
        raise Refused(TOO_MANY, code="too_many", field="places")
    return _add(actor, record, key)


@transaction.atomic
def take_place_off(*, actor: Reader, place: GroupPlace, version: int) -> GroupPlace:
    """Takes one place off its group; it stays in the history. Raises PermissionDenied without `manage`,
    Stale, or Refused for one that was taken off.
    """
    visibility.require(actor, visibility.visible_to(actor, Record).get(pk=place.record_id), Level.MANAGE)
    if place.removed_at:
        raise Refused("This place was taken off already.", code="taken_off")
    return _take_off(actor, place, version)


def _key(place):
    """(role, area, where exactly) of a place as it was typed. Raises Refused for a value of another list."""
    roles, areas = ({one.pk for one in terms(listing)} for listing in (PLACE_ROLES, AREAS))
    if place.role not in roles or place.area not in areas:
        raise Refused("Select what it does there and where.", code="invalid_choice", field="places")
    return place.role, place.area, optional_text(place.details, field="places")


def _kept(actor, number):
    rows = visibility.visible_to(actor, GroupPlace).filter(record_id=number, removed_at=None)
    return list(rows.order_by("pk"))


def _add(actor, record, key):
    role, area, details = key
    row = GroupPlace(role_id=role, area_id=area, details=details)
    return add_part(actor=actor, part=row, record=record, operation="add place")


def _take_off(actor, row, version):
    row.removed_at = timezone.now()
    return save_part(actor=actor, part=row, version=version, operation="remove place")
