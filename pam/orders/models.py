"""Orders on people and places of a record: what a court or the police ordered, until when, and what came of
it.
"""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pam.access.models import Agency
from pam.audit.histories import TrackedQuerySet
from pam.db.declarations import Gated
from pam.db.ordering import OrLast
from pam.records.models import ListedPart, Part, Subject
from pam.reference.keys import ReferenceKey
from pam.subjects.declared_lists import ORDERS
from pam.ui.dates import long_date, today


class OrderQuerySet(TrackedQuerySet):
    """Filters that know nothing of the person who may see what."""

    def in_force(self, day=None):
        """Those in force on `day` (today)."""
        day = day or today()
        lasting = models.Q(end=None) | models.Q(end__gte=day)
        return self.filter(lasting, start__lte=day, discharged_on=None)

    def ending_first(self):
        """By their last day, those without one last."""
        return self.order_by("end__or_last", "pk")


class Order(ListedPart):
    """One order on a subject of a record: kind, where and by which court it was made, from when until when
    (no end: until further order), and its conditions, one on each line of `requirements`.

    For the agencies that its subject is for, or some of them: the database refuses others. What happens to it
    is an `OrderEvent`. A discharged one stays.
    """

    part_kind = Subject.part_kind
    gate = Gated("anchor")

    subject = models.ForeignKey(
        Subject, models.CASCADE, related_name="orders", editable=False, verbose_name="person, place or object"
    )
    kind = ReferenceKey(ORDERS, verbose_name="kind of order")
    area = models.CharField("where it was made", max_length=80)
    issuer = models.CharField("court, or who issued it", max_length=200)
    reference = models.CharField(max_length=80, blank=True)
    start = models.DateField("first day")
    end = models.DateField("last day", null=True, blank=True)
    requirements = models.TextField("conditions", blank=True, max_length=5000)
    checked_by = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="agency that checks it"
    )
    discharged_on = models.DateField("discharged on", null=True, blank=True, editable=False)
    discharge_reason = models.CharField(max_length=500, blank=True, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta(ListedPart.Meta):
        ordering = ["-start", "-pk"]
        indexes = [
            models.Index(OrLast(models.F("end")), models.F("id"), name="order_ending"),
            models.Index(fields=["-start", "-id"], name="order_newest"),
            models.Index(fields=["subject"], name="order_of_subject"),
            models.Index(fields=["record"], name="order_of_record"),
            GinIndex(fields=["readers"], name="order_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end=None) | models.Q(end__gte=models.F("start")), name="order_ends_after"
            ),
            models.CheckConstraint(
                condition=models.Q(discharged_on=None, discharge_reason="")
                | models.Q(discharged_on__isnull=False) & ~models.Q(discharge_reason=""),
                name="order_discharged_with_a_reason",
            ),
        ]

    def __str__(self):
        return str(self.kind)

    @property
    def end_words(self):
        """ "until 3 March 2027", "until further order"."""
        return f"until {long_date(self.end)}" if self.end else "until further order"

    @property
    def short_words(self):
        """ "Gang injunction, until 3 March 2027": for a row about its subject."""
        return f"{self.kind}, {self.end_words}"

    @property
    def state_words(self):
        """ "In force", "Not in force yet", "Ended", "Discharged"."""
        if self.discharged_on:
            return "Discharged"
        if self.start > today():
            return "Not in force yet"
        return "Ended" if self.end and self.end < today() else "In force"

    @property
    def is_open(self):
        """Whether it is in force, or will be."""
        return self.discharged_on is None and (self.end is None or self.end >= today())

    @property
    def days_left(self):
        """Days until its last one; None without an end."""
        return (self.end - today()).days if self.end else None

    @property
    def condition_lines(self):
        """Its conditions, one by one."""
        return [line.strip() for line in self.requirements.splitlines() if line.strip()]

    def clean(self):
        """Raises ValidationError for an end before the beginning."""
        if self.end and self.start and self.end < self.start:
            words = "The last day must be the same as or after the first day."
            raise ValidationError({"end": ValidationError(words, code="before_start")})


class OrderEvent(Part):
    """What happened to an order on a day: a visit, a breach, or a variation by the court. For the same
    agencies. Written once; of a breach the outcome comes later.
    """

    class Type(models.TextChoices):
        VISIT = "visit", "Visit"
        BREACH = "breach", "Breach"
        VARIATION = "variation", "Variation"

    part_kind = Subject.part_kind
    gate = Gated("part")

    order = models.ForeignKey(Order, models.CASCADE, related_name="events", editable=False)
    type = models.CharField(max_length=9, choices=Type, editable=False)
    on = models.DateField("day", default=timezone.localdate)
    by = models.CharField("by", max_length=120, blank=True)
    text = models.TextField("what happened", max_length=3000)
    reference = models.CharField("reported as", max_length=120, blank=True)
    outcome = models.TextField("outcome", max_length=2000, blank=True)
    end_before = models.DateField(null=True, blank=True, editable=False)
    end_after = models.DateField(null=True, blank=True, editable=False)

    class Meta(Part.Meta):
        verbose_name = "event of an order"
        verbose_name_plural = "events of orders"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["order", "type", "-on", "-id"], name="event_of_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(type="breach") | models.Q(outcome="", reference=""),
                name="outcome_of_a_breach",
            )
        ]

    def __str__(self):
        return str(self.get_type_display())
