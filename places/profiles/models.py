"""Local profiles of an area: whose data was used, what was recommended, the outcome, who knows."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, Record
from pam.reference.keys import ReferenceKey
from places.lists import AREAS
from places.rows import InOrganisation, Withdrawable

PROFILE = PartKind("profile", "Local profiles: data used, recommendations, partners told")
MOST = 10_000_000


class LocalProfile(Record):
    """A profile of what organised crime does to an area, for the partners of that area.

    `profile_on` is the day that it bears; it is fresh for so many months from then (setting).
    """

    gate = Gated("child")

    area = ReferenceKey(AREAS, null=True, blank=True)
    period_from = models.DateField("the data begin on")
    period_to = models.DateField("the data end on")
    profile_on = models.DateField("date of the profile", null=True, blank=True)

    class Meta:
        verbose_name = "local profile"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")), name="profile_period_in_order"
            )
        ]


class ProfileSource(InOrganisation, Withdrawable, Part):
    """Data of a partner that a profile was made of."""

    part_kind = PROFILE

    data = models.CharField("which data", max_length=200)
    received_on = models.DateField("received on", default=timezone.localdate)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [InOrganisation.one_of("source_of_one_organisation")]

    def __str__(self):
        return self.data


class Recommendation(InOrganisation, Withdrawable, Part):
    """One numbered recommendation of a profile, owned by an agency or organisation.

    Its actions are those of the profile's record that belong to the plan `plan_name`. The outcome is
    text, and a figure where it was measured.
    """

    part_kind = PROFILE

    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField("what is recommended", max_length=300)
    due = models.DateField("by when", null=True, blank=True)
    impact = models.TextField("what it changed", blank=True, max_length=2000)
    impact_figure = models.DecimalField(
        "figure",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-MOST), MaxValueValidator(MOST)],
    )
    impact_unit = models.CharField("of what", max_length=80, blank=True)
    measured_on = models.DateField("measured on", null=True, blank=True)

    class Meta(Part.Meta):
        ordering = ["number"]
        constraints = [
            InOrganisation.one_of("recommendation_has_an_owner"),
            models.UniqueConstraint(fields=["record", "number"], name="one_recommendation_a_number"),
            models.CheckConstraint(
                condition=models.Q(measured_on=None, impact="", impact_figure=None, impact_unit="")
                | (models.Q(measured_on__isnull=False) & ~models.Q(impact="")),
                name="impact_says_what_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    @property
    def plan_name(self) -> str:
        """The plan that actions for it belong to."""
        return f"Recommendation {self.number}"


class AwarePartner(InOrganisation, Withdrawable, Part):
    """A partner that was told about the profile."""

    part_kind = PROFILE

    told_on = models.DateField("told on", default=timezone.localdate)
    how = models.CharField("how", max_length=200, blank=True)

    class Meta(Part.Meta):
        ordering = ["told_on", "pk"]
        constraints = [InOrganisation.one_of("told_one_organisation")]

    def __str__(self):
        return self.organisation_name
