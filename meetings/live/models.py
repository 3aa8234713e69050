"""Where the room is, what the chair lets the wall show, and the chair's private notes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pam.db.declarations import Gated, PartKind
from pam.records.models import Record, UntrackedPart


class RoomState(UntrackedPart):
    """The item that the room is at, and since when. The row names it to no one who may not see the item."""

    part_kind = PartKind("room", "Where the meeting is")
    gate = Gated("part", added_with="MANAGE")
    repeats = True  # the number of an item and a time: subject access collects the items

    at_item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, related_name="+", editable=False
    )
    since = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record"], name="one_room_state")]


class ShownOnWall(UntrackedPart):
    """The chair's yes that the wall shows an item though `people` (numbers of memberships) who are present
    may not see it.
    """

    part_kind = PartKind("shown", "What the wall may show")
    gate = Gated("part", also=("about",), added_with="MANAGE")
    repeats = True

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="shown", editable=False)
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    people = ArrayField(models.BigIntegerField(), editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]


class PrivateNote(UntrackedPart):
    """What the person who chairs notes for themselves about an item: no one else ever reads it."""

    part_kind = PartKind("private_note", "Private notes")
    gate = Gated("part", also=("about",), addressed_to="for_principals", added_with="MANAGE")

    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, related_name="private_notes", editable=False
    )
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    for_principals = ArrayField(models.IntegerField(), editable=False)
    text = models.TextField("private note", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "author"], name="one_private_note")]
