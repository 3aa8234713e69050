"""That a risk became high, and that a supervisor saw it."""

from django.db import models
from django.utils import timezone

from pam.access.models import Membership
from pam.assessments.models import Assessment
from pam.records.models import Part
from pam.ui.dates import long_moment


class HighRisk(Part):
    """One time that the risk of a case became high: by an assessment, or by the grade that was typed (without
    one). A supervisor of the agency that owns the case sees it by `due`, which the clock in force then set
    (None without a clock), and says what they make of it. For the same agencies as the assessment. Once it is
    seen it stays as it is (pam_high_risk_stays).
    """

    part_kind = Assessment.part_kind

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, null=True, related_name="high_risks", editable=False
    )
    grade = models.CharField(max_length=120, editable=False)
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    due = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    seen_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    seen_note = models.TextField("what the supervisor makes of it", blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "high risk"
        ordering = ["-raised_at", "-pk"]
        indexes = [
            models.Index(fields=["record", "-raised_at", "-id"], name="high_risk_of_record"),
            models.Index(fields=["due"], condition=models.Q(seen_at=None), name="high_risk_unseen"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen_at=None, seen_by=None)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False) & ~models.Q(seen_note=""),
                name="high_risk_seen_by_one",
            )
        ]

    def __str__(self):
        return self.grade

    @property
    def unseen_words(self):
        """What the page of the case says of one that no supervisor has seen: which it is, and since when."""
        says = ", and it is overdue" if self.is_late else " yet"
        of = self.assessment or "grade of the case"
        since = long_moment(self.raised_at)
        return f"{self.grade} since {since} ({of}): no supervisor has seen it{says}."

    @property
    def is_late(self):
        """Whether it was seen after it was due, or is not seen and due."""
        return self.due is not None and (self.seen_at or timezone.now()) > self.due
