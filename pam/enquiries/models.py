"""Questions to other agencies; covert matches: what a job compares, and what a record's lead is told."""

import uuid

from django.db import models
from django.utils import timezone

from pam.access.models import Agency, LawfulBasis, Membership
from pam.db.declarations import Special
from pam.records.fields import PartialDateField


class Enquiry(models.Model):
    """A person asks other agencies whether they know a person, an address or a vehicle. Identifiers and why;
    no record.
    """

    gate = Special(
        "Seen by who asks, and by those who answer for an agency that was asked.", writes=("INSERT",)
    )

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ADDRESS = "address", "Address"
        VEHICLE = "vehicle", "Vehicle"
        OTHER = "other", "Something else"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asker = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asker_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    born = PartialDateField()
    more = models.TextField(blank=True)
    purpose = models.TextField()
    basis = models.ForeignKey(LawfulBasis, models.PROTECT, related_name="+")
    answer_by = models.DateField()
    asked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["asker", "-asked_at"], name="question_of_asker")]

    def __str__(self):
        return f"Question about {self.name}"


class EnquiryRecipient(models.Model):
    """One agency that a question was put to, and its answer.

    There is one answer for "we know nothing" and for "we do not say": the asker can't tell the one from the
    other.
    """

    gate = Special("Seen by who asks, and by those who answer for the agency.", writes=("INSERT",))

    class Answer(models.TextChoices):
        HIT = "hit", "Hit"
        CONTACT = "contact", "Contact me"
        NONE = "none", "No hit to declare"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Enquiry, models.CASCADE, related_name="asked")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    words = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "agency"], name="one_agency_once_a_question"),
            models.CheckConstraint(
                condition=~models.Q(answer="none") | models.Q(words=""), name="no_words_without_a_hit"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-asked_at"], name="asked_of_agency")]

    def __str__(self):
        return f"{self.agency}: {self.standing}"

    @property
    def waiting(self):
        """Whether nobody has answered for the agency."""
        return not self.answer

    @property
    def standing(self):
        """Its state, in words that both sides read."""
        return self.get_answer_display() or "Waiting"
