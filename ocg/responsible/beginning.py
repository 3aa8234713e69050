"""How a new group gets its lead: its maker accepts at once, another person is asked."""

from django.utils import timezone

from ocg.models import Ocg
from ocg.responsible.services import offer
from pam.access.visibility import Reader
from pam.records.beginnings import register_beginning
from pam.records.models import Record


def _before(actor: Reader, record: Record) -> None:
    if isinstance(record, Ocg):
        record.lead_accepted_at = timezone.now() if record.lead_id == actor.membership_id else None


def _after(actor: Reader, record: Record) -> None:
    if isinstance(record, Ocg) and record.lead_id and record.lead_accepted_at is None:
        offer(actor=actor, record=record, to=record.lead)
        record.lead_asked_id = record.lead_id


register_beginning(before=_before, after=_after)
