"""Mails about what waits behind a closed door: owed first, then sent once each. Run as the owner role.

A mail holds a link and says no more, because mail can be read by others. The rows that cause a mail are
themselves the list of what is still owed, so that whoever asks never learns who was told.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef
from django.utils import timezone

from pam.access.models import Membership
from pam.notifications import delivery
from pam.notifications.models import Notice

MOST = 500  # causes of a kind in one run of the job
LOOKED_BACK = timedelta(days=7)  # causes older than this were told long ago, or their people have left
Kind = Notice.Kind
WORDS = {
    Kind.ASKED: ("Somebody asks for access", "Somebody asks for access to a record that you lead."),
    Kind.ESCALATED: (
        "A request for access is unanswered",
        "A request for access to a record of your team waits for an answer.",
    ),
    Kind.GLASS: (
        "Somebody broke the glass",
        "Somebody opened a record that was closed to them, by break-glass.",
    ),
    Kind.ANSWERED: (
        "Your request for access was answered",
        "A request for access that you made was answered.",
    ),
}


def announce(kind, subject, words):
    """Gives the mails of a further `kind` their subject and their words; called once by the room that owes
    them.
    """
    WORDS[kind] = (subject, words)


BODY = """Hello {name}

{words}

Open it here: {address}

You will be asked to sign in. This mail says no more, because mail can be read by others.
"""


def owe(kind, about, recipients, path):
    """Writes the mails that the cause `about` (a uuid) owes to `recipients` (Memberships), unless written
    before.
    """
    Notice.objects.bulk_create(
        [Notice(kind=kind, about=about, recipient=person, path=path) for person in recipients],
        ignore_conflicts=True,
    )


def untold(kind, about="uuid"):
    """A condition on rows that cause mails of `kind`: nobody was written to about them yet."""
    return ~Exists(Notice.objects.filter(kind=kind, about=OuterRef(about)))


def waiting(now=None):
    """The numbers of the mails that may be sent now, oldest first."""
    return delivery.waiting(Notice.objects.filter(dropped_at=None), now)


def send(pk):
    """Sends mail `pk` unless another process got there first; returns whether it went out."""
    notice = Notice.objects.select_related("recipient__user").get(pk=pk)
    free = Notice.objects.filter(pk=pk, claimed_at=None, dropped_at=None)
    if not Membership.objects.live().filter(pk=notice.recipient_id).exists():
        free.update(dropped_at=timezone.now())
        return False
    return bool(free.update(claimed_at=timezone.now())) and delivery.send_claimed(notice, _message(notice))


def _message(notice):
    subject, words = WORDS[notice.kind]
    user = notice.recipient.user
    address = settings.PUBLIC_URL.rstrip("/") + notice.path
    return EmailMessage(
        subject=subject, body=BODY.format(name=user.name, words=words, address=address), to=[user.email]
    )
