"""What people are told about moves: that one they asked for was decided. Who may approve has it in *Waiting
for you*. The mail names no stage: the page does.
"""

from django.urls import reverse

from pam.access import visibility
from pam.access.visibility import Reader
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Channel, Delivery
from pam.notifications.services import enqueue
from pam.stages.models import Move

DECIDED = "move_decided"


def about_decided(delivery: Delivery, reader: Reader) -> About | None:
    """The move that the delivery is about, if `reader` can see it and it was decided."""
    rows = visibility.visible_to(reader, Move).exclude(state=Move.State.ASKED)
    row = rows.filter(uuid=delivery.about).select_related("record").first()
    if row is None:
        return None
    url = reverse("stages:of_record", args=[row.record.uuid])
    return About(url, row.record.reference, threads=(row.record.uuid,))


def tell_decided(move: Move) -> None:
    """Owes who asked for `move` word that it was decided."""
    enqueue(DECIDED, move.uuid, [move.author])


register_kind(
    "moves",
    "Moves between stages",
    "Moves that you asked for, once a second person approved or refused them.",
    default=Channel.MAIL,
)
register_event(
    DECIDED,
    "moves",
    "A move that you asked for was decided",
    "A move that you asked for was approved or refused. The page says which.",
    one="1 move that you asked for was decided",
    many="{} moves that you asked for were decided",
    still_true=about_decided,
)
