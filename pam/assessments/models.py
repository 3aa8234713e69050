"""Assessments: a framework's questions answered about a record."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pam.access.models import Membership
from pam.db.declarations import Gated, PartKind
from pam.frameworks.assessment.engine import Outcome, assess
from pam.frameworks.assessment.method import Method
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Part


class Assessment(Part):
    """One assessment of a record, made with one version of a framework, which it keeps for ever.

    Draft, then completed; superseded once a later one that names it (`replaces`) is completed. What is
    completed never changes (pam_assessment_stays): a correction is a new one. A draft may be discarded: its
    row stays, empty, and no page shows it.

    `answers` is {question: answer} as the engine reads it, `comments` {question: line of evidence},
    `confidence` {question: low, medium or high}, `ticked` {criterion: reason} of criteria that a person
    judges. `band` is what the answers came to and `grade` what the assessor chose, both codes of the
    version's bands; `score` is in points. `findings` is what was shown when it was completed (findings.py).
    One that is to be made by a second person too, blind, is withheld from those who may (`withheld_from`,
    principals, since `withheld_at`) until theirs is completed, which names it (`checks`) and counts for no
    grade of the record. The second assessor's grade lies beside the first and never over it; `waits_for` is
    the role that it waits for, where the framework names one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        COMPLETED = "completed", "Completed"
        SUPERSEDED = "superseded", "Superseded"
        DISCARDED = "discarded", "Discarded"

    class Alone(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No, others could hear"
        NOT_KNOWN = "not_known", "Not known"

    class Interpreter(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed"
        THERE = "there", "Yes, one was there"
        MISSING = "missing", "Needed, and none was there"

    part_kind = PartKind("assessment", "Scores and assessments")
    gate = Gated("part", withheld="withheld_from")

    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, editable=False, related_name="+", verbose_name="framework"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    on = models.DateField("day of the assessment", default=timezone.localdate)
    place = models.CharField("where", max_length=120, blank=True)
    # How it was asked; "" where it was not said. For records that are about a person (`Kind.about_person`).
    asked_by = models.CharField("who asked the questions", max_length=120, blank=True, db_default="")
    alone = models.CharField("spoken to alone", max_length=9, choices=Alone, blank=True, db_default="")
    interpreter = models.CharField(max_length=10, choices=Interpreter, blank=True, db_default="")
    answers = models.JSONField(default=dict, blank=True, editable=False)
    comments = models.JSONField(default=dict, blank=True, editable=False)
    ticked = models.JSONField(default=dict, blank=True, editable=False)
    confidence = models.JSONField(default=dict, blank=True, editable=False)
    score = models.DecimalField(max_digits=12, decimal_places=4, null=True, editable=False)
    band = models.CharField(max_length=60, blank=True, editable=False)
    grade = models.CharField(max_length=60, blank=True, editable=False)
    reason = models.TextField("reason for the grade", blank=True)
    findings = models.JSONField(default=dict, blank=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="replaced_by"
    )
    why_replaced = models.TextField("why it is made again", blank=True)
    waits_for = models.CharField(max_length=60, blank=True, editable=False)
    second_grade = models.CharField(max_length=60, blank=True, editable=False)
    second_reason = models.TextField("second assessor’s reason", blank=True)
    second_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    second_at = models.DateTimeField(null=True, editable=False)

    checks = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="checked_by")
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    withheld_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["record", "-on", "-id"], name="assessment_of_record"),
            models.Index(
                fields=["waits_for"], condition=~models.Q(waits_for=""), name="assessment_waits_for"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded"], completed_at=None)
                | models.Q(state__in=["completed", "superseded"], completed_at__isnull=False),
                name="assessment_completed_at",
            )
        ]

    def __str__(self):
        return self.framework_version.name

    @classmethod
    def more_to_disclose(cls, row: dict[str, Any]) -> list[tuple[str, str]]:
        """Its questions with their answers and comments, and the rules that were met (DPA 2018 s.45)."""
        from pam.assessments.shown import in_full  # it imports this module

        return in_full(row)

    @cached_property
    def method(self) -> Method:
        """The version's body, ready to work with."""
        return Method(self.framework_version.body)

    def outcome(self) -> Outcome:
        """What its answers come to by the rules of its day."""
        return assess(self.method, self.answers, self.on)

    @property
    def is_draft(self) -> bool:
        """Whether it is still being answered."""
        return self.state == self.State.DRAFT

    @property
    def heard_badly(self) -> str:
        """The sentence that says why its answers may be less than the truth; "" where nothing does."""
        if self.alone == self.Alone.NO:
            return "They were not spoken to alone. Find a safe time, and ask again."
        if self.interpreter == self.Interpreter.MISSING:
            return "An interpreter was needed and none was there. Ask again with one, not with family."
        return ""

    def band_named(self, code: str) -> dict[str, str] | None:
        """The row of the version's band with this code, or None."""
        return next(
            (row for row in self.framework_version.body.get("bands", ()) if row["code"] == code), None
        )

    @property
    def final_grade(self) -> dict[str, str] | None:
        """The band that counts: the second assessor's, else the first's."""
        return self.band_named(self.second_grade or self.grade)

    @property
    def first_grade(self) -> str:
        """The label of the first assessor's grade; "" without one."""
        return (self.band_named(self.grade) or {}).get("label", "")

    @property
    def second_role(self) -> str:
        """The role that gives the second grade, by its code; "" where the framework names none."""
        return self.framework_version.body.get("second-line", {}).get("role", "")

    @property
    def points(self) -> float | int | None:
        """The score without trailing noughts; None where nothing scores."""
        if self.score is None:
            return None
        return int(self.score) if self.score == int(self.score) else float(self.score)
