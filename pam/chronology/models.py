"""Entries of a multi-agency chronology."""

from datetime import timedelta

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pam.access.models import Membership
from pam.db.declarations import PartKind
from pam.records.models import ListedPart
from pam.subjects.models import PartialDay


class Event(ListedPart):
    """One thing that happened, as an agency knows it: when, as far as it is known, what, and who says so.

    `happened` is a day, a month or a year, `about` says that it is about then; with `until` it is a period,
    or some time between the two (`between`). `first` and `last` are the first and the last day that it can
    have been: lists go by `first`. Nothing is written over: what was wrong is struck out with a reason
    (`struck_reason`), and the right entry names it (`corrects`); the database holds it (pam_event_stays).
    """

    class Kind(models.TextChoices):
        INCIDENT = "incident", "Incident"
        CONTACT = "contact", "Contact or visit"
        MISSED = "missed", "Missed appointment"
        PROTECTIVE = "protective", "Something that helped"
        DECISION = "decision", "Decision"
        OTHER = "other", "Other"

    class Nature(models.TextChoices):
        FACT = "fact", "Fact"
        OPINION = "opinion", "Professional opinion"
        REPORTED = "reported", "Reported by a third party"

    class Effect(models.TextChoices):
        WORSE = "worse", "Harmful"
        BETTER = "better", "Helpful"
        NONE = "none", "Neither"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    part_kind = PartKind("chronology", "Multi-agency chronology")

    happened = PartialDay("when", null=False, blank=False)
    until = PartialDay("until")
    about = models.BooleanField("about then", default=False)
    between = models.BooleanField("some time between", default=False)
    time = models.TimeField(null=True, blank=True)
    first = models.DateField(editable=False)
    last = models.DateField(editable=False)
    what = models.CharField("what happened", max_length=300)
    details = models.TextField(blank=True, max_length=5000)
    kind = models.CharField("kind of entry", max_length=10, choices=Kind, default=Kind.INCIDENT)
    nature = models.CharField("fact or opinion", max_length=8, choices=Nature, default=Nature.FACT)
    source_agency = models.CharField("agency that says so", max_length=120)
    source_system = models.CharField("system or record", max_length=120, blank=True)
    source_worker = models.CharField("worker", max_length=120, blank=True)
    significant = models.BooleanField(default=False)
    effect = models.CharField(max_length=6, choices=Effect, default=Effect.NONE)
    impact = models.TextField("impact on the person", blank=True, max_length=2000)
    action_taken = models.TextField(blank=True, max_length=2000)
    outcome = models.TextField(blank=True, max_length=2000)
    child_seen = models.CharField(max_length=3, choices=Answer, blank=True)
    child_heard = models.CharField(max_length=3, choices=Answer, blank=True)
    late_reason = models.CharField("why it is written late", max_length=300, blank=True)
    corrects = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="corrected_by", editable=False
    )
    struck_at = models.DateTimeField(null=True, editable=False)
    struck_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    struck_reason = models.CharField("why it was struck out", max_length=300, blank=True, editable=False)

    class Meta(ListedPart.Meta):
        verbose_name = "chronology entry"
        verbose_name_plural = "chronology entries"
        ordering = ["-first", "-pk"]
        indexes = [
            models.Index(fields=["record", "-first", "-id"], name="event_of_record"),
            GinIndex(fields=["readers"], name="event_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(struck_at=None, struck_by=None, struck_reason="")
                | models.Q(struck_at__isnull=False, struck_by__isnull=False) & ~models.Q(struck_reason=""),
                name="event_struck_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="event_ends_after_its_start"
            ),
        ]

    def __str__(self):
        return self.what

    def clean(self):
        """Raises ValidationError for an end before the start, and a time without a day."""
        if self.happened is None:
            return
        if self.until and self.until.latest < self.happened.earliest:
            words = "This must be the same as or after when it happened."
            raise ValidationError({"until": ValidationError(words, code="before_start")})
        if self.between and not self.until:
            words = "Enter the later day too, if it was some time between two days."
            raise ValidationError({"until": ValidationError(words, code="missing")})
        if self.time and (not self.happened.is_exact or self.until):
            words = "A time needs a single day."
            raise ValidationError({"time": ValidationError(words, code="needs_a_day")})

    def place_in_time(self) -> None:
        """Sets `first` and `last` by when it happened."""
        self.first = self.happened.earliest
        self.last = max((self.until or self.happened).latest, self.first)

    @property
    def when_words(self) -> str:
        """When it happened, in words: "3 May 2026", "about March 2025", "between 2019 and 2021"."""
        if self.until and self.between:
            return f"between {self.happened} and {self.until}"
        words = f"{self.happened} to {self.until}" if self.until else str(self.happened)
        if self.time:
            words = f"{words}, {self.time:%H:%M}"
        return f"about {words}" if self.about else words

    @property
    def source_words(self) -> str:
        """Who says so: "Northgate Trust, SystmOne, Nia Frost"."""
        return ", ".join(filter(None, (self.source_agency, self.source_system, self.source_worker)))

    @property
    def child_words(self) -> str:
        """Whether a child was seen and heard: "Child seen, not heard"; "" where it was not said."""
        said = [
            f"{'' if value == self.Answer.YES else 'not '}{word}"
            for value, word in ((self.child_seen, "seen"), (self.child_heard, "heard"))
            if value
        ]
        return f"Child {', '.join(said)}" if said else ""

    @property
    def counts(self) -> bool:
        """Whether it stands: it was not struck out."""
        return self.struck_at is None

    def is_late(self, days: int) -> bool:
        """Whether it is written more than so many days after it happened."""
        written = timezone.localtime(self.created).date()
        return written - (self.until or self.happened).latest > timedelta(days=days)
