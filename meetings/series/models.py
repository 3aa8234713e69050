"""Series of meetings: what the meetings of one kind, one after the other, have in common."""

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Part, Record

WEEKDAYS = ((0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"))
WEEKDAYS += ((5, "Saturday"), (6, "Sunday"))


class MeetingSeries(Record):
    """A series of meetings: its kind, rhythm, chair (`lead`), secretary, standing members, quorum and terms
    of reference. Each meeting of it keeps the version of the kind that was in force on its day.
    """

    gate = Gated("child")

    class Every(models.TextChoices):
        DAILY = "daily", "Every day"
        WEEKLY = "weekly", "Every week"
        FORTNIGHTLY = "fortnightly", "Every two weeks"
        WEEKS = "weeks", "Every so many weeks"
        MONTHLY = "monthly", "Every month"
        WHEN_NEEDED = "when-needed", "When it is needed"

    class Holiday(models.TextChoices):
        SAME = "same", "It is held all the same"
        BEFORE = "before", "The working day before"
        AFTER = "after", "The working day after"

    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, related_name="+", verbose_name="kind of meeting"
    )
    secretary = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    every = models.CharField("how often", max_length=12, choices=Every, default=Every.MONTHLY)
    weeks = models.PositiveSmallIntegerField(
        "how many weeks",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
    )
    weekday = models.PositiveSmallIntegerField("day of the week", choices=WEEKDAYS, null=True, blank=True)
    # Of a monthly one: the first to the fourth such day of the month, or 5 for the last.
    which = models.PositiveSmallIntegerField(
        "which of the month",
        choices=((1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (5, "Last")),
        null=True,
        blank=True,
    )
    on_holiday = models.CharField(
        "on a bank holiday or weekend", max_length=6, choices=Holiday, default=Holiday.SAME
    )
    hour = models.TimeField("start time", default=time(10))
    place = models.CharField(max_length=120, blank=True)
    quorum = models.PositiveSmallIntegerField(
        "people who must be there",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    paper_days = models.PositiveSmallIntegerField(
        "how many days before a meeting papers are due",
        null=True,
        blank=True,
        validators=[MaxValueValidator(60)],
    )
    reference_terms = models.TextField("terms of reference", blank=True, max_length=12000)

    class Meta:
        verbose_name = "series of meetings"
        verbose_name_plural = "series of meetings"

    def clean(self):
        """Raises ValidationError for a rhythm that is not whole."""
        super().clean()
        if self.every == self.Every.WEEKS and not self.weeks:
            raise ValidationError({"weeks": ValidationError("Enter every how many weeks.", code="missing")})


class StandingMember(Part):
    """A person who belongs to a series, and who comes in their place."""

    part_kind = PartKind("standing", "Standing members")
    gate = Gated("part")

    person = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    deputy = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="standing_member_once")]
