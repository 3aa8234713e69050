"""How long records are kept: the groups of a retention schedule."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from pam.access.models import Agency
from pam.audit.histories import HistoryManager, HistoryRow, TrackedQuerySet
from pam.db.declarations import Open

MAX_YEARS = 100  # of a retention period
YEARS = [MinValueValidator(1), MaxValueValidator(MAX_YEARS)]


class RetentionGroup(models.Model):
    """How long records are kept: first reviewed `first_years` after they close (or open), then every
    `next_years` (1 to 100).

    Data: the shipped groups, of every agency, follow the review groups of the Management of Police
    Information (MoPI); an agency adds its own for what its law or schedule asks for. A retired group stays on
    the records that are in it.
    """

    gate = Open(
        "Names and periods of a retention schedule; no case text.",
        writes=(
            "INSERT",
            'UPDATE (label, meaning, first_years, next_years, "order", retired, version)',
        ),
        written_by="pam_administers(agency_id)",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, editable=False, related_name="+")
    code = models.SlugField(max_length=40, editable=False)
    label = models.CharField("name of the group", max_length=120)
    meaning = models.CharField("what it is for", max_length=300, blank=True)
    first_years = models.PositiveSmallIntegerField("years until the first review", validators=YEARS)
    next_years = models.PositiveSmallIntegerField("years between reviews", validators=YEARS)
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    retired = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(history_manager=HistoryManager, bases=[HistoryRow])
    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "label__folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code"], name="retention_group_code_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(first_years__range=(1, MAX_YEARS), next_years__range=(1, MAX_YEARS)),
                name="retention_group_years",
            ),
        ]

    def __str__(self):
        return self.label
