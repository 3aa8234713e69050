"""The places of a group, kept with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from ocg.lists import PLACE_ROLES
from ocg.models import GroupPlace, Ocg
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import optional_text
from pam.access.visibility import Reader
from pam.records.declared_lists import AREAS
from pam.records.services import add_part, save_part
from pam.reference.selectors.lists import terms

MOST_PLACES = 50


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
    roles, areas = ({one.pk for one in terms(listing)} for listing in (PLACE_ROLES, AREAS))
    wanted = []
    for place in places:
        if place.role not in roles or place.area not in areas:
            raise Refused("Select what it does there and where.", code="invalid_choice", field="places")
        key = (place.role, place.area, optional_text(place.details, field="places"))
        if key in wanted:
            raise Refused("Enter each place once.", code="twice", field="places")
        wanted.append(key)
    if len(wanted) > MOST_PLACES:
        raise Refused(f"A group has at most {MOST_PLACES} places.", code="too_many", field="places")
    rows = visibility.visible_to(actor, GroupPlace).filter(record_id=ocg.pk, removed_at=None)
    for row in rows.order_by("pk"):
        key = (row.role_id, row.area_id, row.details)
        if key in wanted:
            wanted.remove(key)
            continue
        row.removed_at = timezone.now()
        save_part(actor=actor, part=row, version=row.version, operation="remove place")
    for role, area, details in wanted:
        row = GroupPlace(role_id=role, area_id=area, details=details)
        add_part(actor=actor, part=row, record=ocg, operation="add place")
