"""How a new group gets its lead: its maker accepts at once, another person is asked."""

from collections.abc import Sequence
from typing import cast

from django.utils import timezone

from ocg.models import Ocg
from ocg.responsible.services import offer, offer_new
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.records.beginnings import register_beginning
from pam.records.models import Record


def _before(actor: Reader, records: Sequence[Record]) -> None:
    for record in records:
        if isinstance(record, Ocg):
            record.lead_accepted_at = timezone.now() if record.lead_id == actor.membership_id else None


def _after(actor: Reader, records: Sequence[Record]) -> None:
    groups = [record for record in records if isinstance(record, Ocg)]
    groups = [group for group in groups if group.lead_id and group.lead_accepted_at is None]
    if len(groups) == 1:
        offer(actor=actor, record=groups[0], to=cast(Membership, groups[0].lead))
    elif groups:
        offer_new(actor=actor, groups=groups)
    for group in groups:
        group.lead_asked_id = group.lead_id


register_beginning(before=_before, after=_after)
