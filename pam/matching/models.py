"""Questions to other agencies; covert matches: what a job compares, and what a record's lead is told."""

import uuid

from django.db import models
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.db.declarations import Special
from pam.records.models import Record, Subject
from pam.subjects.models import Particular


class MatchQueueItem(models.Model):
    """A subject that was added or changed and is still to be compared. Written by a trigger in the same
    transaction.

    `by_user` and `by_agency` say who did it. `quiet` is for those that were there before: nobody is told
    about them.
    """

    gate = Special("Written by a trigger, read by the system job alone.")

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    by_user = models.BigIntegerField(null=True)
    by_agency = models.BigIntegerField(null=True)
    quiet = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"Subject {self.subject_id}, to be compared"


class MatchKey(models.Model):
    """One way in which a subject can be known again: a rule of `match.rules`, and its normalised text."""

    gate = Special("Written and read by the system job alone.")

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    # The name, address or number that it was read from; none for the subject's own name and details.
    particular = models.ForeignKey(Particular, models.CASCADE, null=True, related_name="+")
    rule = models.CharField(max_length=40)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "text", "subject"], name="match_key_once")]

    def __str__(self):
        return f"{self.rule} of subject {self.subject_id}"


class MutedKey(models.Model):
    """A key that so many records of one agency hold that it tells that agency nothing: its leads are not told
    of matches by it, and its supervisors are told that it is so. No other agency is muted by it.
    """

    gate = Special("Read by pam_muted_keys(), which asks for a supervisor; written by the system job.")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    records = models.PositiveIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "rule", "text"], name="muted_key_once")]
        indexes = [models.Index(fields=["rule", "text"], name="muted_by_key")]

    def __str__(self):
        return f"{self.rule} of agency {self.agency_id}"


class Match(models.Model):
    """A person recorded a person, place or object that a record knows which they may not see.

    Its lead learns at which agency, and who to contact there; never in which record. `cause` is the same for
    the same two subjects and says nothing of them.
    """

    gate = Special(
        "Seen by who was told and by the owning agency's people who manage the record, "
        "if they see its subject."
    )

    class State(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        NO_NEED = "no_need", "No need for contact"
        DIFFERENT = "different", "Not the same"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cause = models.CharField(max_length=32, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    record_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    known = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    told = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    rules = models.CharField(max_length=200)
    found_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-found_at", "-pk"]
        indexes = [
            models.Index(fields=["record", "-found_at"], name="match_of_record"),
            models.Index(fields=["told", "state"], name="match_of_lead"),
        ]

    def __str__(self):
        return f"Match of subject {self.known_id}"

    @property
    def waiting(self):
        """Whether nobody has said the outcome."""
        return self.state == self.State.NEW
