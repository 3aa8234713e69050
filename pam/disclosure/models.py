"""Requests for access, break-glass, and the mails that they cause."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.in_force import GRANT
from pam.access.levels import Level
from pam.access.models import Agency, Agreement, LawfulBasis, Membership, Principal
from pam.db.declarations import Special
from pam.records.models import Record


class AccessRequest(models.Model):
    """A person who was told about a record asks those who manage it to let them in.

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


class BreakGlassAccess(models.Model):
    """A person broke the glass: opened a record that was closed to them, for a reason and a short time, or
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
    reviewed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    review_note = models.TextField(blank=True)

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
        return {None: "To review", True: "Justified", False: "Not justified"}[self.justified]


class Receipt(models.Model):
    """That something was disclosed to another agency: what, by which person, on what ground, until when, on
    which conditions.

    It names the record by number and reference alone and points at nothing, so it stays when the share ends
    and when the record is erased.
    """

    gate = Special(
        "Seen by those the share named and by people who manage the record.",
        writes=("INSERT", "UPDATE (ended_at, why_ended)"),
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record_number = models.BigIntegerField(db_index=True)
    reference = models.CharField(max_length=24)
    record_kind = models.CharField(max_length=16)
    record_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="receipts")
    level = models.PositiveSmallIntegerField(choices=Level)
    lawful_basis = models.ForeignKey(LawfulBasis, models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+")
    conditions = ArrayField(models.CharField(max_length=40), default=list)
    condition_text = models.TextField(blank=True)
    kinds = ArrayField(models.CharField(max_length=40), null=True)
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["principal", "-given_at", "-id"], name="receipt_of_principal")]

    def __str__(self):
        return f"Receipt for {self.reference}"

    @property
    def state(self):
        """(one word, when it stopped or None): Live, Withdrawn, Ended, Agreement ended
        or Agreement not yet in force."""
        now = timezone.now()
        if self.ended_at:
            return "Withdrawn", self.ended_at
        if GRANT.is_over(self, now):
            return "Ended", self.until
        if self.agreement and not self.agreement.in_force(now):
            state = self.agreement.state
            return f"Agreement {state.lower()}", self.agreement.ends_at if state == "Ended" else None
        return "Live", None


class Correction(models.Model):
    """What the owner says was wrong in something that was disclosed, to everyone it was disclosed to.

    `part_kind` is a kind of part, or "record" for the record's own details: told only to the people it had
    reached.
    """

    gate = Special(
        "Seen by those who were shown that kind of part, and by people who manage the record.",
        writes=("INSERT",),
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey("records.Record", models.CASCADE, related_name="+")
    reference = models.CharField(max_length=24)
    record_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    part_kind = models.CharField(max_length=40)
    text = models.TextField()
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Correction of {self.reference}"
