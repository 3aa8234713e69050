"""Offers of a group's lead, and the training that leads have had."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ocg.responsible.lists import TRAINING
from pam.access.models import Membership
from pam.db.declarations import Gated, Open, PartKind
from pam.records.models import Part
from pam.reference.models import ReferenceValue


class LeadOffer(Part):
    """A person was asked to be the Lead Responsible Officer of a group: by its author, who manages it.

    They accept, or decline with a reason; until then the one before stays the lead. Once it is answered it
    never changes (pam_lead_offer_holds). For the agency that owns the group and that of the person asked.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    part_kind = PartKind("responsibility", "Who is responsible")
    stays_in_merge = True  # who was asked to lead a record is its own (pam/merging)
    # Who was asked answers, whatever their level: that, and nothing else of it.
    gate = Gated(
        "part",
        added_with="MANAGE",
        changer="state = 'offered' AND pam_is_me(offered_to_id)",
        changed_to="state IN ('accepted', 'declined') AND pam_is_me(offered_to_id)",
    )

    offered_to = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name="person asked", editable=False
    )
    note = models.TextField("note for them", max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED, editable=False)
    answer = models.TextField("answer", max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["offered_to"], name="lead_offer_waiting", condition=models.Q(state="offered")
            ),
            models.Index(fields=["record", "-id"], name="lead_offer_of_record"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(state="offered"), name="one_open_lead_offer"
            ),
            models.CheckConstraint(
                condition=models.Q(state="offered", answered_at=None)
                | (~models.Q(state="offered") & models.Q(answered_at__isnull=False)),
                name="lead_offer_answered_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(answer=""), name="lead_declined_with_reason"
            ),
        ]

    def __str__(self):
        return str(self.get_state_display())

    @property
    def waits(self):
        """Whether it waits for an answer."""
        return self.state == self.State.OFFERED


class LeadTraining(models.Model):
    """Training that a person has had for leading groups; recorded by a supervisor or administrator of their
    agency. What was recorded by mistake is taken off (`removed_at`).
    """

    gate = Open(
        "That a person was trained, and when; no case text.",
        writes=("INSERT", "UPDATE (removed_at)"),
        written_by=(
            "pam_has_role('{administrator,supervisor}') AND EXISTS (SELECT 1 FROM access_membership m"
            " WHERE m.id = membership_id AND m.agency_id = pam_agency())"
        ),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+", verbose_name="person")
    kind = models.ForeignKey(
        ReferenceValue, models.PROTECT, related_name="+", limit_choices_to={"listing": TRAINING}
    )
    on = models.DateField("day", default=timezone.localdate)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "training"
        indexes = [
            models.Index(fields=["membership", "-on"], name="lead_training_of_person"),
        ]

    def __str__(self):
        return str(self.kind)

    def clean(self):
        """Raises ValidationError for a kind of another list."""
        if self.kind_id and self.kind.listing != TRAINING:
            raise ValidationError({"kind": ValidationError("Select a kind of training.", code="invalid")})
