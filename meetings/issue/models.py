"""Minutes beside what was typed: tidied words, versions, and who has read which copy."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record, UntrackedPart

BY = {"null": True, "editable": False, "related_name": "+"}


class Wording(Part):
    """The words of minutes for one discussion or decision, where they are not those typed in the room.

    `original` is what was typed, as it was when it was tidied. `edition` is the version of the minutes that
    says it first; of a later version `reason` says why it was wrong.
    """

    part_kind = PartKind("agenda", "Agenda and discussion")
    gate = Gated("part", also=("about",), withheld="withheld_from", named="for_principals")
    repeats = True  # says what items and decisions say: subject access collects those

    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="wordings", editable=False)
    decision = models.ForeignKey("meetings.Decision", models.PROTECT, **BY)
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    original = models.TextField("as typed", blank=True, editable=False)
    text = models.TextField("words of the minutes", max_length=20000)
    reason = models.CharField(max_length=500, blank=True)
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["item", "decision", "edition"], name="wording_once_a_version", nulls_distinct=False
            )
        ]


class MinutesVersion(Part):
    """A version of the minutes: the first from when it is sent to the chair, a later one from when a
    correction is proposed. It is in force once it is agreed; a later one at a meeting (`agreed_in`).
    """

    part_kind = PartKind("minutes", "Minutes")

    class State(models.TextChoices):
        SENT = "sent", "With the chair"
        PROPOSED = "proposed", "Correction proposed"
        AGREED = "agreed", "Agreed"

    number = models.PositiveSmallIntegerField(editable=False)
    state = models.CharField(max_length=8, choices=State, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(Membership, models.PROTECT, **BY)
    agreed_in = models.ForeignKey("meetings.Meeting", models.SET_NULL, **BY)

    class Meta(Part.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="minutes_version_once"),
            models.CheckConstraint(
                condition=~models.Q(state="agreed")
                | models.Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="minutes_version_agreed_by",
            ),
        ]


class MinutesReading(UntrackedPart):
    """That a person opened a copy of the minutes, or took its file, for the first time. `author` is that
    person.
    """

    part_kind = PartKind("minutes", "Minutes")
    gate = Gated("part", writes=("INSERT",), added_with="VIEW")
    repeats = True  # the access log says the same

    copy = models.ForeignKey("meetings.MinutesCopy", models.CASCADE, related_name="readings", editable=False)
    taken = models.BooleanField("took the file", default=False, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "author", "taken"], name="minutes_read_once")]
