"""The moves of a record on its stage map."""

from django.db import models
from django.utils import timezone

from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Part


class Move(Part):
    """One move of a record from a stage to another, by one version of its stage map, which it keeps.

    Made at once; or asked for, where the map names who approves, and then made, refused or withdrawn. What
    became of it never changes (pam_move_holds). Codes and labels are as they were on its day. `move` is the
    move's code in the map; it is empty where the record went over to a newer map. Its author made it or
    asked for it; `decided_by` is the second person, or who withdrew it.

    The record's `stage` follows from the moves that were made: the database sets it (pam_move_made).
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waits for approval"
        MADE = "made", "Made"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    part_kind = PartKind("entry", "The rest of the chronology")
    gate = Gated("part")
    stays_in_merge = True  # the way of a record is its own (pam/merging)

    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, editable=False, related_name="+", verbose_name="stage map"
    )
    move = models.CharField("code of the move", max_length=60, blank=True, editable=False)
    label = models.CharField("move", max_length=120, editable=False)
    from_code = models.CharField("code of the stage before", max_length=60, blank=True, editable=False)
    from_label = models.CharField("from", max_length=120, blank=True, editable=False)
    to_code = models.CharField("code of the stage after", max_length=60, editable=False)
    to_label = models.CharField("to", max_length=120, editable=False)
    on = models.DateField("day of the move", default=timezone.localdate)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.MADE, editable=False)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decision = models.TextField("what was said to it", blank=True)
    # What decided it elsewhere, by its uuid: shown to who may see that, by the room that registered it
    # (bases.py), and to nobody else.
    basis = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    class Meta(Part.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["record", "-id"], name="move_of_record"),
            models.Index(
                fields=["author_agency", "id"],
                name="move_to_approve",
                condition=models.Q(state="asked"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(state="asked"), name="one_move_asked_for"
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.from_label} to {self.to_label}"

    @property
    def waits(self) -> bool:
        """Whether it waits for approval."""
        return self.state == self.State.ASKED
