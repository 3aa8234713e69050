"""Resets of training agencies."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.db.declarations import Special


class TrainingReset(models.Model):
    """A person asked that the records of their training agency are erased and the demo's loaded; a job does
    it, in one transaction. `erased` and `loaded` count records; `problem` is a sentence, where it failed.
    """

    gate = Special(
        "Asked and seen by administrators and supervisors of the training agency; done by the system's job.",
        writes=("INSERT",),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    erased = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(done_at=None), name="one_open_reset_an_agency"
            )
        ]

    def __str__(self):
        return f"Reset of {self.agency}"

    @property
    def state(self):
        """Its state in a word."""
        if self.done_at is None:
            return "Waiting"
        return "Failed" if self.problem else "Done"
