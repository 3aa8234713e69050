"""A conflict of interest of one person at one item."""

from django.db import models

from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record


class Conflict(Part):
    """A person's conflict of interest at an item, in words, and what the chair decided about it.

    While the ruling is `OUT`, the item, its decisions and its actions are withheld from the person by the
    gate (`withheld_from` of each); this row stays theirs to read, as far as it says nothing of the item.
    """

    class Ruling(models.TextChoices):
        STAYS = "stays", "Stays"
        SPEAKS = "speaks", "Stays, but does not decide"
        OUT = "out", "Out of this item"

    part_kind = PartKind("conflict", "Conflicts of interest")
    gate = Gated("part", also=("about",), added_with="MANAGE")

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="conflicts", editable=False)
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    person = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    words = models.TextField("what the conflict is")
    ruling = models.CharField("what the chair decides", max_length=6, choices=Ruling)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"], condition=models.Q(ended_at=None), name="one_conflict_a_person"
            )
        ]
