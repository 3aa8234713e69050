"""Disruptions of a group: claimed, assessed by another person, typed into the national system."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from ocg.disruptions.lists import DRUGS, LEVELS, OUTPUTS
from ocg.strands import FOUR_P
from pam.access.models import Agency, Membership
from pam.actions.models import Action
from pam.db.declarations import Gated, PartKind
from pam.records.models import ListedPart, Part, Subject
from pam.reference.keys import ReferenceKey

KIND = PartKind("disruption", "Disruptions")
MOST = 1_000_000_000  # of one output


class Disruption(ListedPart):
    """One disruption of a group: what happened on a day, to what, and at which level.

    Submitted, then agreed, changed or returned by an assessor (`DisruptionAssessment`), who is never its
    author, nor the lead of its group. A returned one is amended and submitted again, in the next `round`.
    What was assessed never changes (pam_disruption_holds); then it is typed into the national system
    (`typed_on`, `typed_by`, `typed_reference`). `level` is the one that counts, once it is assessed.
    `contributors` are numbers of agencies, besides the one that led.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Submitted"
        AGREED = "agreed", "Agreed"
        CHANGED = "changed", "Level changed"
        RETURNED = "returned", "Returned"

    class Target(models.TextChoices):
        GROUP = "group", "The group"
        MEMBER = "member", "A member"
        VULNERABILITY = "vulnerability", "A vulnerability"
        ENABLER = "enabler", "An enabler"

    COUNTED = (State.AGREED, State.CHANGED)

    part_kind = KIND
    # Who assesses may do so with `view` alone: that, and nothing else (pam_disruption_holds).
    gate = Gated(
        "anchor",
        changer="state = 'submitted' AND pam_may_assess(record_id, author_id)",
        changed_to="state <> 'submitted' AND pam_may_assess(record_id, author_id)",
    )

    on = models.DateField("day", default=timezone.localdate)
    what = models.CharField("what happened", max_length=300)
    target = models.CharField("what was disrupted", max_length=13, choices=Target, default=Target.GROUP)
    subject = models.ForeignKey(
        Subject, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="who or what exactly"
    )
    strand = models.CharField("strand", max_length=16, choices=FOUR_P.choices)
    claimed = ReferenceKey(LEVELS, verbose_name="level claimed")
    claim_reason = models.TextField("why this level", max_length=2000)
    lead_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="lead agency")
    contributors = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="action of the plan"
    )
    evidence = models.CharField("evidence reference", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED, editable=False)
    level = ReferenceKey(LEVELS, null=True, blank=True, editable=False, verbose_name="level assessed")
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    typed_reference = models.CharField("reference in the national system", max_length=60, blank=True)
    typed_on = models.DateField("typed on", null=True, blank=True)
    typed_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(ListedPart.Meta):
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["record", "-on", "-id"], name="disruption_of_record"),
            models.Index(fields=["-on", "-id"], name="disruption_newest"),
            models.Index(
                fields=["submitted_at", "id"],
                name="disruption_to_assess",
                condition=models.Q(state="submitted"),
            ),
            # Counts of lists: without it they read every disruption, no matter who may see it.
            GinIndex(fields=["readers"], name="disruption_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["submitted", "returned"], level=None)
                | models.Q(state="agreed", level=models.F("claimed"))
                | (models.Q(state="changed", level__isnull=False) & ~models.Q(level=models.F("claimed"))),
                name="disruption_level_by_state",
            ),
            models.CheckConstraint(
                condition=models.Q(typed_on=None, typed_by=None, typed_reference="")
                | (
                    models.Q(typed_on__isnull=False, typed_by__isnull=False, state__in=["agreed", "changed"])
                    & ~models.Q(typed_reference="")
                ),
                name="disruption_typed_whole",
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def shown_level(self):
        """The level that counts: the assessed one, else the claimed one."""
        return self.level or self.claimed

    @property
    def waits(self):
        """Whether it waits for an assessor."""
        return self.state == self.State.SUBMITTED

    @property
    def is_counted(self):
        """Whether it was assessed, so that its level and outputs count."""
        return self.state in self.COUNTED

    @property
    def may_be_amended(self):
        """Whether those who submitted it may still change it."""
        return self.state in (self.State.SUBMITTED, self.State.RETURNED)


class DisruptionOutput(Part):
    """One output of a disruption in numbers; nought is one that was taken out. For the same agencies."""

    part_kind = KIND
    gate = Gated("part")

    disruption = models.ForeignKey(Disruption, models.CASCADE, related_name="outputs", editable=False)
    kind = ReferenceKey(OUTPUTS, verbose_name="output")
    drug = ReferenceKey(DRUGS, null=True, blank=True)
    amount = models.DecimalField(
        max_digits=13, decimal_places=3, validators=[MinValueValidator(0), MaxValueValidator(MOST)]
    )

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["disruption", "kind", "drug"], name="one_output_of_a_kind", nulls_distinct=False
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="output_not_negative"),
        ]

    def __str__(self):
        return f"{self.kind_id}: {self.amount}"


class DisruptionAssessment(Part):
    """What an assessor (its author) said to a disruption in one round; written once, for the same
    agencies.
    """

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        CHANGED = "changed", "Level changed"
        RETURNED = "returned", "Returned"

    part_kind = KIND
    gate = Gated("part", writes=("INSERT",), added_with="VIEW")

    disruption = models.ForeignKey(Disruption, models.CASCADE, related_name="assessments", editable=False)
    round = models.PositiveSmallIntegerField(editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome)
    level = ReferenceKey(LEVELS, null=True, blank=True)
    reason = models.TextField(blank=True, max_length=2000)

    class Meta(Part.Meta):
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["disruption", "round"], name="one_assessment_a_round"),
            models.CheckConstraint(
                condition=models.Q(outcome="agreed", level__isnull=False)
                | (models.Q(outcome="changed", level__isnull=False) & ~models.Q(reason=""))
                | (models.Q(outcome="returned", level=None) & ~models.Q(reason="")),
                name="assessment_says_why",
            ),
        ]
        indexes = [models.Index(fields=["author", "outcome"], name="assessment_of_assessor")]

    def __str__(self):
        return str(self.get_outcome_display())
