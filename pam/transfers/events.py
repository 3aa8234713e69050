"""What people are told about transfers. A mail never says what one is about, nor where it goes."""

from django.urls import reverse

from pam.access import visibility
from pam.notifications.events import About, register_event, register_kind
from pam.records.models import Record
from pam.transfers import selectors
from pam.transfers.services import ANSWERED, ASKED, PROPOSED


def _about(waiting):
    def still_true(delivery, reader):
        row = selectors.transfers(reader).filter(uuid=delivery.about).first()
        if row is None or row.waiting != waiting:
            return None
        return About(reverse("transfers:transfer", args=[row.uuid]), row.reference, threads=(row.uuid,))

    return still_true


def _asked(delivery, reader):
    record = visibility.visible_to(reader, Record).filter(uuid=delivery.about).first()
    if record is None:
        return None
    return About(
        record.get_absolute_url(), record.reference, threads=(record.uuid,), heading=record.reference
    )


register_kind("transfers", "Transfers", "Records that another team is to take over, and the answer to yours.")
register_event(
    PROPOSED,
    "transfers",
    "A transfer is waiting",
    "A team proposes that yours takes a record over.",
    one="1 transfer is waiting",
    many="{} transfers are waiting",
    still_true=_about(True),
)
register_event(
    ANSWERED,
    "transfers",
    "A transfer was answered",
    "A transfer that you proposed was answered.",
    one="1 transfer was answered",
    many="{} transfers were answered",
    still_true=_about(False),
)
register_event(
    ASKED,
    "transfers",
    "What your agency wrote is asked for",
    "A record goes to another agency, and what yours wrote stays behind unless you send it.",
    one="What your agency wrote is asked for",
    many="What your agency wrote in {} records is asked for",
    still_true=_asked,
)
