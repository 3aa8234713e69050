"""Mails about covert matches. A link, never text."""

from django.urls import reverse
from django.utils import timezone

from pam.access.models import Membership
from pam.disclosure.services.notices import managers_of
from pam.matching.models import Match
from pam.notifications.services import LOOKED_BACK, MOST, announce, owe, untold

announce(
    "match",
    "A match for one of your records",
    "Another agency or team may know of somebody in a record of yours.",
)


def owe_for_matches(now=None):
    """Writes the mails that covert matches cause: to who was told, or to whom the record is led by now."""
    since = (now or timezone.now()) - LOOKED_BACK
    rows = Match.objects.select_related("record__team", "told").order_by("pk")
    for row in rows.filter(untold("match"), state="new", found_at__gt=since)[:MOST]:
        people = Membership.objects.live().filter(pk=row.told_id) if row.told_id else managers_of(row.record)
        owe("match", row.uuid, people, reverse("matching:match", args=[row.uuid]))
