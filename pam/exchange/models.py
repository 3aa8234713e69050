"""The private addresses by which people's calendar programs fetch their due dates."""

import uuid

from django.db import models
from django.utils import timezone

from pam.access.models import Membership
from pam.db.declarations import Special


class CalendarFeed(models.Model):
    """One private address of a person acting for one agency. Its secret part is not kept: `key_hash` is its
    SHA-256. It ends when a new one is made, when its person ends it, and with their membership.

    `read_at` is when a calendar program last fetched it, `read_hash` what it got: the log has a line for each
    day and each change, not for each fetch.
    """

    gate = Special("One's own.", writes=("INSERT", "UPDATE (ended_at, read_at, read_hash)"))

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(ended_at=None),
                name="one_calendar_feed_a_membership",
            )
        ]

    def __str__(self):
        return f"Calendar made {self.made_at:%Y-%m-%d}"
