"""What was typed of a group into a national or regional system."""

from django.db import models
from django.utils import timezone

from ocg.reentry.lists import SECTIONS
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part
from pam.reference.keys import ReferenceKey


class Typing(Part):
    """That one section of a group was typed into another system, on a day, under a reference; its author
    typed it. Written once: typing again is another row.

    `lines` are the hashes of the lines as they were then, by their label, so that what changed since is
    marked.
    """

    part_kind = PartKind("typing", "Typing into other systems")
    gate = Gated("part", writes=("INSERT",))

    section = ReferenceKey(SECTIONS)
    on = models.DateField("typed on", default=timezone.localdate)
    reference = models.CharField("reference there", max_length=60, blank=True)
    lines = models.JSONField(default=dict, editable=False)

    class Meta(Part.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record", "section", "-id"], name="typing_of_record")]

    def __str__(self):
        return self.reference or str(self.on)
