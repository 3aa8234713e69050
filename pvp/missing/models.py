"""Episodes in which a person was missing, and management under MAPPA."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pam.db.declarations import PartKind
from pam.records.models import Part, Subject


class MissingEpisode(Part):
    """One time that a person of a case was missing: a summary and the reference of the system that holds the
    rest. After the return an interview is offered, declined or done; of a child it has a clock.
    """

    class Risk(models.TextChoices):
        NONE = "none", "No apparent risk"
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class Interview(models.TextChoices):
        OFFERED = "offered", "Offered"
        DECLINED = "declined", "Declined"
        DONE = "done", "Done"

    part_kind = PartKind("missing", "Missing episodes")

    person = models.ForeignKey(Subject, models.CASCADE, related_name="missing_episodes", editable=False)
    is_child = models.BooleanField("a child", default=False)
    missing_from = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, editable=False)
    reference = models.CharField("reference of the missing person system", max_length=80, blank=True)
    risk = models.CharField(max_length=6, choices=Risk, default=Risk.MEDIUM)
    summary = models.TextField(max_length=5000)
    found_how = models.TextField("where and how they were found", max_length=2000, blank=True, editable=False)
    interview = models.CharField(
        "return interview", max_length=8, choices=Interview, blank=True, editable=False
    )
    interview_on = models.DateField(null=True, editable=False)
    interview_by = models.CharField("who offers or held it", max_length=120, blank=True, editable=False)
    interview_note = models.TextField(max_length=5000, blank=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["-missing_from", "-pk"]
        indexes = [
            models.Index(fields=["record", "-missing_from", "-id"], name="missing_of_record"),
            models.Index(
                fields=["record"],
                name="missing_not_offered",
                condition=models.Q(is_child=True, interview="", returned_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(returned_at=None) | models.Q(returned_at__gte=models.F("missing_from")),
                name="missing_before_the_return",
            ),
            models.CheckConstraint(
                condition=models.Q(interview="")
                | models.Q(interview_on__isnull=False, returned_at__isnull=False),
                name="interview_after_the_return",
            ),
        ]

    def __str__(self):
        return self.reference or "Missing episode"

    def clean(self):
        """Raises ValidationError for a time to come."""
        if self.missing_from and self.missing_from > timezone.now():
            words = "The time cannot be in the future."
            raise ValidationError({"missing_from": ValidationError(words, code="too_late")})

    @property
    def needs_offer(self) -> bool:
        """Whether a child is back and no interview was offered yet."""
        return self.is_child and self.returned_at is not None and not self.interview


class MissingReview(Part):
    """A review while a person is missing: how the risk is seen, and what is done next. Written once."""

    part_kind = MissingEpisode.part_kind

    episode = models.ForeignKey(MissingEpisode, models.CASCADE, related_name="reviews", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    risk = models.CharField(max_length=6, choices=MissingEpisode.Risk)
    text = models.TextField("what is known and what is done next", max_length=5000)

    class Meta(Part.Meta):
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["episode", "-at", "-id"], name="review_of_episode")]

    def __str__(self):
        return f"Review, {self.get_risk_display()}"


class Mappa(Part):
    """That a person is managed under MAPPA: the reference and level. The authoritative record, with all
    minutes, is the national system: there is no field for them. Our own actions are in the tracker.
    """

    class Level(models.TextChoices):
        ONE = "1", "Level 1"
        TWO = "2", "Level 2"
        THREE = "3", "Level 3"

    class Category(models.TextChoices):
        ONE = "1", "Category 1"
        TWO = "2", "Category 2"
        THREE = "3", "Category 3"
        FOUR = "4", "Category 4"

    part_kind = PartKind("mappa", "MAPPA")

    person = models.ForeignKey(Subject, models.CASCADE, related_name="mappa", editable=False)
    reference = models.CharField("reference of the national system", max_length=80)
    category = models.CharField(max_length=1, choices=Category)
    level = models.CharField(max_length=1, choices=Level)
    since = models.DateField("from", default=timezone.localdate)
    review_on = models.DateField("next review", null=True, blank=True)
    ended_on = models.DateField(null=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "MAPPA management"
        verbose_name_plural = "MAPPA management"
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["record", "-since", "-id"], name="mappa_of_record")]

    def __str__(self):
        return self.reference
