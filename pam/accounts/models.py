"""How people come to an agency, what they agree to, who looks over their teams, and how they leave."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.levels import Marking
from pam.access.models import Agency, Membership, Team, User
from pam.access.roles import role_choices
from pam.db.declarations import Open, Special


class Invitation(models.Model):
    """A person who an administrator asks to act for their agency; a mail carries the link.

    `token_hash` is the SHA-256 of the link's token, which the job makes as it sends the mail (a Delivery) and
    nobody keeps: resending makes a new link. Only pam_accept_invitation() accepts.
    """

    gate = Special(
        "Seen and written by the administrators of the agency; accepted by the person who holds the link.",
        writes=("INSERT", "UPDATE (withdrawn_at, expires_at, sent_at)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    post = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=16, choices=role_choices), default=list)
    clearance = models.PositiveSmallIntegerField(choices=Marking, default=Marking.OFFICIAL)
    teams = ArrayField(models.BigIntegerField(), default=list, help_text="Numbers of teams of the agency.")
    created = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_an_agency",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "-created", "-id"], name="invitation_of_agency"),
        ]

    def __str__(self):
        return f"Invitation of {self.name}"

    @property
    def expired(self):
        """Whether its link has stopped working by the clock."""
        return self.expires_at <= timezone.now()

    @property
    def state(self):
        """Its state, in a word or two."""
        if self.accepted_at:
            return "Accepted"
        if self.withdrawn_at:
            return "Withdrawn"
        if self.expired:
            return "Expired"
        return "Sent" if self.sent_at else "Being sent"


class MembershipRequestQuerySet(models.QuerySet):
    """Questions about requests."""

    def waiting(self):
        """Those that nobody has decided or withdrawn."""
        return self.filter(decided_at=None, withdrawn_at=None)


class MembershipRequest(models.Model):
    """An administrator asks for a person to be in a team, or to have a role that needs a second pair of eyes.

    The person has neither until it is accepted: a team by its manager, and where nobody manages it by a
    supervisor; a role by a second administrator or a supervisor. Never by the asker or the person. Only
    pam_decide_membership_request() decides; `decided_by` is empty where the system's owner did.
    """

    gate = Special(
        "Seen by the agency's administrators and auditors, by those who decide and by the person; asked and"
        " withdrawn by administrators.",
        writes=("INSERT", "UPDATE (withdrawn_at)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="requests")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=16, choices=Membership.Role, blank=True, default="", db_default="")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="", db_default="")

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, role__gt="") | Q(team__isnull=False, role=""),
                name="request_of_a_team_or_a_role",
            ),
            models.UniqueConstraint(
                fields=["membership", "team", "role"],
                condition=Q(decided_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="one_open_request_a_wish",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-asked_at", "-id"], name="request_of_agency")]

    def __str__(self):
        return f"{self.membership.user.name}: {self.wish}"

    @property
    def wish(self):
        """What is asked for: the name of a team, or of a role."""
        return self.team.name if self.team_id else f"role of {self.get_role_display()}"

    @property
    def waiting(self):
        """Whether it can still be decided."""
        return self.decided_at is None and self.withdrawn_at is None

    @property
    def state(self):
        """Its state in a word."""
        if self.withdrawn_at:
            return "Withdrawn"
        if self.decided_at is None:
            return "Waiting"
        return "Accepted" if self.accepted else "Refused"


class TermsOfUse(models.Model):
    """One version of a text that people accept before they go on. `manage.py publish_terms` adds versions."""

    gate = Open("Published to everyone who signs in.", writes=())

    class Kind(models.TextChoices):
        USE = "use", "Terms of use"
        CONFIDENTIALITY = "confidentiality", "Confidentiality statement"
        SYSTEMS = "systems", "Terms for systems"

    kind = models.CharField(max_length=16, choices=Kind)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "-version"]
        verbose_name_plural = "terms"
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="terms_version_once")]

    def __str__(self):
        return f"{self.get_kind_display()}, version {self.version}"


class Acceptance(models.Model):
    """That a person accepted a version, when, and for which agency they acted just then. Never changed.

    What a system's program must keep to, the person `by` accepts for it: `user` is the system's.
    """

    gate = Special("Seen by who accepted, and by the administrators of their agencies.", writes=("INSERT",))

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    terms = models.ForeignKey(TermsOfUse, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "terms"], name="accepted_once")]

    def __str__(self):
        return f"{self.user} accepted {self.terms}"


class BrowserSession(models.Model):
    """A browser that a person is signed in with: what they need to know it by, so that they can end it.

    `key_hash` is the SHA-256 of the session's key: the key itself would let its reader in. A session that
    ends by the clock keeps its row: what is live is asked with the lengths of the settings.
    """

    gate = Special(
        "Seen, noted and forgotten by the person alone; ended by pam_end_session().",
        writes=("INSERT", "UPDATE (key_hash, device, address, seen_at)", "DELETE"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, editable=False)
    device = models.CharField(max_length=60)
    address = models.GenericIPAddressField(null=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [models.Index(fields=["user", "-seen_at"], name="session_of_user")]

    def __str__(self):
        return self.device


class Departure(models.Model):
    """A person leaves an agency, and who takes over what they lead and do. The system worker hands it over.

    `heirs` is {"teams": {number of the owner team: number of the membership}, "managers": the same,
    "actions": number of the membership}. `handed` counts what was handed over, `left` what could not be.
    """

    gate = Special(
        "Seen and written by the administrators of the agency; done by the system's own job.",
        writes=("INSERT", "UPDATE (cancelled_at)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    ends_at = models.DateTimeField()
    heirs = models.JSONField(default=dict)
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    handed = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(done_at=None, cancelled_at=None), name="one_open_departure"
            )
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], name="departure_waiting", condition=Q(done_at=None, cancelled_at=None)
            )
        ]

    def __str__(self):
        return f"{self.membership} leaves"


class TeamReview(models.Model):
    """A team's manager is asked who belongs in it, and which shares of its records should continue.

    `warned_at` and `lapsed_at` are set by the job that warns and, after a grace period, takes away what
    nobody confirmed. `people` and `shares` say how many were confirmed, or lapsed.
    """

    gate = Special(
        "Seen by the manager of the team and by the administrators of its agency; answered by the manager.",
        writes=("UPDATE (answered_at, answered_by_id, people, shares)",),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    warned_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    lapsed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    shares = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(answered_at=None, lapsed_at=None), name="one_open_review_a_team"
            )
        ]
        indexes = [models.Index(fields=["team", "-opened_at"], name="review_of_team")]

    def __str__(self):
        return f"Review of {self.team}"

    @property
    def waiting(self):
        """Whether it can still be answered."""
        return self.answered_at is None and self.lapsed_at is None


class PasswordLink(models.Model):
    """A person typed an address on the page for a forgotten password; the system worker finds out whose it
    is.

    The same row for an address that nobody has, so that neither the answer nor its time tells. Gone once it
    is answered.
    """

    gate = Special("Written by anyone, read by the system's own job.", writes=("INSERT",))

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"Password link {self.pk}"
