"""Second scores of a group, made blind, and the moves of its tier."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from ocg.scoring.lists import TIERS
from pam.access.models import Membership
from pam.assessments.models import Assessment
from pam.db.declarations import Gated, PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.models import ListedPart, Part
from pam.reference.keys import ReferenceKey

KIND = PartKind("assessment", "Scores and assessments")


class SecondScore(ListedPart):
    """That a completed score (`first`) is made again by a second person, blind (`second`), and what came of
    it. It holds nothing of the first until both are there: `bands` and `points` (per cent of the most that
    the method can score) are second less first.

    Waiting, then begun, then agreed or with a moderator, who decides which band stands (`decided`) with a
    reason; or ended without one. It only moves forward (pam_second_score_holds).
    """

    class Why(models.TextChoices):
        SAMPLE = "sample", "Drawn by chance"
        TIER = "tier", "The tier changed"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a second scorer"
        BEGUN = "begun", "Being scored"
        AGREED = "agreed", "Scores agree"
        APART = "apart", "Waiting for a moderator"
        MODERATED = "moderated", "Moderated"
        ENDED = "ended", "Ended without a second score"

    SETTLED = (State.AGREED, State.APART, State.MODERATED)
    OPEN = (State.WAITING, State.BEGUN)

    part_kind = KIND
    # Who scores or moderates here may be of another agency than the first scorer (pam_second_score_holds).
    gate = Gated("anchor", changer="pam_scores_here(record_id)", changed_to="pam_scores_here(record_id)")

    first = models.OneToOneField(Assessment, models.CASCADE, editable=False, related_name="+")
    second = models.OneToOneField(Assessment, models.SET_NULL, null=True, editable=False, related_name="+")
    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, editable=False, related_name="+", verbose_name="framework"
    )
    why = models.CharField(max_length=6, choices=Why, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    bands = models.SmallIntegerField(null=True, editable=False)
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True, editable=False)
    decided = models.CharField("band that stands", max_length=60, blank=True, editable=False)
    reason = models.TextField(blank=True, max_length=2000)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta(ListedPart.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "since", "id"], name="second_score_open"),
            models.Index(fields=["record", "-id"], name="second_score_of_record"),
            GinIndex(fields=["readers"], name="second_score_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "begun", "agreed", "apart"], decided_at=None)
                | (
                    models.Q(state__in=["moderated", "ended"], decided_at__isnull=False)
                    & ~models.Q(reason="")
                ),
                name="second_score_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.framework_version.name}, second score"


class TierMove(Part):
    """A tier that was asked for or set, with what the scores proposed on that day, in words, and why.

    Who sets another tier than a score proposes says why (`follows` is whether one does). What was asked
    for is set or declined by a person who manages the record.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        SET = "set", "Set"
        DECLINED = "declined", "Declined"

    part_kind = KIND

    before = ReferenceKey(TIERS, editable=False)
    tier = ReferenceKey(TIERS)
    proposed = models.CharField("what the scores propose", max_length=300, blank=True, editable=False)
    follows = models.BooleanField(default=False, editable=False)
    reason = models.TextField(blank=True, max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.SET, editable=False)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record", "-id"], name="tier_move_of_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="set", follows=True) | ~models.Q(reason=""),
                name="another_tier_says_why",
            ),
            models.UniqueConstraint(
                fields=["record", "author_agency"],
                condition=models.Q(state="asked"),
                name="one_tier_asked_for",
            ),
        ]

    def __str__(self):
        return f"{self.before_id} to {self.tier_id}"
