"""Command meetings: agenda, attendance, decisions, actions, minutes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from meetings.issue.models import MinutesReading, MinutesVersion, Wording
from meetings.live.models import PrivateNote, RoomState, ShownOnWall
from pam.access.models import Membership
from pam.actions.models import Action
from pam.db.declarations import Gated, PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.making import MadeFile
from pam.records.models import Part, Record, UntrackedPart

__all__ = [
    "AgendaItem",
    "Attendance",
    "Decision",
    "Meeting",
    "MeetingAction",
    "MinutesCopy",
    "PrivateNote",
    "RoomState",
    "ShownOnWall",
    "MinutesReading",
    "MinutesVersion",
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

    starts_at = models.DateTimeField("starts")
    place = models.CharField(max_length=120, blank=True)
    series = models.CharField(max_length=120, blank=True)
    secretary = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.CALLED, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    # The kind that it was called as, in the version of that day.
    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["-starts_at"], name="meeting_starts"),
            # Minutes that wait to be approved: few of all meetings.
            models.Index(fields=["ended_at"], name="meeting_closed", condition=models.Q(state="closed")),
        ]


class AgendaItem(Part):
    """One item of the agenda. If it is about a record, only those who may open that record see it."""

    part_kind = PartKind("agenda", "Agenda and discussion")
    gate = Gated("part", also=("about",))

    about = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=1, editable=False)
    notes = models.TextField("discussion", blank=True)
    # What became of it: a code of the meeting's kind, or of the list `meetings.outcome` where it has none.
    outcome = models.CharField(max_length=40, blank=True, default="", db_default="")
    planned_minutes = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    # Seconds that the room was at it, the present stay not counted; when the chair set it aside for later.
    spent = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    parked_at = models.DateTimeField(null=True, editable=False)
    # The code of the standing item of the meeting's kind that it was made of.
    standing = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["position", "pk"]


class Attendance(Part):
    """A person invited to the meeting, and whether they came."""

    part_kind = PartKind("attendance", "Attendance")

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    person = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["person__agency__name__folded", "person__user__name__folded"]
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="invited_once")]


class Decision(Part):
    """What the meeting decided, and why."""

    part_kind = PartKind("decision", "Decisions")
    gate = Gated("part", also=("about",))

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    # What people say in the room; drawn by the database (pam/records/references.py).
    code = models.CharField(max_length=10, editable=False, db_default="")
    text = models.TextField("decision")
    rationale = models.TextField()

    class Meta(Part.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["author_agency", "code"], name="decision_code_once_an_agency")
        ]


class MeetingAction(Part):
    """An action that the meeting raised; the action itself is on the record that it is about."""

    part_kind = PartKind("raised", "Actions that the meeting raised")
    gate = Gated("part", also=("about",))

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="raised")
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    action = models.OneToOneField(Action, models.CASCADE, related_name="raised_at")

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
