"""Retention reviews, legal holds and disposal of records."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.db.declarations import Special
from pam.records.fields import PartialDateField
from pam.records.models import Record, RetentionGroup

KEEPERS = (
    "Seen by the owning agency's people who can open the record; written by those of them who manage it."
)


class Review(models.Model):
    """A person judged whether a record must be kept, and until when it is. Written once.

    `criteria` are codes of the list `retention.keep`; `group` is the retention group then. The
    database works out `Record.retention_due` from the newest one.
    """

    gate = Special(KEEPERS, writes=("INSERT",))

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)
    group = models.ForeignKey(RetentionGroup, models.PROTECT, related_name="+")
    criteria = ArrayField(models.CharField(max_length=40))
    reason = models.TextField()
    next_review = models.DateField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record", "-id"], name="review_of_record")]

    def __str__(self):
        return f"Retention review, next on {self.next_review}"


class Hold(models.Model):
    """A legal hold: while it is in force, the record can't be disposed of.

    `ground` is a code of `retention.hold`.
    """

    gate = Special(KEEPERS, writes=("INSERT", "UPDATE (lifted_by_id, lifted_at, why_lifted)"))
    follows_merge = True  # what must be kept is in the record that stays (pam/merging)

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


class Disposal(models.Model):
    """A person proposes that a record is disposed of; a second person decides. Goes with the record, like all
    of it.

    `ground` is a code of `retention.dispose`. The database says who may decide: pam_disposal_refusal().
    """

    gate = Special(KEEPERS, writes=("INSERT", "UPDATE (state, answered_by_id, answered_at, answer)"))

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waiting"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    ground = models.CharField(max_length=40)
    reason = models.TextField()
    proposer = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(state="proposed"), name="one_waiting_disposal_a_record"
            )
        ]
        indexes = [
            models.Index(
                fields=["-proposed_at", "-id"], name="disposal_waiting", condition=Q(state="proposed")
            )
        ]

    def __str__(self):
        return f"Proposed disposal, {self.proposed_at:%-d %B %Y}"


class Certificate(models.Model):
    """That a record was disposed of: all that stays, beside the log. It holds nothing of what was erased, no
    title either.

    Written by pam_dispose() alone. `counts` says how many rows of each kind went. `files_gone_at` is when the
    last file was removed from the disk.
    """

    gate = Special(
        "Seen by who proposed it, and by supervisors and auditors of the agency that owned the record."
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=24)
    kind = models.CharField(max_length=16)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    group = models.CharField(max_length=120)
    ground = models.CharField(max_length=120)
    proposed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    disposed_at = models.DateTimeField()
    counts = models.JSONField()
    files_gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-disposed_at", "-pk"]
        indexes = [models.Index(fields=["agency", "-disposed_at", "-id"], name="certificate_of_agency")]

    def __str__(self):
        return f"Certificate of disposal: {self.reference}"


class ErasedFile(models.Model):
    """A file of an erased record that is still to be removed from the disk. The row goes once the file is
    gone.
    """

    gate = Special("The owner's job alone: names of files, which say nothing.")

    name = models.CharField(max_length=200)
    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="files")

    def __str__(self):
        return self.name


class SubjectRequest(models.Model):
    """A person asks what the agency holds on them (DPA 2018 s.45), or another has a right to know: who, for
    what, for which person.

    Nothing is searched or collected without one: the functions of the database ask for it.
    """

    gate = Special(
        "The agency's data protection officers alone.",
        writes=("INSERT", "UPDATE (collected_at, collected_by_id, rows)"),
    )

    class Purpose(models.TextChoices):
        SUBJECT = "subject", "A subject access request"
        COMMISSIONER = "commissioner", "The Information Commissioner"
        COURT = "court", "A court or an inquest"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=160)
    born = PartialDateField()
    number = models.CharField(max_length=60)
    purpose = models.CharField(max_length=12, choices=Purpose)
    recipient = models.CharField(max_length=120)
    reason = models.TextField()
    collected_at = models.DateTimeField(null=True)
    collected_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["agency", "-made_at", "-id"], name="subject_request_of_agency")]

    def __str__(self):
        return f"Subject access request {self.number}"
