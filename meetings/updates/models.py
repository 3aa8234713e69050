"""What a meeting asks of who leads a record on its agenda, and what they say."""

from django.db import models

from pam.access.models import Agency, Membership
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part


class UpdateRequest(Part):
    """An update on a record, asked for a meeting and due before it. It hangs off the record, so it is for who
    may open that; the asked person's agency writes it, or who manages the record.
    """

    part_kind = PartKind("update", "Updates for meetings")
    gate = Gated("part", own=("author_agency", "asked_agency"))

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="+", editable=False)
    asked = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    asked_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    due = models.DateField(editable=False)
    limit = models.PositiveSmallIntegerField("most words", editable=False)
    asks = models.TextField("what is asked", blank=True, editable=False)
    text = models.TextField("update", blank=True, max_length=20000)
    given_at = models.DateTimeField(null=True, editable=False)
    given_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "record", "asked_agency"], name="update_once_a_meeting"
            )
        ]
        indexes = [
            models.Index(fields=["asked", "due"], name="update_of_person", condition=models.Q(given_at=None)),
        ]
