"""Items of a safety plan, and what the person agreed to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pam.access.models import Agency
from pam.db.declarations import Gated, PartKind
from pam.records.models import Part, UntrackedPart
from pam.ui.dates import today

KIND = PartKind("safety", "Safety plan")


class SafetyItem(Part):
    """One thing that keeps a person safe, who does it, and by when. `own_words` are for the person's
    copy; empty: it is not on it.
    """

    class Kind(models.TextChoices):
        REMOVE = "remove", "Remove the risk"
        AVOID = "avoid", "Avoid the risk"
        REDUCE = "reduce", "Reduce the risk"
        ACCEPT = "accept", "Accept the risk"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        IN_PLACE = "in_place", "In place"
        ENDED = "ended", "Ended"

    part_kind = KIND

    what = models.CharField("what is done", max_length=300)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.REDUCE)
    owner_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="agency"
    )
    owner_team = models.CharField("team", max_length=120, blank=True)
    owner_name = models.CharField("person", max_length=120, blank=True)
    due = models.DateField("by when", null=True, blank=True)
    own_words = models.CharField("in the person’s own copy", max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    ended_reason = models.CharField("why it ended", max_length=300, blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "item of a safety plan"
        verbose_name_plural = "items of safety plans"
        ordering = ["pk"]
        indexes = [models.Index(fields=["record", "id"], name="safety_item_of_record")]

    def __str__(self):
        return self.what

    def clean(self):
        """Raises ValidationError for an item that nobody owns."""
        if not self.owner_agency_id and not self.owner_team.strip() and not self.owner_name.strip():
            words = "Say who does it: an agency, a team or a person."
            raise ValidationError({"owner_name": ValidationError(words, code="missing")})

    @property
    def owner_words(self) -> str:
        """Who does it: "Nia Frost, Outreach, Northgate Trust"."""
        agency = self.owner_agency.name if self.owner_agency else ""
        return ", ".join(filter(None, (self.owner_name, self.owner_team, agency)))

    @property
    def is_overdue(self) -> bool:
        """Whether it is planned and its day has passed."""
        return self.state == self.State.PLANNED and self.due is not None and self.due < today()


class SafetyAgreement(Part):
    """That the person agreed to the plan as it was on a day: its lines are kept as they were told to them."""

    part_kind = KIND

    agreed_on = models.DateField("day", default=timezone.localdate)
    how = models.CharField("how it was talked through", max_length=200)
    spoke_with = models.CharField("who it was agreed with", max_length=120)
    views = models.TextField("what they said about it", blank=True, max_length=2000)

    class Meta(Part.Meta):
        verbose_name = "agreement to a safety plan"
        ordering = ["-agreed_on", "-pk"]
        indexes = [models.Index(fields=["record", "-agreed_on", "-id"], name="safety_agreed_of_record")]

    def __str__(self):
        return self.spoke_with


class SafetyAgreedItem(UntrackedPart):
    """One item as the person agreed to it, for the agencies that the item was for. Written once."""

    part_kind = KIND
    gate = Gated("part", writes=("INSERT",))

    agreement = models.ForeignKey(SafetyAgreement, models.CASCADE, related_name="lines", editable=False)
    item = models.ForeignKey(SafetyItem, models.CASCADE, related_name="agreed", editable=False)
    what = models.CharField(max_length=300, editable=False)
    kind = models.CharField(max_length=6, choices=SafetyItem.Kind, editable=False)
    owner = models.CharField(max_length=400, blank=True, editable=False)
    due = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["agreement", "id"], name="line_of_safety_agreement")]

    def __str__(self):
        return self.what
