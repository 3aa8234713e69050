"""Reads about what people are told."""

from django.db.models import Exists, OuterRef

from pam.notifications.events import kinds
from pam.notifications.models import Delivery, MailChoice


def not_yet_enqueued(event, about="uuid"):
    """A condition on rows that cause `event`: nobody is told of them yet. `about` names their uuid."""
    return ~Exists(Delivery.objects.filter(event=event, about=OuterRef(about)))


def channels_of(membership_ids):
    """{(number of a membership, code of a kind): Channel} of what these people chose."""
    rows = MailChoice.objects.filter(membership_id__in=membership_ids)
    return {(row.membership_id, row.kind): row.channel for row in rows}


def choices_of(reader):
    """[(Kind, Channel)] of `reader`, as they chose or as it is without a choice."""
    chosen = channels_of([reader.membership_id])
    return [(kind, chosen.get((reader.membership_id, kind.code), kind.default)) for kind in kinds()]
