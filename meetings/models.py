"""Command meetings: agenda, attendance, decisions, actions, minutes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from meetings.agenda_models import AgendaItem
from meetings.carried.models import CarriedAction
from meetings.caselist.models import CaseEntry, CasePerson, ListOpening, Research, ResearchLine
from meetings.conflicts.models import Conflict
from meetings.invitations.models import Reply
from meetings.issue.models import MinutesReading, MinutesVersion, Wording
from meetings.live.models import PrivateNote, RoomState, ShownOnWall
from meetings.packs.models import Pack, PackOpening
from meetings.papers.models import ItemProposal, Paper, PaperOpening
from meetings.series.models import MeetingSeries, StandingMember
from meetings.updates.models import UpdateRequest
from pam.access.models import Membership
from pam.actions.models import Action
from pam.db.declarations import Gated, PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.making import MadeFile
from pam.records.models import Part, Record, UntrackedPart

__all__ = [
    "AgendaItem",
    "Attendance",
    "CarriedAction",
    "CaseEntry",
    "CasePerson",
    "Conflict",
    "Decision",
    "ItemProposal",
    "ListOpening",
    "Meeting",
    "MeetingAction",
    "MeetingSeries",
    "MinutesCopy",
    "MinutesReading",
    "MinutesVersion",
    "Pack",
    "PackOpening",
    "Paper",
    "PaperOpening",
    "PrivateNote",
    "Reply",
    "RoomState",
    "ShownOnWall",
    "StandingMember",
    "UpdateRequest",
    "Research",
    "ResearchLine",
    "Wording",
]


class Meeting(Record):
    """A command meeting. `lead` is its chair. Its record closes when its minutes are approved."""

    gate = Gated("child")

    class State(models.TextChoices):
        CALLED = "called", "Called"
        HELD = "held", "In progress"
        CLOSED = "closed", "Closed, minutes to approve"
        APPROVED = "approved", "Minutes approved"
        CANCELLED = "cancelled", "Cancelled"

    starts_at = models.DateTimeField("starts")
    place = models.CharField(max_length=120, blank=True)
    series = models.CharField(max_length=120, blank=True)
    of_series = models.ForeignKey(
        MeetingSeries, models.PROTECT, null=True, blank=True, related_name="meetings", editable=False
    )
    secretary = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    # How many working days before it papers are due, as its series said when it was called.
    paper_days = models.PositiveSmallIntegerField(null=True, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.CALLED, editable=False)
    cancelled_why = models.CharField(max_length=500, blank=True, default="", db_default="", editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    statement_read_at = models.DateTimeField("confidentiality statement read", null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    # The kind that it was called as, in the version of that day.
    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, null=True, related_name="+", editable=False
    )

    @property
    def is_log(self):
        """Whether it is of the weight "log": no minutes are approved. Lists annotate the `weight`."""
        if not hasattr(self, "weight"):
            self.weight = self.framework_version.body.get("weight") if self.framework_version_id else None
        return self.weight == "log"

    @property
    def state_words(self):
        """The state, as people read it: a log has no approval, it is closed."""
        done = self.is_log and self.state in (self.State.CLOSED, self.State.APPROVED)
        return "Closed" if done else self.get_state_display()

    class Meta:
        indexes = [
            models.Index(fields=["-starts_at"], name="meeting_starts"),
            # Minutes that wait to be approved: few of all meetings.
            models.Index(fields=["ended_at"], name="meeting_closed", condition=models.Q(state="closed")),
        ]


class Attendance(Part):
    """A person invited to the meeting, and whether they came."""

    part_kind = PartKind("attendance", "Attendance")

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        PRESENT = "present", "Present"
        PART = "part", "Present for part"
        DEPUTY = "deputy", "Present as a deputy"
        APOLOGIES = "apologies", "Apologies"
        REPORT = "report", "Apologies with a report"
        ABSENT = "absent", "Absent"

    HERE = (State.PRESENT, State.PART, State.DEPUTY)  # in the room: they see its wall and count for a quorum

    person = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    arrived_at = models.TimeField("came at", null=True, blank=True)
    left_at = models.TimeField("left at", null=True, blank=True)
    deputy_for = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["person__agency__name__folded", "person__user__name__folded"]
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="invited_once")]

    def is_out(self, at):
        """Whether they had left the room at the moment `at`. Over midnight they count as in it: the wall then
        shows less.
        """
        return self.left_at is not None and self.left_at <= timezone.localtime(at).time()

    def in_room(self, at):
        """Whether they are before the wall at the moment `at`, and count for the quorum."""
        return self.state in self.HERE and not self.is_out(at)


class Decision(Part):
    """What the meeting decided, and why."""

    part_kind = PartKind("decision", "Decisions")
    gate = Gated("part", also=("about",), withheld="withheld_from", named="for_principals")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    # What people say in the room; drawn by the database (pam/records/references.py).
    code = models.CharField(max_length=10, editable=False, db_default="")
    text = models.TextField("decision")
    rationale = models.TextField()
    alternatives = models.TextField("other options, and why not", blank=True, default="", db_default="")
    dissent = models.TextField("who disagreed, and why", blank=True, default="", db_default="")
    # {code of the list meetings.decision-model: what was considered under it}.
    considered = models.JSONField(default=dict, blank=True, db_default={})
    # Of a late entry: when it was made, and why it is written later.
    made_at = models.DateTimeField("when it was made", null=True, blank=True)
    late_why = models.CharField(
        "why it is written later", max_length=500, blank=True, default="", db_default=""
    )
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["author_agency", "code"], name="decision_code_once_an_agency")
        ]


class MeetingAction(Part):
    """An action that the meeting raised; the action itself is on the record that it is about."""

    part_kind = PartKind("raised", "Actions that the meeting raised")
    gate = Gated("part", also=("about",), withheld="withheld_from", named="for_principals")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="raised")
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    action = models.OneToOneField(Action, models.CASCADE, related_name="raised_at")
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]


class MinutesCopy(MadeFile, UntrackedPart):
    """The minutes for one audience: the people of one agency who may see the same things.

    `content` is what the copy says, gathered behind the gate when the chair approved; the PDF is made of it
    by a job. `about_records` are the records that it speaks of: who loses one loses the copy. `claimed_at` is
    when the job last tried; `problem` says why that failed.
    """

    part_kind = PartKind("minutes", "Minutes")
    gate = Gated(
        "part",
        addressed_to="for_principals",
        speaks_of="about_records",
        job="minutes",
    )
    repeats = True  # says nothing that items and decisions don't: subject access collects those

    label = models.CharField(max_length=200)
    for_principals = ArrayField(models.IntegerField())
    about_records = ArrayField(models.BigIntegerField(), default=list)
    number = models.PositiveSmallIntegerField(default=1)
    # The version of the minutes that it is a copy of: a correction makes new copies, and keeps the earlier.
    edition = models.PositiveSmallIntegerField(default=1, db_default=1)
    withheld = models.BooleanField(default=False)
    content = models.JSONField()
    file = models.FileField(upload_to="minutes/%Y/%m/", max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "copies of minutes"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "edition", "number"], name="minutes_copy_once_a_version"
            )
        ]
