"""The 4P plan of a group: its head, what belongs to it, the versions that were signed, and its reviews.

The tactics of a plan are the actions of the group (pam/actions); `PlanTactic` says what one serves.
"""

from django.db import models
from django.utils import timezone

from ocg.plan.lists import RISKS
from ocg.strands import FOUR_P
from pam.access.models import Membership
from pam.actions.models import Action
from pam.db.declarations import Gated, PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Part, UntrackedPart
from pam.reference.keys import ReferenceKey

KIND = PartKind("plan", "4P plan")


class Plan(Part):
    """The head of a group's plan; one each. What belongs to it is for the same agencies or fewer."""

    part_kind = KIND

    end_state = models.TextField("end state", max_length=2000)
    archive_criteria = models.TextField("what must be true to archive the group", max_length=2000)

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["record"], name="one_plan_a_group")]

    def __str__(self):
        return "4P plan"


class PlanPart(Part):
    """What belongs to a plan. What is taken out keeps its row, with the reason."""

    part_kind = KIND

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="%(class)ss", editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_why = models.CharField("why it was taken out", max_length=500, blank=True, editable=False)

    class Meta(Part.Meta):
        abstract = True
        ordering = ["pk"]


class PlanObjective(PlanPart):
    """An objective that the Senior Responsible Officer sets; its number is never given again. `state` and
    `sentence` are what the last review said.
    """

    class State(models.TextChoices):
        ON_TRACK = "on_track", "On track"
        AT_RISK = "at_risk", "At risk"
        STUCK = "stuck", "Stuck"
        MET = "met", "Met"

    number = models.PositiveSmallIntegerField(editable=False, db_default=0)  # given by the database
    text = models.CharField("objective", max_length=300)
    measure = models.CharField("how we will know", max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.ON_TRACK, editable=False)
    sentence = models.CharField("where it stands", max_length=300, blank=True, editable=False)
    stated_at = models.DateTimeField(null=True, editable=False)

    class Meta(PlanPart.Meta):
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="objective_number_once")]

    def __str__(self):
        return self.text


class PlanStakeholder(PlanPart):
    """Who has a part in the plan, and what they bring."""

    agency = models.CharField("agency or body", max_length=120)
    contact = models.CharField(max_length=200, blank=True)
    brings = models.CharField("what they bring", max_length=300, blank=True)
    briefed_on = models.DateField(null=True, blank=True)

    def __str__(self):
        return self.agency


class PlanGap(PlanPart):
    """A question that intelligence is to answer, and where the answer is; never the answer itself."""

    question = models.CharField(max_length=300)
    collector = models.CharField("who collects", max_length=200)
    due = models.DateField("answer by")
    answered_by = models.CharField("reference of the answer", max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta(PlanPart.Meta):
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_by="", answered_on=None)
                | ~models.Q(answered_by="") & models.Q(answered_on__isnull=False),
                name="gap_answered_whole",
            )
        ]

    def __str__(self):
        return self.question

    @property
    def overdue(self):
        """Whether it is not answered and its day has passed."""
        return not self.answered_on and self.due < timezone.localdate()


class PlanRisk(PlanPart):
    """A risk that the plan itself brings, how it is held, and who owns it."""

    kind = ReferenceKey(RISKS, verbose_name="kind of risk")
    risk = models.CharField("what could happen", max_length=300)
    control = models.CharField("how it is controlled", max_length=300)
    owner = models.CharField("who owns it", max_length=200)

    def __str__(self):
        return self.risk


class PlanStrand(PlanPart):
    """Who owns a strand of the plan, and why one has nothing in it; for the same agencies as the plan."""

    strand = models.CharField(max_length=16, choices=FOUR_P.choices, editable=False)
    reason = models.CharField("why there is nothing", max_length=300, blank=True)
    owner = models.CharField("who owns it", max_length=200, blank=True)

    class Meta(PlanPart.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "strand"], name="strand_once_a_plan")]

    def __str__(self):
        return str(self.get_strand_display())


class PlanTactic(Part):
    """What an action of the group serves, which card it came from and when it starts; for the same agencies
    as the action.
    """

    part_kind = PartKind("action", "Actions")

    action = models.OneToOneField(Action, models.CASCADE, related_name="+", editable=False)
    objective = models.ForeignKey(
        PlanObjective,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tactics",
        verbose_name="objective that it serves",
    )
    card = models.ForeignKey(
        FrameworkVersion, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    starts = models.DateField(null=True, blank=True)

    def __str__(self):
        return str(self.action)


class PlanVersion(Part):
    """A plan as it was when its first signature was given: numbered, and copied whole by the database.

    The lead and the Senior Responsible Officer sign, each for themselves (pam_plan_version_holds).
    """

    part_kind = KIND

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions", editable=False)
    number = models.PositiveSmallIntegerField(editable=False, db_default=0)  # given by the database
    lro_signed_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    lro_signed_at = models.DateTimeField(null=True, editable=False)
    sro_signed_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    sro_signed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number"),
            models.CheckConstraint(
                condition=models.Q(lro_signed_by__isnull=False, lro_signed_at__isnull=False)
                | models.Q(lro_signed_by=None, lro_signed_at=None),
                name="lro_signed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(sro_signed_by__isnull=False, sro_signed_at__isnull=False)
                | models.Q(sro_signed_by=None, sro_signed_at=None),
                name="sro_signed_whole",
            ),
        ]

    def __str__(self):
        return f"Version {self.number}"

    @property
    def is_signed(self):
        """Whether both have signed it."""
        return self.lro_signed_at is not None and self.sro_signed_at is not None


class PlanVersionLine(UntrackedPart):
    """One line of a signed version, for the agencies that what it was copied from is for. `body` is what was
    planned, `progress` where it stood. Written by the database alone (pam_plan_version_frozen).
    """

    part_kind = PartKind("plan", "4P plan", column="kind", by={"tactic": "action"})
    gate = Gated("part", writes=())

    of_version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="lines", editable=False)
    kind = models.CharField(max_length=12, editable=False)
    key = models.UUIDField(editable=False)
    place = models.IntegerField(editable=False)
    body = models.JSONField(editable=False)
    progress = models.JSONField(editable=False)

    class Meta:
        ordering = ["place", "pk"]
        indexes = [models.Index(fields=["of_version", "kind"], name="line_of_plan_version")]

    def __str__(self):
        return self.kind


class PlanReview(Part):
    """A review that the lead signed; written once with its lines, in one transaction (`made_in`). The Senior
    Responsible Officer may comment on it once.
    """

    part_kind = KIND

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews", editable=False)
    of_version = models.ForeignKey(
        PlanVersion, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="version"
    )
    partners = models.TextField("what partners did", max_length=2000, blank=True)
    ask = models.TextField("ask of the chair", max_length=2000, blank=True)
    next_review = models.DateField()
    made_in = models.BigIntegerField(editable=False, db_default=0)  # set by the database
    comment = models.TextField(max_length=2000, blank=True, editable=False)
    commented_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    commented_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["plan", "-id"], name="review_of_plan")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(comment="", commented_by=None, commented_at=None)
                | ~models.Q(comment="") & models.Q(commented_by__isnull=False, commented_at__isnull=False),
                name="review_commented_whole",
            )
        ]

    def __str__(self):
        return "Review of the 4P plan"


class PlanReviewLine(UntrackedPart):
    """One line of a review, for the agencies that what it is about is for: `source` is the kind of part that
    it is about. Written once, with its review.
    """

    class Section(models.TextChoices):
        CHANGE = "change", "What changed"
        OBJECTIVE = "objective", "Objectives"
        ACTION = "action", "Overdue actions"
        STRAND = "strand", "Strands with nothing in them"
        GAP = "gap", "Intelligence gaps"
        ASK = "ask", "Asked of the chair"

    # Kinds of part that a line may be about, besides "plan".
    SOURCES = ("action", "assessment", "disruption", "entry", "harm", "subject")
    part_kind = PartKind("plan", "4P plan", column="source", by={code: code for code in SOURCES})
    gate = Gated("part", writes=("INSERT",))

    review = models.ForeignKey(PlanReview, models.CASCADE, related_name="lines", editable=False)
    section = models.CharField(max_length=10, choices=Section, editable=False)
    source = models.CharField(max_length=12, default="plan", editable=False)
    about = models.UUIDField(null=True, editable=False)
    title = models.CharField(max_length=300, editable=False)
    state = models.CharField(max_length=40, blank=True, editable=False)
    text = models.CharField(max_length=700, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["review", "section"], name="line_of_plan_review")]

    def __str__(self):
        return self.title
