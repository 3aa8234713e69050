"""Actions of earlier meetings that a meeting goes through one by one."""

from django.db import models

from meetings.agenda_models import AgendaItem
from pam.actions.models import Action
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record


class CarriedAction(Part):
    """An open action that a meeting goes through, and what came of it there: it ended, or has a new date, or
    stays open. `about` is the record that the action is on: who can't open that doesn't see the line.
    """

    part_kind = PartKind("carried", "Actions carried over")
    gate = Gated("part", also=("about",))

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="carried", editable=False)
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    action = models.ForeignKey(Action, models.CASCADE, related_name="carried_at", editable=False)
    # How often it was carried to a meeting before.
    times = models.PositiveSmallIntegerField(default=0, editable=False)
    # How it ended (a status of the action), or "open" with a new date or none; "" until it was gone through.
    came_to = models.CharField(max_length=10, blank=True, editable=False)
    words = models.TextField("why", blank=True, max_length=2000)
    moved_to = models.DateField(null=True, editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "action"], name="carried_once_a_meeting")]
