"""Members of a group over their lives: their part in it, and where they are, with dates."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ocg.members.lists import ROLES
from pam.access.models import Agency
from pam.db.declarations import Gated
from pam.records.models import ListedPart, Subject
from pam.reference.keys import ReferenceKey
from pam.subjects.models import PartialDay
from pam.ui.dates import long_date, today


class Member(ListedPart):
    """The part of one person or organisation of the record in the group.

    An exploited person is one by their role, stands apart in every list, and is counted among no members.
    For the agencies that its subject is for, or some of them: the database refuses others. What was entered
    by mistake is taken out (`removed_at`) and stays in the history.
    """

    part_kind = Subject.part_kind
    gate = Gated("anchor")

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="parts_in_groups", editable=False)
    role = ReferenceKey(ROLES)
    position = models.CharField("position in the group", max_length=120, blank=True)
    first_known = PartialDay("first known in the group")
    last_known = PartialDay("last known in the group")
    source = models.CharField("source reference", max_length=200, blank=True)
    manager = models.CharField("offender manager", max_length=120, blank=True)
    manager_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="agency of the offender manager",
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(ListedPart.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["record", "id"], name="member_of_record"),
            GinIndex(fields=["readers"], name="member_readers", fastupdate=False),
        ]

    def __str__(self):
        return self.position or "Member"

    @property
    def known_words(self):
        """From when until when they are known in the group; "" if neither is known."""
        if self.first_known and self.last_known:
            return f"{self.first_known} to {self.last_known}"
        if self.first_known:
            return f"Since {self.first_known}"
        return f"Until {self.last_known}" if self.last_known else ""

    def clean(self):
        """Raises ValidationError for an end before the beginning."""
        first, last = self.first_known, self.last_known
        if first and last and last.latest < first.earliest:
            words = "Last known must be the same as or after first known."
            raise ValidationError({"last_known": ValidationError(words, code="before_start")})


class MemberStatus(ListedPart):
    """Where a member was from a day on: at large, serving, on licence. For the same agencies.

    The newest that is not struck out is the one that counts. Nothing is written over: a mistake is struck
    out with a reason, and the right one added. `released_at` is when pam noted that the earliest release
    date had come (a job does, once).
    """

    class State(models.TextChoices):
        AT_LARGE = "at_large", "At large"
        BAIL = "bail", "On bail"
        REMANDED = "remanded", "Remanded"
        SERVING = "serving", "Serving"
        LICENCE = "licence", "On licence"
        ABROAD = "abroad", "Abroad"
        DEPORTED = "deported", "Deported"
        DEAD = "dead", "Dead"
        NOT_KNOWN = "not_known", "Not known"

    INSIDE = (State.REMANDED, State.SERVING)
    UNTIL = (State.BAIL, State.REMANDED, State.LICENCE)

    part_kind = Subject.part_kind
    gate = Gated("anchor")

    member = models.ForeignKey(Member, models.CASCADE, related_name="statuses", editable=False)
    state = models.CharField("status", max_length=9, choices=State)
    since = models.DateField("from", default=timezone.localdate)
    establishment = models.CharField("prison or other establishment", max_length=120, blank=True)
    release_on = models.DateField("earliest release date", null=True, blank=True)
    until = models.DateField("until", null=True, blank=True)
    requirements = models.TextField("conditions", blank=True, max_length=2000)
    source = models.CharField("how it is known", max_length=200, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True, editable=False)
    struck_reason = models.CharField(max_length=500, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(ListedPart.Meta):
        verbose_name = "status of a member"
        verbose_name_plural = "statuses of members"
        ordering = ["-since", "-pk"]
        indexes = [
            models.Index(
                fields=["member", "-since", "-id"],
                name="status_of_member",
                condition=models.Q(struck_at=None),
            ),
            models.Index(
                fields=["release_on", "id"],
                name="status_release",
                condition=models.Q(struck_at=None, state="serving"),
            ),
            models.Index(fields=["record"], name="status_of_record", condition=models.Q(struck_at=None)),
            GinIndex(fields=["readers"], name="status_readers", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="serving") | models.Q(release_on=None),
                name="release_of_those_who_serve",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["remanded", "serving"]) | models.Q(establishment=""),
                name="establishment_of_those_inside",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["bail", "remanded", "licence"]) | models.Q(until=None),
                name="until_of_what_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(struck_at=None) | ~models.Q(struck_reason=""), name="struck_with_a_reason"
            ),
        ]

    def __str__(self):
        return str(self.get_state_display())

    @property
    def is_inside(self):
        """Whether they are in prison or held."""
        return self.state in self.INSIDE

    @property
    def details(self):
        """What there is to say beside the status: "HMP Stonefell, earliest release 3 March 2027"."""
        said = [self.establishment] if self.establishment else []
        if self.release_on:
            said.append(f"earliest release {long_date(self.release_on)}")
        if self.until:
            said.append(f"until {long_date(self.until)}")
        return ", ".join(said)

    @property
    def words(self):
        """The whole of it: "Serving, HMP Stonefell, earliest release 3 March 2027"."""
        return ", ".join(filter(None, (str(self.get_state_display()), self.details)))

    @property
    def is_over(self):
        """Whether the day on which it was to end has passed, so that it wants looking at."""
        end = self.until or self.release_on
        return bool(end) and end < today()

    def clean(self):
        """Raises ValidationError for what does not go with the status, and for an end before the start."""
        state = self.State
        wrong = {}
        if self.release_on and self.state != state.SERVING:
            wrong["release_on"] = "Only for a person who is serving a sentence."
        if self.establishment and self.state not in self.INSIDE:
            wrong["establishment"] = "Only for a person who is remanded or serving."
        if self.until and self.state not in self.UNTIL:
            wrong["until"] = "Only for bail, remand and licence."
        for name in ("release_on", "until"):
            end = getattr(self, name)
            if end and self.since and end < self.since and name not in wrong:
                wrong[name] = "This must be the same as or after the day that the status is from."
        if wrong:
            raise ValidationError(
                {name: ValidationError(words, code="invalid") for name, words in wrong.items()}
            )
