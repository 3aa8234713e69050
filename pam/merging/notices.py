"""What people are told about merges: that theirs was decided or undone. A mail never names the records."""

from django.urls import reverse

from pam.access import visibility
from pam.access.visibility import Reader
from pam.merging.models import Merge
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Channel, Delivery
from pam.notifications.services import enqueue

DECIDED = "merge_decided"


def _about(delivery: Delivery, reader: Reader) -> About | None:
    """The merge that the delivery is about, if `reader` can see it and it is as it was then."""
    rows = visibility.visible_to(reader, Merge).filter(uuid=delivery.about, state=delivery.occasion)
    row = rows.select_related("record").first()
    if row is None:
        return None
    return About(
        reverse("merging:detail", args=[row.uuid]),
        row.record.reference,
        threads=(row.record.uuid,),
        heading=row.record.reference,
    )


def tell_decided(merge: Merge) -> None:
    """Owes who proposed `merge` word that it was decided."""
    enqueue(DECIDED, merge.uuid, [merge.author], occasion=merge.state)


def tell_undone(merge: Merge) -> None:
    """Owes who proposed `merge`, and who decided it, word that it was undone."""
    told = {person.pk: person for person in (merge.author, merge.decided_by) if person}
    told.pop(merge.undone_by_id, None)
    enqueue(DECIDED, merge.uuid, list(told.values()), occasion=merge.state)


register_kind(
    "merges",
    "Merges of records",
    "Merges that you proposed, once a second person decided them.",
    default=Channel.MAIL,
)
register_event(
    DECIDED,
    "merges",
    "A merge that you proposed was decided",
    "A merge that you proposed or approved was decided or undone. The page says which.",
    one="1 merge of yours was decided or undone",
    many="{} merges of yours were decided or undone",
    still_true=_about,
)
