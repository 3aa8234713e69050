"""The tokens by which an agency's own systems come in, and the answers to what they sent once."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.db.declarations import Special


class Scope(models.TextChoices):
    """What a token may be used for. Which records it reaches is asked of the gate."""

    READ_RECORDS = (
        "records:read",
        "Read records: what they say, chronology, people, links, lists of documents",
    )
    READ_DOCUMENTS = "documents:read", "Download documents"
    WRITE_RECORDS = "records:write", "Add records, notes and people"
    READ_ACTIONS = "actions:read", "Read actions"
    WRITE_ACTIONS = "actions:write", "Add actions, report on them, move their due dates"


class TokenQuerySet(models.QuerySet):
    """Questions about tokens."""

    def waiting(self):
        """Those that nobody has accepted, refused or withdrawn."""
        return self.filter(decided_at=None, ended_at=None)


class ApiToken(models.Model):
    """A secret by which a system of an agency comes in: `membership` is the system's own, never a person's.

    The secret is not kept: `token_hash` is its SHA-256, `prefix` its first characters, to know it by. It
    works once a second person has accepted it (only pam_decide_api_token() does that), until `expires_at`
    or `ended_at` (withdrawn or revoked), from `networks` (empty: from anywhere).
    """

    gate = Special(
        "Seen by the agency's administrators, auditors and supervisors; administrators ask and revoke.",
        writes=("INSERT", "UPDATE (ended_at, ended_by_id)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="system")
    label = models.CharField("what it is for", max_length=80)
    prefix = models.CharField(max_length=12, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    networks = models.CharField(max_length=800, blank=True)
    expires_at = models.DateTimeField()
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    accepted = models.BooleanField(null=True, editable=False)
    reason = models.TextField(blank=True, default="", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["agency", "-asked_at", "-id"], name="api_token_of_agency")]

    def __str__(self):
        return f"{self.label} ({self.prefix}…)"

    @property
    def state(self):
        """Its state, in a word or two: Waiting, Refused, Withdrawn, Revoked, Expired, or In use."""
        if self.accepted is None:
            return "Withdrawn" if self.ended_at else "Waiting"
        if not self.accepted:
            return "Refused"
        if self.ended_at:
            return "Revoked"
        return "Expired" if self.expires_at <= timezone.now() else "In use"

    @property
    def waiting(self):
        """Whether it waits to be accepted."""
        return self.state == "Waiting"

    @property
    def scope_words(self):
        """What it may be used for, in words, one each."""
        return [Scope(scope).label for scope in self.scopes]


class SentOnce(models.Model):
    """What a system sent under an Idempotency-Key, and the answer that it got: numbers, never case text.

    `key_hash` and `digest` are SHA-256 of the key and of what was sent. `status` is 0 while it is answered.
    """

    gate = Special("The system's own.", writes=("INSERT", "UPDATE (status, answer)"))

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    claim = models.UUIDField(default=uuid.uuid4)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name_plural = "sent once"
        constraints = [models.UniqueConstraint(fields=["membership", "key_hash"], name="api_sent_once")]

    def __str__(self):
        return f"{self.status} at {self.at:%Y-%m-%d %H:%M}"


class Webhook(models.Model):
    """An address of an agency's own program to which pam says what changes, as one of its systems.

    It works once a second person has accepted it (only pam_decide_webhook() does that), until `ended_at`.
    """

    gate = Special(
        "Seen by the agency's administrators, auditors and supervisors; administrators ask and end.",
        writes=("INSERT", "UPDATE (ended_at, ended_by_id)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="system")
    label = models.CharField("what it is for", max_length=80)
    url = models.CharField("address", max_length=400)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    accepted = models.BooleanField(null=True, editable=False)
    reason = models.TextField(blank=True, default="", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["agency", "-asked_at", "-id"], name="webhook_of_agency")]
        constraints = [
            models.CheckConstraint(condition=models.Q(url__startswith="https://"), name="webhook_by_https")
        ]

    def __str__(self):
        return self.label

    @property
    def state(self):
        """Its state, in a word or two: Waiting, Withdrawn, Refused, Ended, or In use."""
        if self.accepted is None:
            return "Withdrawn" if self.ended_at else "Waiting"
        if not self.accepted:
            return "Refused"
        return "Ended" if self.ended_at else "In use"

    @property
    def waiting(self):
        """Whether it waits to be accepted."""
        return self.state == "Waiting"


class WebhookSecret(models.Model):
    """What a webhook's messages are signed with, encrypted (`kept`). The newest signs, and the one before it
    for a day more, so that the receiver has time to take the new one.
    """

    gate = Special("Read by the job that sends alone; added by pam_keep_webhook_secret().", reads=False)

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="secrets")
    kept = models.CharField(max_length=400)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"Secret of {self.made_at:%Y-%m-%d %H:%M}"


class HookEvent(models.Model):
    """That a row was added, changed or removed: written by a trigger in the transaction of the change, and
    taken away by the job that makes deliveries of it. `about` is the row's uuid.

    Of a record that is erased the gate can't be asked afterwards: `readers` are the systems that could open
    and copy it then (principals), `marking` is what it had.
    """

    gate = Special("Written by triggers, read by the job that sends.", reads=False)

    kind = models.CharField(max_length=24)
    about = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    readers = ArrayField(models.IntegerField(), null=True)
    marking = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind} {self.about}"


class HookDeliveryQuerySet(models.QuerySet):
    """States of deliveries."""

    def owed(self):
        """Those that are neither sent, dead nor dropped."""
        return self.filter(sent_at=None, dead_at=None, dropped_at=None)


class HookDelivery(models.Model):
    """That one webhook is sent one message; `uuid` is the message's id, the same at each try.

    `about` is the uuid of a row of `kind`, empty for a test. `claimed_at` is set by the one job that sends
    it; a claim of a job that died is taken back. `why` says what came of the last try.
    """

    gate = Special(
        "Seen by the agency's administrators, who ask for tests and send dead ones again.",
        writes=("INSERT", "UPDATE (dead_at, failures, due_at, why)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=24)
    about = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    dead_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")

    objects = HookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "hook deliveries"
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="hook_delivery_owed",
                condition=models.Q(sent_at=None, dead_at=None, dropped_at=None),
            ),
            models.Index(fields=["webhook", "-at", "-id"], name="hook_delivery_of_webhook"),
        ]

    def __str__(self):
        return f"{self.kind} {self.uuid}"
