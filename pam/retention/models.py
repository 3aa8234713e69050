"""Retention reviews and legal holds of records."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Membership
from pam.records.models import Record
from pam.rules import Special

KEEPERS = "Seen by the owning agency's people who can open the record; written by those of them who manage it."


class Review(models.Model):
    """Somebody judged whether a record must be kept, and until when it is. Written once.

    `criteria` are codes of the list `retention.keep`; `group` is the retention group at that time. The database
    works out `Record.retention_due` from the newest one.
    """

    gate = Special(KEEPERS, writes=("INSERT",))

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)
    group = models.PositiveSmallIntegerField()
    criteria = ArrayField(models.CharField(max_length=40))
    reason = models.TextField()
    next_review = models.DateField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record", "-id"], name="review_of_record")]

    def __str__(self):
        return f"Retention review, next on {self.next_review}"


class Hold(models.Model):
    """A legal hold: while it stands, the record can't be disposed of. `ground` is a code of `retention.hold`."""

    gate = Special(KEEPERS, writes=("INSERT", "UPDATE (lifted_by_id, lifted_at, why_lifted)"))

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    ground = models.CharField(max_length=40)
    reason = models.TextField()
    put_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    put_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    why_lifted = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record"], name="hold_in_force", condition=Q(lifted_at=None))]

    def __str__(self):
        return f"Legal hold: {self.ground}"
