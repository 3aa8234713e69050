"""Noting what was typed into another system, as a verb with `actor`."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ocg.models import Ocg, Typing
from ocg.reentry.lines import SECTIONS
from ocg.reentry.selectors import hashes
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text
from pam.access.visibility import Reader
from pam.records.owning import is_owner
from pam.records.services import add_part
from pam.reference.models import ReferenceValue


@transaction.atomic
def note_typed(
    *, actor: Reader, ocg: Ocg, section: ReferenceValue, typed_on: date, reference: str = ""
) -> Typing:
    """Notes that the actor typed a section of a group, as they see it now, into another system; for the
    owning agency.

    Raises PermissionDenied without `contribute`, or for another agency than the owner; Refused for a day to
    come.
    """
    visibility.require(actor, ocg, Level.CONTRIBUTE)
    if not is_owner(actor, ocg):
        raise PermissionDenied
    if typed_on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="typed_on")
    lines = [(label, text) for label, text in SECTIONS[section.code](actor, ocg) if text]
    row = Typing(section=section, on=typed_on, lines=hashes(lines))
    row.reference = optional_text(reference, field="reference")
    return add_part(actor=actor, part=row, record=ocg, agencies=[actor.agency_id], operation="note typing")
