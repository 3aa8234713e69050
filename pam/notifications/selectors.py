"""Reads about what people are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from pam.access.models import Membership
from pam.notifications.events import event_of, kinds
from pam.notifications.letters import code_of
from pam.notifications.models import Delivery, MailChoice, SentMail
from pam.reference.selectors.settings import setting

MAX_NOT_SENT = 100
KEPT_ON_THE_PAGE = timedelta(days=30)


def not_yet_enqueued(event, about="uuid"):
    """A condition on rows that cause `event`: nobody is told about them yet. `about` names their uuid."""
    return ~Exists(Delivery.objects.filter(event=event, about=OuterRef(about)))


def sent_in_the_demo():
    """The mails of the demo, which everyone in it reads; the database shows none elsewhere."""
    return SentMail.objects.all()


def channels_of(membership_ids):
    """{(number of a membership, code of a kind): Channel} of what these people chose."""
    rows = MailChoice.objects.filter(membership_id__in=membership_ids)
    return {(row.membership_id, row.kind): row.channel for row in rows}


def choices_of(reader):
    """[(Kind, Channel)] of `reader`, as they chose or as it is without a choice."""
    chosen = channels_of([reader.membership_id])
    return [(kind, chosen.get((reader.membership_id, kind.code), kind.default)) for kind in kinds()]


@dataclass(frozen=True)
class NotSent:
    """A mail that did not go out, as an administrator of the recipient's agency may know of it."""

    mail: UUID
    recipient: str
    address: str
    since: datetime
    state: str
    next_try: datetime | None
    why: str

    @property
    def code(self):
        """The code in the mail's subject."""
        return code_of(self.mail)


def stuck_minutes(reader):
    """After how many minutes mail of the reader's agency that has not gone out is shown."""
    return setting("notifications.stuck_minutes", reader.agency_id)


def mail_not_sent(reader):
    """The mails to people of `reader`'s agency that did not go out, oldest first. Raises PermissionDenied."""
    if not reader.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pam_mail_not_sent(%s, %s)", [stuck_minutes(reader), MAX_NOT_SENT])
        return [_not_sent(*row) for row in cursor.fetchall()]


def _not_sent(mail, recipient, address, event, about, since, claimed, gave_up, next_try, failures, why):
    if event:
        recipient = event_of(event).recipient_in_words(about)
    if gave_up:
        state = "Given up"
    elif claimed:
        state = "May have been sent"
    else:
        state = "Trying again"
    return NotSent(
        mail,
        recipient,
        address,
        since,
        state,
        None if gave_up or claimed else next_try,
        why or "The program stopped while it was sending this mail.",
    )


def told(reader):
    """What `reader` was told in the last days or is about to be, as a queryset, newest first."""
    rows = Delivery.objects.filter(recipient_id=reader.membership_id, dropped_at=None)
    return rows.filter(created__gt=timezone.now() - KEPT_ON_THE_PAGE)
