"""Information with its grading by source, assessment and handling (3x5x2)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pam.db.declarations import PartKind
from pam.records.models import Part


class GradedInformation(Part):
    """One piece of information as it was graded. Who the source is is not kept here, nor asked: only the
    grading and `log_reference`, by which those who may can ask the intelligence unit. It stays as it was
    written (pam_graded_stays); one that was wrong is withdrawn with a reason.
    """

    class Source(models.TextChoices):
        RELIABLE = "1", "1: Reliable"
        UNTESTED = "2", "2: Untested"
        NOT_RELIABLE = "3", "3: Not reliable"

    class Assessment(models.TextChoices):
        DIRECT = "A", "A: Known directly to the source"
        INDIRECT = "B", "B: Known indirectly to the source, but corroborated"
        NOT_CORROBORATED = "C", "C: Known indirectly to the source"
        NOT_KNOWN = "D", "D: Not known"
        FALSE = "E", "E: Suspected to be false"

    class Handling(models.TextChoices):
        LAWFUL = "P", "P: Lawful sharing permitted"
        CONDITIONS = "C", "C: Lawful sharing permitted with conditions"

    part_kind = PartKind("graded", "Graded information")

    on = models.DateField("day of the information", default=timezone.localdate)
    text = models.TextField("information", max_length=5000)
    source = models.CharField("source", max_length=1, choices=Source)
    assessment = models.CharField("information assessment", max_length=1, choices=Assessment)
    handling = models.CharField("handling", max_length=1, choices=Handling)
    conditions = models.TextField("handling conditions", max_length=2000, blank=True)
    log_reference = models.CharField("reference of the intelligence log", max_length=80)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "graded information"
        verbose_name_plural = "graded information"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["record", "-on", "-id"], name="graded_of_record")]

    def __str__(self):
        return self.grading

    def clean(self):
        """Raises ValidationError for conditions that are not written."""
        if self.handling == self.Handling.CONDITIONS and not self.conditions.strip():
            words = "Write the handling conditions."
            raise ValidationError({"conditions": ValidationError(words, code="missing")})

    @property
    def grading(self) -> str:
        """The grading in short: "2BP"."""
        return f"{self.source}{self.assessment}{self.handling}"

    @property
    def warning(self) -> str:
        """The sentence that warns of a weak grading; "" for others."""
        if self.assessment == self.Assessment.FALSE:
            return "Suspected to be false: do not act on this alone."
        if self.source == self.Source.NOT_RELIABLE:
            return "The source is not reliable: do not act on this alone."
        return ""
