"""Covert matches, and what waits to be compared."""

from pam.matching.declared_settings import RULES, key_of
from pam.matching.models import Match, MatchQueueItem
from pam.reference.selectors.settings import setting

LIMIT = 500  # subjects in one run of the job


def rules():
    """{code: label} of the rules in use."""
    return {rule: label for rule, label in RULES.items() if setting(key_of(rule))}


def waiting():
    """The numbers of the subjects' rows that wait to be compared, oldest first."""
    return list(MatchQueueItem.objects.order_by("pk").values_list("pk", flat=True)[:LIMIT])


def matches():
    """The matches visible to the current reader, newest first. The database asks who may."""
    return Match.objects.select_related("agency", "known", "answered_by__user")


def about(record, limit):
    """The matches of what `record` knows, newest first."""
    return list(matches().filter(record_id=record.pk)[:limit])


def match_of(uuid):
    """The match with this `uuid`, if the current reader may see it; else None."""
    return matches().filter(uuid=uuid).first()
