"""Actions: what somebody has to do about a record, until it is done; their reminders; the demo's mailbox."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Membership
from pam.db.declarations import Open, Special


class SentMail(models.Model):
    """The demo's mailbox: mails that would have been sent. A mail holds a link, never case text."""

    gate = Open("Demo only; mails hold links, never case text.", writes=("INSERT",))
    at = models.DateTimeField(default=timezone.now)
    sender = models.CharField(max_length=200)
    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    class Meta:
        ordering = ["-at", "-pk"]


class Notice(models.Model):
    """A mail that somebody is owed, written before it is sent; it holds a link, never case text.

    `about` and `kind` name the cause: the database keeps one row a cause and recipient. `claimed_at` is set
    by the one job that sends it; one that dies in between leaves the claim, because the mail may have gone
    out.
    """

    gate = Special("Written and read by the system jobs alone.", writes=())

    class Kind(models.TextChoices):
        ASKED = "asked", "Access requested"
        ESCALATED = "escalated", "Access request unanswered"
        ANSWERED = "answered", "Access request answered"
        GLASS = "glass", "Break-glass used"

    kind = models.CharField(max_length=12, choices=Kind)
    about = models.UUIDField()
    recipient = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    created = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "recipient"], name="one_notice_a_cause")
        ]
        indexes = [
            models.Index(
                fields=["try_after"], name="notice_waiting", condition=Q(claimed_at=None, dropped_at=None)
            )
        ]
