"""Referrals of people at risk: what is sent by those without access to case files, and what the team that
takes them decides. Who sent one reads what they sent and its outcome; all else is the team's.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pam.access.models import Agency, Membership, Team
from pam.db.declarations import Open, Special
from pam.records.fields import PartialDateField
from pam.records.models import Record
from pam.reference.keys import ReferenceKey
from pam.retention.naming import NamedIn
from pvp.referrals.lists import ENDS, STRANDS

# The record that a triage `p` led to, where a team of its agency decided it: pam/retention/collecting.py.
OF_OWN_RECORD = (
    "JOIN records_record r ON r.id = p.record_id"
    " JOIN access_team w ON w.id = p.team_id AND w.agency_id = r.agency_id"
)

# Also those that led to no record: what the agency's teams were sent, with its triage, and what it sent.
# By numbers, so that only these are read.
OURS = "t.team_id = ANY (ARRAY(SELECT w.id FROM access_team w WHERE w.agency_id = pam_agency()))"
NAMED_IN = NamedIn(
    name="name",
    born="born",
    dated=True,
    joins="",
    reference="'referral ' || t.code",
    record="NULL",
    ours=f"pam_clearance() >= {{{{OFFICIAL_SENSITIVE}}}} AND ({OURS} OR t.sender_agency_id = pam_agency())",
    rows=(
        ("pvp.Referral", "x.id = t.id", "true"),
        ("pvp.Triage", "x.referral_id = t.id", OURS),
        ("pvp.TriageNote", "x.triage_id IN (SELECT p.id FROM pvp_triage p WHERE p.referral_id = t.id)", OURS),
    ),
)


class ReferralDesk(models.Model):
    """A team that takes referrals, and what it covers."""

    gate = Open(
        "Which teams take referrals is told to everyone who may refer.",
        writes=("INSERT", "UPDATE (covers, telephone, ended_at)"),
        written_by="pam_administers(agency_id) AND EXISTS (SELECT 1 FROM access_team t"
        " WHERE t.id = team_id AND t.agency_id = pvp_referraldesk.agency_id)",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", verbose_name="team")
    covers = models.CharField("what it covers", max_length=160)
    telephone = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["agency__name__folded", "covers", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(ended_at=None), name="one_desk_a_team")
        ]

    def __str__(self):
        return f"{self.team}: {self.covers}"


class Referral(models.Model):
    """What was sent: who it is about, what worries the referrer, how to reach both safely. Its text stays as
    it was sent; `state` and `answer` are all that the referrer hears.
    """

    gate = Special("Seen by who sent it, and by the team that takes it.", writes=("INSERT",))
    agency_through = "team"  # whose reference lists it bears
    collected_through = f"JOIN pvp_triage p ON p.referral_id = t.id {OF_OWN_RECORD}"
    named_in = NAMED_IN

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        PASSED_ON = "passed_on", "Passed on"
        CLOSED = "closed", "No further action"

    class Danger(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNKNOWN = "unknown", "I do not know"

    class Told(models.TextChoices):
        AGREES = "agrees", "They know and agree"
        OBJECTS = "objects", "They know and do not agree"
        NOT_TOLD = "not_told", "They do not know"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=12, unique=True, editable=False, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", editable=False)
    sender = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    sender_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    danger = models.CharField("in danger now", max_length=8, choices=Danger)
    strand = ReferenceKey(STRANDS, verbose_name="kind of harm")
    name = models.CharField("name of the person", max_length=160)
    born = PartialDateField("date of birth")
    address = models.CharField("where they are", max_length=300, blank=True)
    concern = models.TextField("what worries you", max_length=5000)
    said = models.TextField("what they said", max_length=5000, blank=True)
    told = models.CharField("whether they know", max_length=8, choices=Told)
    told_why = models.TextField("why refer all the same", max_length=1000, blank=True)
    safe_number = models.CharField("safe number", max_length=60, blank=True)
    safe_contact = models.CharField("how to reach them safely", max_length=300, blank=True)
    contact = models.CharField("how to reach you", max_length=120)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING, editable=False)
    answer = models.CharField(max_length=500, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["sender", "-sent_at", "-id"], name="referral_of_sender")]
        constraints = [
            models.CheckConstraint(
                condition=Q(told="agrees") | ~Q(told_why=""), name="referral_says_why_all_the_same"
            ),
        ]

    def __str__(self):
        return f"Referral {self.code}"

    @property
    def waiting(self):
        """Whether nothing was decided yet."""
        return self.state == self.State.WAITING


class Triage(models.Model):
    """What the team makes of a referral: its rating, by when it has to be decided, and the decision. The
    referrer never sees it. One begins with each referral (sql/triggers_referrals.sql).
    """

    gate = Special("Seen by the team that takes the referral.")
    agency_through = "team"
    collected_through = f"JOIN pvp_triage p ON p.id = t.id {OF_OWN_RECORD}"

    class Rating(models.TextChoices):
        RED = "red", "Red"
        AMBER = "amber", "Amber"
        GREEN = "green", "Green"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    referral = models.OneToOneField(Referral, models.CASCADE, related_name="triage")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    rating = models.CharField(max_length=5, choices=Rating, blank=True)
    due = models.DateTimeField()
    rated_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    rated_at = models.DateTimeField(null=True)
    reason = ReferenceKey(ENDS, null=True, verbose_name="reason")
    words = models.TextField("reasons for the decision", max_length=2000, blank=True)
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="+")
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "triage of a referral"
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["team", "due"], name="triage_waiting", condition=Q(decided_at=None)),
            models.Index(fields=["team", "-decided_at", "-id"], name="triage_decided"),
            models.Index(fields=["record"], name="triage_of_record"),
        ]

    def __str__(self):
        return f"Triage of {self.referral}"

    @property
    def late(self):
        """Whether it has waited longer than its clock allows."""
        return self.decided_at is None and self.due < timezone.now()


class TriageNote(models.Model):
    """One step of a triage: a rating, a change of it with its rationale, or that it came from another team.
    Written once.
    """

    gate = Special("Seen by the team that takes the referral.", writes=("INSERT",))
    collected_through = f"JOIN pvp_triage p ON p.id = t.triage_id {OF_OWN_RECORD}"

    triage = models.ForeignKey(Triage, models.CASCADE, related_name="notes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    rationale = models.TextField(max_length=2000, blank=True)

    class Meta:
        verbose_name = "note of a triage"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["triage", "at"], name="note_of_triage")]

    def __str__(self):
        return self.title
