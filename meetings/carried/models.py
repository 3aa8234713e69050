"""Actions of earlier meetings that a meeting goes through one by one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from meetings.agenda_models import AgendaItem
from pam.actions.models import Action
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record


class CarriedAction(Part):
    """An open action that a meeting goes through, and the outcome there: it ended, or has a new date, or
    stays open. `about` is the record that the action is on: who can't open that doesn't see the line. It is
    closed as its item is, and as the item that gave the action: what is said of it follows both.
    """

    part_kind = PartKind("carried", "Actions carried over")
    gate = Gated("part", also=("about",), withheld="withheld_from", named="for_principals")

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
    # Principals, as of an agenda item: who was out of the item that gave the action and to which people that
    # was confidential; and what comes of that and of the item here.
    own_withheld = ArrayField(models.IntegerField(), null=True, editable=False)
    own_principals = ArrayField(models.IntegerField(), null=True, editable=False)
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "action"], name="carried_once_a_meeting")]
