"""Requests to the region for help with a group, from the question to the outcome."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from ocg.region.lists import PRODUCTS, SUPPORT
from pam.access.models import Agency, Membership
from pam.db.declarations import Gated, PartKind
from pam.records.models import ListedPart
from pam.reference.keys import ReferenceKey

KIND = PartKind("region", "Requests to the region")
WHO = {"null": True, "editable": False, "related_name": "+"}


class RegionRequest(ListedPart):
    """A request to the region (an agency that the group is shared with) for help with a group.

    The force asks; the region says whether it takes it on, writes the terms of reference and delivers; the
    force agrees the terms and says how the threat is afterwards and who owns it now. Each step is one
    side's, and goes forward only: pam_region_holds.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        MORE = "more", "More needed"
        ACCEPTED = "accepted", "Taken on"
        REFUSED = "refused", "Not taken on"
        TERMS = "terms", "Terms to agree"
        AGREED = "agreed", "Terms agreed"
        DELIVERED = "delivered", "Delivered"
        CONCLUDED = "concluded", "Concluded"

    # Whose turn it is, by state.
    REGIONS_TURN = (State.ASKED, State.ACCEPTED, State.AGREED)
    FORCES_TURN = (State.MORE, State.TERMS, State.DELIVERED)

    part_kind = KIND
    gate = Gated("anchor", own=("author_agency", "region"))

    region = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="region")
    support = ReferenceKey(SUPPORT, verbose_name="help wanted")
    why = models.TextField("why", max_length=4000)
    wanted_by = models.DateField("wanted by")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED, editable=False)
    triaged_by = models.ForeignKey(Membership, models.PROTECT, **WHO)
    triaged_at = models.DateTimeField(null=True, editable=False)
    triage_reason = models.TextField("what the region said", blank=True, max_length=2000)
    terms = models.TextField("terms of reference", blank=True, max_length=8000)
    products = models.TextField("products", blank=True, max_length=2000)
    timeline = models.DateField("delivered by", null=True, blank=True)
    sio = models.CharField("senior investigating officer", max_length=120, blank=True)
    terms_by = models.ForeignKey(Membership, models.PROTECT, **WHO)
    agreed_by = models.ForeignKey(Membership, models.PROTECT, **WHO)
    agreed_at = models.DateTimeField(null=True, editable=False)
    product = ReferenceKey(PRODUCTS, null=True, blank=True, verbose_name="kind of product")
    product_reference = models.CharField("reference of the product", max_length=120, blank=True)
    delivered_on = models.DateField("delivered on", null=True, blank=True)
    delivered_by = models.ForeignKey(Membership, models.PROTECT, **WHO)
    score = models.ForeignKey(
        "ocg.Score", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="score afterwards"
    )
    threat_after = models.TextField("the threat afterwards", blank=True, max_length=2000)
    owner_now = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who owns it now"
    )
    concluded_by = models.ForeignKey(Membership, models.PROTECT, **WHO)
    concluded_at = models.DateTimeField(null=True, editable=False)

    class Meta(ListedPart.Meta):
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["record", "-asked_at", "-id"], name="region_of_record"),
            models.Index(fields=["region", "state"], name="region_to_do"),
            models.Index(fields=["-asked_at", "-id"], name="region_newest"),
            GinIndex(fields=["readers"], name="region_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "refused", "more", "terms", "agreed", "delivered"])
                | models.Q(triaged_by__isnull=False),
                name="region_triaged_by_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["agreed", "delivered", "concluded"])
                | (models.Q(agreed_by__isnull=False, timeline__isnull=False) & ~models.Q(terms="")),
                name="region_terms_by_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["delivered", "concluded"])
                | models.Q(delivered_on__isnull=False, product__isnull=False),
                name="region_product_by_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="concluded") | models.Q(owner_now__isnull=False),
                name="region_owner_by_state",
            ),
        ]

    def __str__(self):
        return f"Request to the region, {self.get_state_display().lower()}"

    @property
    def is_open(self):
        """Whether it is still to be done."""
        return self.state not in (self.State.REFUSED, self.State.CONCLUDED)
