"""Mails about what waits behind a closed door: owed first, then sent once each. Run as the owner role.

A mail holds a link and says no more, because mail can be read by others. The rows that cause a mail are
themselves the list of what is still owed, so that whoever asks never learns who was told.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from pam.access.models import Membership
from pam.actions import delivery
from pam.frameworks.models import Term

from .models import AccessRequest, Notice, Opening

MOST = 500  # causes of a kind in one run of the job
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


def days(code):
    """A number of the list `doors.days`, which an administrator can change; None if it was retired."""
    return (
        Term.objects.filter(listing="doors.days", code=code, retired=False)
        .values_list("score", flat=True)
        .first()
    )


def owe(kind, about, recipients, path):
    """Writes the mails that the cause `about` (a uuid) owes to `recipients` (Memberships), unless written
    before.
    """
    Notice.objects.bulk_create(
        [Notice(kind=kind, about=about, recipient=person, path=path) for person in recipients],
        ignore_conflicts=True,
    )


def owe_for_requests(now=None):
    """Writes the mails that requests for access cause: to the lead, to the supervisors after some days, to
    the asker.
    """
    now = now or timezone.now()
    rows = AccessRequest.objects.select_related("record__team", "record__lead__user", "asker").order_by("pk")
    for row in rows.filter(_untold(Kind.ASKED), state="waiting")[:MOST]:
        owe(Kind.ASKED, row.uuid, managers_of(row.record), reverse("doors:answer", args=[row.uuid]))
    patience = days("escalate")
    if patience is not None:
        for row in rows.filter(
            state="waiting", escalated_at=None, asked_at__lte=now - timedelta(days=patience)
        )[:MOST]:
            owe(
                Kind.ESCALATED, row.uuid, supervisors_of(row.record), reverse("doors:answer", args=[row.uuid])
            )
            AccessRequest.objects.filter(pk=row.pk, state="waiting").update(escalated_at=now)
    for row in rows.filter(_untold(Kind.ANSWERED), state__in=("accepted", "declined"))[:MOST]:
        owe(Kind.ANSWERED, row.uuid, [row.asker], reverse("doors:asked", args=[row.uuid]))


def owe_for_openings():
    """Writes the mails that break-glass causes: to the record's lead, and to the auditors of both agencies."""
    for row in Opening.objects.select_related("record__team").filter(
        _untold(Kind.GLASS), record__isnull=False
    )[:MOST]:
        auditors = Membership.objects.live().filter(
            roles__contains=["auditor"], agency_id__in=[row.agency_id, row.record_agency_id]
        )
        told = {person.pk: person for person in [*managers_of(row.record), *auditors]}
        told.pop(row.membership_id, None)
        owe(Kind.GLASS, row.uuid, told.values(), reverse("doors:opening", args=[row.uuid]))


def _untold(kind):
    return ~Exists(Notice.objects.filter(kind=kind, about=OuterRef("uuid")))


def managers_of(record):
    """Who is told of what waits at `record`: its lead; without one in force, the owner team."""
    lead = Membership.objects.live().filter(pk=record.lead_id, clearance__gte=record.marking)
    return list(lead) or list(_team(record))


def supervisors_of(record):
    """The supervisors of the owner team; without one, the whole team."""
    return list(_team(record).filter(roles__contains=["supervisor"])) or list(_team(record))


def _team(record):
    return Membership.objects.live().filter(teams=record.team_id, clearance__gte=record.marking)


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
