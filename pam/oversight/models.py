"""Who viewed, who changed, what was disclosed: one append-only row each (DPA 2018 s.62); and their seals."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.db.declarations import Special


class DailyViewCount(models.Model):
    """How many records a person opened on one day for one agency: what their own usual day is worked out
    from.
    """

    gate = Special("Written and read by the owner's job alone.")

    user_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    day = models.DateField()
    records = models.PositiveIntegerField()
    at_night = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "agency_id", "day"], name="one_day_of_looks")
        ]

    def __str__(self):
        return f"{self.user_id} on {self.day}: {self.records}"


class Unusual(models.Model):
    """Looking that an auditor should ask about: not an accusation, a line to follow up."""

    gate = Special("Auditors of the agency that the person acted for.", writes=("UPDATE",))

    class Kind(models.TextChoices):
        MANY = "many", "Many records in a day"
        NIGHT = "night", "Out of hours"
        NAME = "name", "Own family name"

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", "Explained: there was a policing or safeguarding purpose"
        ADVICE = "advice", "Words of advice given"
        REFERRED = "referred", "Referred to professional standards"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    user_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    person = models.UUIDField(help_text="The membership, as addresses name it.")
    name = models.CharField(max_length=120)
    day = models.DateField()
    figure = models.PositiveIntegerField()
    usual = models.PositiveIntegerField(null=True)
    reference = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    followed_up_at = models.DateTimeField(null=True)
    followed_up_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "user_id", "agency_id", "day"],
                name="unusual_once_a_day",
                condition=~Q(kind="name"),
            ),
            models.UniqueConstraint(
                fields=["user_id", "agency_id", "reference"],
                name="unusual_name_once_a_record",
                condition=Q(kind="name"),
            ),
        ]
        indexes = [models.Index(fields=["agency_id", "-id"], name="unusual_of_agency")]

    def __str__(self):
        return f"{self.name}, {self.day}: {self.get_kind_display()}"
