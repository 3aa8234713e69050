"""Transfers of records to another team, or to another agency with a copy of what the giver chose."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.levels import Marking
from pam.access.models import Agency, Agreement, LawfulBasis, Membership, Team
from pam.db.declarations import Gated, PartKind, Special
from pam.records.models import MarkedPart, Part, Record
from pam.reference.keys import ReferenceKey
from pam.transfers.lists import REASONS


class Transfer(models.Model):
    """A proposal that another team takes a record over, and what became of it.

    The receiver reads `reference`, `shown` ([[label, words]]), `identity` where the giver chose to say it,
    the reason, and `missing` (what does not come with it, in sentences): nothing else of the record.
    `marking` is the highest of all that goes. For another agency `contents` says how much of which section
    went ([{"code", "label", "count", "rows"}], `rows` its rows with their versions), `left` what stayed
    behind, and `digest` seals the package.
    """

    gate = Special(
        "Seen by who manages the record for its agency, by who proposed it, and by those who may accept it.",
        writes=("INSERT", "UPDATE (state, answered_by_id, answered_at, answer)"),
    )
    agency_through = "record"  # whose reference lists it bears
    collected_through = "JOIN records_record r ON r.id = t.record_id"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+", editable=False)
    reference = models.CharField(max_length=24, editable=False)
    record_kind = models.CharField(max_length=16, editable=False)
    record_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+", editable=False)
    lead = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+", editable=False)
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    proposed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = ReferenceKey(REASONS, verbose_name="reason")
    words = models.TextField("why they should take it over", max_length=2000)
    attention = models.CharField(
        "person at the receiver", max_length=120, blank=True, default="", db_default=""
    )
    on = models.DateField("day from which they should have it", default=timezone.localdate)
    marking = models.PositiveSmallIntegerField(choices=Marking, editable=False)
    shown = models.JSONField(default=list, editable=False)
    identity = models.CharField(max_length=300, blank=True, editable=False)
    missing = models.JSONField(default=list, editable=False)
    basis = models.ForeignKey(LawfulBasis, models.PROTECT, null=True, related_name="+", editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+", editable=False)
    justification = models.TextField("why without an agreement", max_length=2000, blank=True, editable=False)
    contents = models.JSONField(default=list, editable=False)
    left = models.JSONField(default=list, editable=False)
    # The kinds of part in it: who hears of a correction (disclosure.Receipt).
    kinds = ArrayField(models.CharField(max_length=40), null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING, editable=False)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(max_length=2000, blank=True, editable=False)
    # When the record changed teams within its agency: set by the database alone (pam_take_over).
    moved_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(state="waiting"), name="one_waiting_transfer_a_record"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_by=None, answered_at=None)
                | ~Q(state="waiting") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="transfer_answered_by_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["to_team", "-proposed_at", "-id"], name="transfer_to_team"),
            models.Index(fields=["record", "-proposed_at"], name="transfer_of_record"),
            models.Index(fields=["proposed_by", "-proposed_at", "-id"], name="transfer_of_proposer"),
        ]

    def __str__(self):
        return f"Transfer of {self.reference}"

    @property
    def waiting(self):
        """Whether nobody has answered it yet."""
        return self.state == self.State.WAITING

    @property
    def inside(self):
        """Whether it stays within the agency: the record itself changes teams."""
        return self.to_agency_id == self.record_agency_id


class TransferPackage(models.Model):
    """What goes to another agency, as it was when it was proposed: `rows` as pam/transfers/packing.py writes
    them. Nobody reads it but the person who has accepted it, as they do; it is gone with each answer.
    """

    gate = Special(
        "Read by the person who accepted the transfer, who takes it away with that.",
        writes=("INSERT", "DELETE"),
    )
    # The key, so that who puts it in need not read it.
    transfer = models.OneToOneField(Transfer, models.CASCADE, related_name="package", primary_key=True)
    rows = models.JSONField()

    class Meta:
        verbose_name = "package of a transfer"

    def __str__(self):
        return f"Package of transfer {self.transfer_id}"


class CarriedOver(MarkedPart, Part):
    """That a record began as a copy of another agency's: from where, and of each row who wrote it and when
    ([{"section", "title", "wrote", "agency", "on", "as"}]). `missing` is what did not come, in sentences.
    For the agency that received it alone; written once.
    """

    part_kind = PartKind("transfer", "Transfers")
    gate = Gated("part", writes=("INSERT",), added_with="MANAGE", marked="own_marking")

    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    from_team = models.CharField(max_length=120, editable=False)
    from_reference = models.CharField(max_length=24, editable=False)
    given_by = models.CharField(max_length=160, editable=False)
    proposed_on = models.DateField(editable=False)
    missing = models.JSONField(default=list, blank=True, editable=False)
    lines = models.JSONField(default=list, blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "transfer that a record came by"
        verbose_name_plural = "transfers that records came by"
        indexes = [models.Index(fields=["record"], name="carried_of_record")]

    def __str__(self):
        return f"Carried over from {self.from_reference}"
