"""The items of an agenda."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from meetings.item_kinds import ITEM_KINDS
from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record


class AgendaItem(Part):
    """One item of the agenda. If it is about a record, only those who may open that record see it."""

    part_kind = PartKind("agenda", "Agenda and discussion")
    gate = Gated("part", also=("about",), withheld="withheld_from", named="for_principals")

    about = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=1, editable=False)
    notes = models.TextField("discussion", blank=True)
    # What became of it: a code of the meeting's kind, or of the list `meetings.outcome` where it has none.
    outcome = models.CharField(max_length=40, blank=True, default="", db_default="")
    # One of `agenda_kind.ITEM_KINDS`, and who presents it.
    kind = models.CharField(max_length=12, blank=True, default="", db_default="", editable=False)
    presenter = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    planned_minutes = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    # Seconds that the room was at it, the present stay not counted; when the chair set it aside for later.
    spent = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    parked_at = models.DateTimeField(null=True, editable=False)
    # Those who are out of it for a conflict of interest (principals); so of what is recorded on it.
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    # The people that it, with what is recorded on it, is confidential to (principals); None: no one's.
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)
    # The code of the standing item of the meeting's kind that it was made of.
    standing = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    # The item of an earlier meeting that it was carried over from, and how often that happened by now.
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    times_carried = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_why = models.CharField(max_length=500, blank=True, default="", db_default="", editable=False)

    class Meta(Part.Meta):
        ordering = ["position", "pk"]

    @property
    def kind_words(self):
        """Its kind as people read it."""
        return ITEM_KINDS.get(self.kind, "")

    @property
    def carried_words(self):
        """ "Carried over twice"; "" for one that was never carried."""
        often = {0: "", 1: "once", 2: "twice"}.get(self.times_carried, f"{self.times_carried} times")
        return f"Carried over {often}" if often else ""

    @property
    def brought(self):
        """Whether its kind or the last meeting brought it, and no person typed it."""
        return bool(self.standing or self.times_carried)
