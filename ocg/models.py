"""Organised crime groups."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from ocg.disruptions.models import Disruption, DisruptionAssessment, DisruptionOutput
from ocg.harm.models import HarmEvent
from ocg.lists import (
    COMMUNITIES,
    CORRUPTION,
    CRIME_TYPES,
    ENABLERS,
    KINDS,
    PLACE_ROLES,
    VIOLENCE,
    WEAPONS,
)
from ocg.members.models import Member, MemberStatus
from ocg.plan.models import (
    Plan,
    PlanGap,
    PlanObjective,
    PlanReview,
    PlanReviewLine,
    PlanRisk,
    PlanStakeholder,
    PlanStrand,
    PlanTactic,
    PlanVersion,
    PlanVersionLine,
)
from ocg.profile.models import Profile
from ocg.reentry.models import Typing
from ocg.region.models import RegionRequest
from ocg.responsible.models import LeadOffer, LeadTraining
from ocg.scoring.models import SecondScore, TierMove
from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.records.declared_lists import AREAS
from pam.records.models import Part, Record
from pam.reference.keys import ReferenceKey, ReferenceKeys

__all__ = [
    "Disruption",
    "DisruptionAssessment",
    "DisruptionOutput",
    "GroupPlace",
    "HarmEvent",
    "Member",
    "MemberStatus",
    "Ocg",
    "Plan",
    "PlanGap",
    "PlanObjective",
    "PlanReview",
    "PlanReviewLine",
    "PlanRisk",
    "PlanStakeholder",
    "PlanStrand",
    "PlanTactic",
    "PlanVersion",
    "PlanVersionLine",
    "Profile",
    "RegionRequest",
    "LeadOffer",
    "LeadTraining",
    "Ocg",
    "Score",
    "Ocg",
    "Score",
    "Typing",
    "SecondScore",
    "TierMove",
]


def _person(label):
    """A key to a person of some agency, mostly not named."""
    return models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def _text(label, length):
    return models.CharField(label, max_length=length, blank=True, default="", db_default="")


class Ocg(Record):
    """An organised crime group, over its whole life. `lead` is its Lead Responsible Officer.

    What reports count is coded: `crimes` are all its types of crime, `main_crime` one of them (the database
    holds it). `crime_types` and `area` are texts from before that, until an editor has taken them over.
    """

    gate = Gated("child")

    class Known(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "Not known"

    tier = ReferenceKey("ocg.tier")
    sro = _person("Senior Responsible Officer")
    sro_since = models.DateField("Senior Responsible Officer since", null=True, blank=True)
    coordinator = _person("coordinator")
    # Kept by the database (pam_lead_follows): since when the lead has accepted, and who is asked now.
    lead_accepted_at = models.DateTimeField("lead accepted", null=True, blank=True, editable=False)
    lead_asked = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    group_kind = ReferenceKey(KINDS, null=True, blank=True, verbose_name="kind of group")
    main_crime = ReferenceKey(CRIME_TYPES, null=True, blank=True, verbose_name="main type of crime")
    crimes = ReferenceKeys(CRIME_TYPES, verbose_name="types of crime")
    communities = ReferenceKeys(COMMUNITIES, verbose_name="communities harmed")
    children = models.CharField(
        "children involved", max_length=7, choices=Known, default=Known.UNKNOWN, db_default="unknown"
    )
    weapons = ReferenceKeys(WEAPONS, verbose_name="weapons")
    violence = ReferenceKeys(VIOLENCE, verbose_name="violence")
    enablers = ReferenceKeys(ENABLERS, verbose_name="enablers")
    corruption = ReferenceKeys(CORRUPTION, verbose_name="signs of corruption")
    aliases = ArrayField(
        models.CharField(max_length=120), default=list, db_default=[], blank=True, verbose_name="known names"
    )
    operation_name = _text("operation name", 80)
    own_reference = _text("our own reference", 60)
    regional_reference = _text("regional reference", 60)
    crime_types = models.CharField("crime types noted before", max_length=200, blank=True)
    area = models.CharField("area noted before", max_length=200, blank=True)

    class Meta:
        verbose_name = "organised crime group"
        indexes = [
            GinIndex(fields=["crimes"], name="ocg_crimes", fastupdate=False),
            models.Index(
                fields=["own_reference"], name="ocg_own_reference", condition=~models.Q(own_reference="")
            ),
            models.Index(
                fields=["regional_reference"],
                name="ocg_regional_reference",
                condition=~models.Q(regional_reference=""),
            ),
        ]

    def clean(self):
        """Raises ValidationError where types of crime have no main one, or another."""
        super().clean()
        if self.crimes and self.main_crime_id is None:
            words = "Select the main type of crime."
            raise ValidationError({"main_crime": ValidationError(words, code="missing")})
        if self.main_crime_id is not None and self.main_crime_id not in self.crimes:
            words = "The main type of crime must be one of the types of crime."
            raise ValidationError({"main_crime": ValidationError(words, code="not_among")})


class GroupPlace(Part):
    """What a group does in a place: where it lives, supplies, stores, recruits. `area` is of the list of
    areas, whose first values say what kind of place it is; one of these alone says no more. What was taken
    off (`removed_at`) stays in the history.
    """

    part_kind = PartKind("group_place", "Places of a group")

    role = ReferenceKey(PLACE_ROLES, verbose_name="what it does there")
    area = ReferenceKey(AREAS, verbose_name="place")
    details = models.CharField("where exactly", max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["record"], name="place_of_group", condition=models.Q(removed_at=None)),
            models.Index(
                fields=["area", "record"], name="group_of_place", condition=models.Q(removed_at=None)
            ),
        ]

    def __str__(self):
        return self.details or "Place"


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
