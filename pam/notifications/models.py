"""What people are told about what happened, how each of them wants to be told, and the demo's mailbox."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.db.declarations import Special


class Channel(models.TextChoices):
    """How a person is told. All of it is on their page of notifications as well."""

    MAIL = "mail", "By email, as it happens"
    DIGEST = "digest", "In one email a day"
    PAGE = "page", "Only in pam"


class DeliveryQuerySet(models.QuerySet):
    """States of deliveries."""

    def waiting(self):
        """Those that are owed: neither taken by a job, nor sent, given up or dropped."""
        return self.filter(claimed_at=None, sent_at=None, gave_up_at=None, dropped_at=None)


class Delivery(models.Model):
    """That one person is told about one cause, written in the transaction of the cause and sent by a job.

    `event` is a code that a room registered. `about` (the uuid of a row) and `occasion` (a due date, a
    moment; mostly empty) are the cause: the database keeps one row a cause and recipient. There is no
    recipient where a mail goes to an address without a membership; `agency` is whose administrators look
    after it if it does not go out. Deliveries with the same `batch` that wait for one person go in one mail.

    `channel` is empty until the job has asked what the recipient chose. `mail` is set with the first claim:
    deliveries that went in one mail stay together, and a second try has the same Message-ID. `claimed_at` is
    set by the one job that sends it, `handing_at` when that job is about to hand it over. One that dies
    before leaves a claim that the next jobs take back after a while; one that dies later leaves both, because
    the mail may have gone out. `seen_at` is when the recipient opened what it is about. `why` says why it was
    dropped, given up, or has not gone out yet.
    """

    gate = Special(
        "One's own are seen on one's page; all else is the system jobs'.",
        writes=("INSERT", "UPDATE (seen_at)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(max_length=24)
    about = models.UUIDField()
    occasion = models.CharField(max_length=40, blank=True, default="")
    recipient = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    batch = models.UUIDField(null=True)
    urgent = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=6, choices=Channel, blank=True, default="")
    due_at = models.DateTimeField(default=timezone.now)
    mail = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    handing_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0)
    gave_up_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "about", "occasion", "recipient"],
                nulls_distinct=False,
                name="one_delivery_a_cause",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="delivery_waiting",
                condition=Q(claimed_at=None, sent_at=None, gave_up_at=None, dropped_at=None),
            ),
            models.Index(
                fields=["agency", "created"],
                name="delivery_not_gone_out",
                condition=Q(sent_at=None, dropped_at=None),
            ),
            models.Index(
                fields=["claimed_at"],
                name="delivery_claimed",
                condition=Q(claimed_at__isnull=False, handing_at=None, sent_at=None),
            ),
            models.Index(fields=["recipient", "-created", "-id"], name="delivery_of_recipient"),
            models.Index(fields=["recipient", "event"], name="delivery_not_seen", condition=Q(seen_at=None)),
            models.Index(fields=["mail"], name="delivery_of_mail", condition=Q(mail__isnull=False)),
        ]

    def __str__(self):
        return f"{self.event} {self.about}"


class MailChoice(models.Model):
    """How a person, acting for one agency, wants to be told about one kind of event. Else: as shipped."""

    gate = Special(
        "Written and read by whose choice it is, and read by the job that sends.",
        writes=("INSERT", "UPDATE (channel)"),
    )

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    channel = models.CharField(max_length=6, choices=Channel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "kind"], name="one_choice_a_kind")]

    def __str__(self):
        return f"{self.kind}: {self.get_channel_display()}"


class SentMail(models.Model):
    """The demo's mailbox: mails that would have been sent. A mail holds a link, never case text.

    `raw` is the message as a mail server would have got it, with headers and attachments.
    """

    gate = Special("The demo's mailbox, read by all of it; elsewhere no one reads it.", writes=("INSERT",))
    at = models.DateTimeField(default=timezone.now)
    sender = models.CharField(max_length=200)
    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    raw = models.BinaryField(default=b"")

    class Meta:
        ordering = ["-at", "-pk"]
