"""What people are told about covert matches. Without a reference: that a record has a match is for pam
alone.
"""

from django.urls import reverse

from pam.matching import selectors as match_selectors
from pam.matching.models import Match
from pam.notifications.events import About, register_event, register_kind


def _match(delivery, reader):
    row = match_selectors.match_of(delivery.about)
    if row is None or row.state != Match.State.NEW:
        return None
    return About(reverse("matching:match", args=[row.uuid]), threads=(row.uuid,))


def _muted(delivery, reader):
    if not match_selectors.muted_key(delivery.about):
        return None
    return About(reverse("matching:muted"), threads=(delivery.about,))


register_kind("matches", "Matches", "Another agency or team may know a person in a record that you lead.")
register_event(
    "match",
    "matches",
    "A match for one of your records",
    "Another agency or team may know a person, place or object in a record of yours.",
    one="1 match for your records",
    many="{} matches for your records",
    still_true=_match,
)
register_event(
    "match_muted",
    "matches",
    "An identifier no longer matches",
    "An identifier is shared by so many records of your agency that it finds no more matches.",
    one="1 identifier no longer matches",
    many="{} identifiers no longer match",
    still_true=_muted,
)
