"""What agencies disagree about on a record: a decision or threshold of one that another escalates, stage by
stage; and a decision not to share what was asked for.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Agency, LawfulBasis
from pam.db.declarations import Gated, PartKind
from pam.disagreements.lists import STAGES
from pam.records.models import ListedPart, Part
from pam.reference.keys import ReferenceKey


class Escalation(ListedPart):
    """One disagreement of the author's agency with a decision of another (`with_agency`): for both of them
    and the agency that owns the record. At `stage` since `since`, to be answered by `due`; `outcome` ends it.
    """

    part_kind = PartKind("escalation", "Escalations between agencies")
    gate = Gated("anchor", own=("author_agency", "with_agency"))

    with_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", editable=False, verbose_name="agency that decided"
    )
    title = models.CharField("decision or threshold", max_length=200)
    why = models.TextField("why you disagree, and what you ask for", max_length=5000)
    stage = ReferenceKey(STAGES, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    due = models.DateTimeField(null=True, editable=False)
    outcome = models.TextField(max_length=2000, blank=True, editable=False)
    settled_on = models.DateField(null=True, editable=False)

    class Meta(ListedPart.Meta):
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["since", "id"], name="escalation_open", condition=Q(settled_on=None)),
            models.Index(fields=["record"], name="escalation_of_record"),
            models.Index(fields=["author"], name="escalation_of_author"),
            GinIndex(fields=["readers"], name="escalation_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_on=None, outcome="") | Q(settled_on__isnull=False) & ~Q(outcome=""),
                name="escalation_settled_with_an_outcome",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def late(self):
        """Whether the stage that it is at has lasted longer than its clock allows."""
        return self.settled_on is None and self.due is not None and self.due < timezone.now()


class EscalationStep(Part):
    """One step of an escalation: an answer, the next stage, the outcome. For the same agencies, written
    once.
    """

    part_kind = Escalation.part_kind
    gate = Gated("part")

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="steps", editable=False)
    title = models.CharField(max_length=200, editable=False)
    text = models.TextField(max_length=3000)

    class Meta(Part.Meta):
        verbose_name = "step of an escalation"
        verbose_name_plural = "steps of escalations"
        ordering = ["created", "pk"]
        indexes = [models.Index(fields=["escalation", "created"], name="step_of_escalation")]

    def __str__(self):
        return self.title


class NotShared(ListedPart):
    """A decision not to share something that was asked for: by which person or agency, what, why, until when
    it stands, and to which people that was told. `ended_on` is when it was shared after all.

    `harms_more`: the request rested on a duty, and telling would be more detrimental to the child.
    """

    part_kind = PartKind("not_shared", "Decisions not to share")
    gate = Gated("anchor")

    asked_by = models.CharField("who asked", max_length=160)
    asked_on = models.DateField("day they asked", default=timezone.localdate)
    what = models.TextField("what they asked for", max_length=3000)
    basis = models.ForeignKey(
        LawfulBasis,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lawful basis of the request",
    )
    harms_more = models.BooleanField(default=False, editable=False)
    reason = models.TextField("why it is not shared", max_length=3000)
    decided_by = models.CharField("who decided", max_length=160)
    decided_on = models.DateField("day of the decision", default=timezone.localdate)
    review_on = models.DateField("look at it again on", null=True)
    told = models.CharField("who was told about the decision", max_length=300, blank=True)
    ended_on = models.DateField(null=True, editable=False)
    end_words = models.TextField(max_length=2000, blank=True, editable=False)

    class Meta(ListedPart.Meta):
        verbose_name = "decision not to share"
        verbose_name_plural = "decisions not to share"
        ordering = ["-decided_on", "-pk"]
        indexes = [
            models.Index(fields=["review_on", "id"], name="not_shared_review", condition=Q(ended_on=None)),
            models.Index(fields=["-decided_on", "-id"], name="not_shared_newest"),
            models.Index(fields=["record"], name="not_shared_of_record"),
            models.Index(fields=["author"], name="not_shared_of_author"),
            GinIndex(fields=["readers"], name="not_shared_readers", fastupdate=False),
        ]

    def __str__(self):
        return f"Not shared with {self.asked_by}"

    @property
    def state_words(self):
        """ "Not shared" or "Shared after all"."""
        return "Shared after all" if self.ended_on else "Not shared"
