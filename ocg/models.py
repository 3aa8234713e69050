"""Organised crime groups."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from ocg.disruptions.models import Disruption, DisruptionAssessment, DisruptionOutput
from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record
from pam.reference.keys import ReferenceKey

__all__ = ["Disruption", "DisruptionAssessment", "DisruptionOutput", "Ocg", "Score"]


class Ocg(Record):
    """An organised crime group, over its whole life. `lead` is its Lead Responsible Officer."""

    gate = Gated("child")

    # What the stage was called before there were moves (pam/stages). Read by the release before alone; goes
    # with the next.
    old_stage = ReferenceKey(
        "ocg.stage",
        db_column="stage_id",
        null=True,
        blank=True,
        editable=False,
        verbose_name="stage before moves",
    )
    tier = ReferenceKey("ocg.tier")
    sro = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Senior Responsible Officer",
    )
    crime_types = models.CharField("main crime types", max_length=200, blank=True)
    area = models.CharField("area of operation", max_length=200, blank=True)

    class Meta:
        verbose_name = "organised crime group"


class Score(Part):
    """Threat, risk and harm of a group as a person judged it on a day, each from 0 to 100."""

    part_kind = PartKind("assessment", "Scores and assessments")

    on = models.DateField("assessed on", default=timezone.localdate)
    threat = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    risk = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    harm = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    rationale = models.TextField()

    class Meta(Part.Meta):
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["record", "-on", "-id"], name="score_of_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threat__lte=100, risk__lte=100, harm__lte=100), name="score_to_100"
            )
        ]

    def __str__(self):
        return f"{self.threat}, {self.risk}, {self.harm}"
