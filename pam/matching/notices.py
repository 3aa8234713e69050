"""Who is told about a covert match. Run as the jobs' role."""

from django.utils import timezone

from pam.access.models import Membership
from pam.disclosure.services.notices import managers_of
from pam.matching.models import Match, MutedKey
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, LOOKED_BACK, enqueue


def enqueue_matches(now=None):
    """Owes word of covert matches: to the person who was told, or to which person the record is led by
    now.
    """
    since = (now or timezone.now()) - LOOKED_BACK
    rows = Match.objects.select_related("record__team", "told").order_by("pk")
    for row in rows.filter(not_yet_enqueued("match"), state="new", found_at__gt=since)[:LIMIT]:
        people = Membership.objects.live().filter(pk=row.told_id) if row.told_id else managers_of(row.record)
        enqueue("match", row.uuid, people)


def enqueue_muted():
    """Owes word of keys that no longer tell an agency anything: to its supervisors."""
    for row in MutedKey.objects.filter(not_yet_enqueued("match_muted")).order_by("pk")[:LIMIT]:
        people = Membership.objects.live().filter(agency_id=row.agency_id, roles__contains=["supervisor"])
        enqueue("match_muted", row.uuid, people)
