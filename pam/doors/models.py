"""Requests for access, break-glass, and the mails that they cause."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.levels import Level
from pam.access.models import Agency, Membership
from pam.records.models import Record
from pam.rules import Special


class AccessRequest(models.Model):
    """Somebody who was told of a record asks those who manage it to let them in.

    `reference` and `kind` are what the signpost said when they asked; the asker's pages use nothing else of
    the record. `level` and `until` are what was given in the end.
    """

    gate = Special(
        "Seen by the asker, by their agency's people who know of the record, and by who manages it.",
        writes=("INSERT",),
    )

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    reference = models.CharField(max_length=24)
    kind = models.CharField(max_length=16)
    asker = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asker_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    wanted = models.PositiveSmallIntegerField("level wanted", choices=Level, default=Level.VIEW)
    reason = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(choices=Level, null=True)
    until = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "asker"], condition=Q(state="waiting"), name="one_waiting_request_an_asker"
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="request_waiting", condition=Q(state="waiting")),
            models.Index(fields=["asker", "-asked_at"], name="request_of_asker"),
        ]

    def __str__(self):
        return f"Request for access to {self.reference}"

    @property
    def waiting(self):
        """Whether nobody has answered it yet."""
        return self.state == self.State.WAITING


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


class Opening(models.Model):
    """Somebody broke the glass: opened a record that was closed to them, for a reason and a short time, or
    tried to.

    Written by pam_break_glass() alone, which asks for the right. `record` is empty where nothing of that
    reference could be opened. An auditor marks each opening as justified or not.
    """

    gate = Special("Seen by who opened it, by who manages the record for its agency, and by the auditors.")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=40, help_text="As it was typed.")
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="+")
    record_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    judgement = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "-opened_at"], name="opening_of_agency"),
            models.Index(fields=["record"], name="opening_of_record"),
        ]

    def __str__(self):
        return f"Break-glass: {self.reference}"

    @property
    def outcome(self):
        """What became of it, in a word or two."""
        if self.record_id is None:
            return "Nothing opened"
        return {None: "To be judged", True: "Justified", False: "Not justified"}[self.justified]
