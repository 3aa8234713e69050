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
