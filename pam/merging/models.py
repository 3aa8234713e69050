"""Merges of two records: asked for, done by a second person, undone within a time."""

from django.db import models
from django.utils import timezone

from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind, Special
from pam.records.models import Part, Record, UntrackedPart

KIND = PartKind("entry", "The rest of the chronology")


class Merge(Part):
    """That the record `gone` is the same as `record`, which stays: proposed, decided by a second person,
    undone.

    Seen by people who can open both. `choices` says of each field whose value stands afterwards; `was` is
    what the record had before, so that it can be put back. `state` changes by functions of the database
    alone once it is merged (pam_merge, pam_unmerge): MOVING and PUTTING_BACK are never seen outside of them.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for approval"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        MOVING = "moving", "Being merged"
        MERGED = "merged", "Merged"
        PUTTING_BACK = "putting_back", "Being undone"
        UNDONE = "undone", "Undone"

    part_kind = KIND
    gate = Gated("part", also=("gone",), added_with="MANAGE")
    stays_in_merge = True  # what became of a record stays with it

    gone = models.ForeignKey(Record, models.CASCADE, related_name="+", editable=False)
    choices = models.JSONField(default=dict, editable=False)
    was = models.JSONField(default=dict, editable=False)
    reason = models.TextField("why they are the same", max_length=2000)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED, editable=False)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.TextField("what was said to it", blank=True, max_length=2000)
    undone_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)
    why_undone = models.TextField("why it was undone", blank=True, max_length=2000)

    class Meta(Part.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["author_agency", "id"], name="merge_to_decide", condition=models.Q(state="proposed")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=models.Q(state__in=["proposed", "moving", "merged"]),
                name="merged_into_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(record=models.F("gone")), name="not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "withdrawn"], decided_by=None)
                | models.Q(
                    state__in=["refused", "moving", "merged", "putting_back", "undone"],
                    decided_by__isnull=False,
                ),
                name="merge_decided_by_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.record_id}"

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == self.State.PROPOSED

    @property
    def holds(self) -> bool:
        """Whether the two are one at this time."""
        return self.state == self.State.MERGED


class FormerReference(UntrackedPart):
    """The reference of a record that went into `record`, so that it is still found: seen by all who can open
    that one. Written and taken away by pam_merge and pam_unmerge.
    """

    part_kind = KIND
    gate = Gated("part", writes=())
    repeats = True  # says nothing that the merged record does not, which subject access collects

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="+", editable=False)
    reference = models.CharField(max_length=24, editable=False)
    of_uuid = models.UUIDField(editable=False, db_index=True)

    class Meta(UntrackedPart.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["reference"], name="former_reference_once")]

    def __str__(self) -> str:
        return self.reference


class MergedRows(models.Model):
    """What a merge moved, and who could see both records before and after: for its undo.

    `moved` is {"table.column": [numbers]}; `grants` and `after` are rows of grants of both records.
    """

    gate = Special("Nobody's to read through the web: pam_unmerge() reads it.", reads=False)

    merge = models.OneToOneField(Merge, models.CASCADE, related_name="+", editable=False)
    moved = models.JSONField(default=dict, editable=False)
    grants = models.JSONField(default=list, editable=False)
    after = models.JSONField(default=list, editable=False)
    team = models.BigIntegerField(editable=False)  # that owned the record which went
    marking = models.PositiveSmallIntegerField(editable=False)  # of the record that stays
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "rows of merges"

    def __str__(self) -> str:
        return f"Rows of merge {self.merge_id}"
