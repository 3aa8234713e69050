"""Questions to other agencies; covert matches: what a job compares, and what a record's lead is told."""

import uuid

from django.db import models
from django.utils import timezone

from pam.access.models import Agency, LawfulBasis, Membership, Team
from pam.records.models import Record, Subject
from pam.rules import Open, Special


class ToMatch(models.Model):
    """A subject that was added or changed and is still to be compared. Written by a trigger in the same
    transaction.

    `by_user` and `by_agency` say who did it. `quiet` is for those that were there before: nobody is told of
    them.
    """

    gate = Special("Written by a trigger, read by the system job alone.")

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    by_user = models.BigIntegerField(null=True)
    by_agency = models.BigIntegerField(null=True)
    quiet = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"Subject {self.subject_id}, to be compared"


class MatchKey(models.Model):
    """One way in which a subject can be known again: a rule of `match.rules`, and its normalised text."""

    gate = Special("Written and read by the system job alone.")

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "text", "subject"], name="match_key_once")]

    def __str__(self):
        return f"{self.rule} of subject {self.subject_id}"


class Match(models.Model):
    """Somebody recorded a person, place or object that a record knows which they may not see.

    Its lead learns at which agency, and whom to contact there; never in which record. `cause` is the same for
    the same two subjects and says nothing of them.
    """

    gate = Special(
        "Seen by who was told and by the owning agency's people who manage the record, if they see its subject."
    )

    class State(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        NO_NEED = "no_need", "No need for contact"
        DIFFERENT = "different", "Not the same"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cause = models.CharField(max_length=32, unique=True, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    record_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    known = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    told = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    rules = models.CharField(max_length=200)
    found_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "matches"
        ordering = ["-found_at", "-pk"]
        indexes = [
            models.Index(fields=["record", "-found_at"], name="match_of_record"),
            models.Index(fields=["told", "state"], name="match_of_lead"),
        ]

    def __str__(self):
        return f"Match of subject {self.known_id}"

    @property
    def waiting(self):
        """Whether nobody has said what came of it."""
        return self.state == self.State.NEW


class ContactPoint(models.Model):
    """Which team of an agency answers others' questions. Without one, its supervisors do."""

    gate = Open(
        "The names of teams that others may turn to.",
        writes=("INSERT", "UPDATE (team_id)"),
        written_by="pam_administers(agency_id) AND EXISTS (SELECT 1 FROM access_team t"
        " WHERE t.id = team_id AND t.agency_id = asking_contactpoint.agency_id)",
    )

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="contact_point")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.team} answers for {self.agency}"


class Question(models.Model):
    """Somebody asks other agencies whether they know a person, an address or a vehicle. Identifiers and why;
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
    born = models.DateField(null=True, blank=True)
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


class Asked(models.Model):
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
    question = models.ForeignKey(Question, models.CASCADE, related_name="asked")
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
        """How it stands, in words that both sides read."""
        return self.get_answer_display() or "Waiting"
