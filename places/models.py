"""Places, and the parts that hang off one."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record
from pam.reference.keys import ReferenceKey
from places.lists import AREA_KINDS, AREAS, BOARD_ROLES, INDICATORS, QUESTIONS
from places.profiles.models import AwarePartner, LocalProfile, ProfileSource, Recommendation
from places.rows import InOrganisation, Withdrawable

__all__ = [
    "AwarePartner",
    "BoardMember",
    "IndicatorFigure",
    "LocalProfile",
    "PlaceRecord",
    "ProfileSource",
    "Recommendation",
    "SurveyFigure",
]

BOARD = PartKind("board", "Boards")
FIGURES = PartKind("figure", "Indicators and surveys")
MOST = 10_000_000  # of one indicator


class PlaceRecord(Record):
    """An area where an approach in phases runs, for example Clear, Hold, Build.

    The approach is the stage map that the record goes through (pam/stages); its stages are the phases.
    """

    gate = Gated("child")

    area_kind = ReferenceKey(AREA_KINDS, verbose_name="kind of area")
    area = ReferenceKey(AREAS, null=True, blank=True)
    boundary = models.TextField("where it begins and ends", blank=True, max_length=2000)

    class Meta:
        verbose_name = "place"


class BoardMember(InOrganisation, Part):
    """A person on the board of a place, for an agency or another organisation, until they leave it."""

    part_kind = BOARD

    name = models.CharField("name", max_length=120)
    role = ReferenceKey(BOARD_ROLES, verbose_name="role on the board")
    since = models.DateField("on the board since", default=timezone.localdate)
    until = models.DateField("left on", null=True, blank=True)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [
            InOrganisation.one_of("board_in_one_organisation"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="board_left_after_joining",
            ),
        ]

    def __str__(self):
        return self.name


class IndicatorFigure(Withdrawable, Part):
    """What one indicator of a place was in the period that ended on a day; the baseline, or a later one."""

    part_kind = FIGURES

    indicator = ReferenceKey(INDICATORS)
    on = models.DateField("day that the figure is of", default=timezone.localdate)
    value = models.DecimalField(
        "figure", max_digits=12, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(MOST)]
    )
    baseline = models.BooleanField("it is the baseline", default=False)
    source = models.CharField("where the figure comes from", max_length=200, blank=True)

    class Meta(Part.Meta):
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["record", "on", "id"], name="indicator_of_place")]
        constraints = [models.CheckConstraint(condition=models.Q(value__gte=0), name="indicator_from_0")]

    def __str__(self):
        return f"{self.value:f}"


class SurveyFigure(Withdrawable, Part):
    """How many per cent of those asked said yes to one question on a day."""

    part_kind = FIGURES

    question = ReferenceKey(QUESTIONS)
    on = models.DateField("day that the survey ended", default=timezone.localdate)
    per_cent = models.DecimalField(
        max_digits=4, decimal_places=1, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    sample = models.PositiveIntegerField("people who answered", validators=[MinValueValidator(1)])
    source = models.CharField("how people were asked", max_length=200, blank=True)

    class Meta(Part.Meta):
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["record", "on", "id"], name="survey_of_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_cent__gte=0, per_cent__lte=100, sample__gte=1), name="survey_to_100"
            )
        ]

    def __str__(self):
        return f"{self.per_cent:f} per cent"
