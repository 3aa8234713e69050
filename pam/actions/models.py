"""Actions: what a person has to do about a record, until it is done; and what others are asked to do."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from pam.access.models import Agency, Membership, Principal, Team
from pam.actions.owners import name_of, owner_of
from pam.actions.querysets import ActionQuerySet
from pam.db.declarations import Gated, PartKind, Special
from pam.frameworks.models import FrameworkVersion
from pam.records.findable import Findable
from pam.records.kinds import strand_label
from pam.records.models import Document, ListedPart, Part, Subject
from pam.ui.dates import long_date


class Action(Findable, ListedPart):
    """One thing to do about a record, by which person, team or agency (see owners.py) and by when; in one of
    the strands of the record's kind, if that has any (`Kind.strands`).

    `holder` names a person without a sign-in beside a team or agency: "PC Ward, beat team".
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        IMPOSSIBLE = "impossible", "Not possible"
        NOT_DONE = "not_done", "Not done"
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # Taken off the plan by who may change it; how else it ended, its owner says too. "Not possible" and "not
    # done" are never one figure.
    OFF_PLAN = (Status.SUPERSEDED, Status.WITHDRAWN)

    class Acceptance(models.TextChoices):
        OFFERED = "offered", "Not accepted yet"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    found_by = ("title", "details")
    # Who owns an action reports on it with `view` alone, answers for it, and hands it on within
    # their agency (and no more: pam_owner_reports). With `contribute` an agency changes what its people
    # wrote, and what they are to do.
    gate = Gated(
        "anchor",
        own=("author_agency", "owner_agency"),
        changer="pam_owns(owner_id, owner_team_id, owner_agency_id)",
        changed_to="owner_agency_id = pam_agency()",
    )

    # What people say in the room; drawn by the database (records/references.py), the same on every page.
    code = models.CharField(max_length=10, editable=False, db_default="")
    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    strand = models.CharField(max_length=16, blank=True)
    plan = models.CharField(max_length=60, blank=True, help_text="The plan that it belongs to.")
    # The version of the plan, as a method, that it was made with.
    plan_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="actions")
    owner_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    owner_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    holder = models.CharField(max_length=120, blank=True, default="", db_default="")
    # What the owner says to being given it, and why they declined it (services/answers.py).
    acceptance = models.CharField(
        max_length=8,
        choices=Acceptance,
        default=Acceptance.ACCEPTED,
        db_default=Acceptance.ACCEPTED,
        editable=False,
    )
    answer = models.TextField(blank=True, default="", db_default="", editable=False)
    due = models.DateField()
    # The action of the same record that has to end first.
    depends_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    # The person or place of the record that it sends people to: what to know of them is shown with it.
    visit = models.ForeignKey(
        Subject,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="person or place to visit",
    )
    # How often the due date moved, and the one it had at first (services/rules.py).
    times_moved = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    first_due = models.DateField(null=True, blank=True, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    outcome = models.TextField(blank=True)
    # What shows that it was done: a document of the record, or a reference to what lies elsewhere.
    evidence = models.CharField(max_length=300, blank=True, default="", db_default="")
    evidence_document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    sanitised = models.OneToOneField(
        "SanitisedAction", models.PROTECT, null=True, blank=True, editable=False, related_name="action"
    )

    objects = ActionQuerySet.as_manager()

    class Meta(ListedPart.Meta):
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["author_agency", "code"], name="action_code_once_an_agency"),
            # A person, a team, or (with neither) the agency: one of them owns it.
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(owner_team=None, holder=""),
                name="action_has_one_owner",
            ),
        ]
        indexes = [
            GinIndex(fields=["readers", "search"], name="action_readers_search", fastupdate=False),
            # Counts of open actions: without it they read every open action there is, no matter who may see
            # it.
            GinIndex(
                fields=["readers"],
                name="action_open_readers",
                fastupdate=False,
                condition=models.Q(status="open"),
            ),
            models.Index(fields=["status", "due", "id"], name="action_due"),
            models.Index(fields=["-updated", "-id"], name="action_newest"),
            models.Index(fields=["owner", "status", "due"], name="action_of_owner"),
            models.Index(
                fields=["owner_team", "status", "due"],
                name="action_of_team",
                condition=models.Q(owner_team__isnull=False),
            ),
            models.Index(
                fields=["owner_agency", "status", "due"],
                name="action_of_agency_itself",
                condition=models.Q(owner=None, owner_team=None),
            ),
            models.Index(
                fields=["author", "due"],
                name="action_declined",
                condition=models.Q(acceptance="declined"),
            ),
            models.Index(fields=["record", "status"], name="action_of_record"),
            models.Index(fields=["owner_agency", "status", "due", "id"], name="action_of_agency"),
        ]

    def __str__(self):
        return self.title

    @property
    def owner_name(self):
        """The name of the person, team or agency that owns it; fetched with `owner__user`, `owner_team` and
        `owner_agency`.
        """
        return name_of(owner_of(self))

    @property
    def owner_is_agency(self):
        """Whether the agency itself owns it, and neither a person nor a team of it."""
        return self.owner_id is None and self.owner_team_id is None

    @property
    def owner_words(self):
        """The owner with their agency, and the named holder: "Beat team, Eastmoor Police (PC Ward)"."""
        agency = "" if self.owner_is_agency else f", {self.owner_agency.name}"
        holder = f" ({self.holder})" if self.holder else ""
        return f"{self.owner_name}{agency}{holder}"

    @property
    def moved_words(self):
        """ "Moved twice, first due 3 November 2026"; "" if it never moved."""
        if not self.times_moved:
            return ""
        often = {1: "once", 2: "twice"}.get(self.times_moved, f"{self.times_moved} times")
        return f"Moved {often}, first due {long_date(self.first_due)}"

    @property
    def waits_for_answer(self):
        """Whether it is open and its owner has neither accepted nor declined it."""
        return self.status == self.Status.OPEN and self.acceptance == self.Acceptance.OFFERED

    @property
    def declined(self):
        """Whether it is open and its owner has declined it: then it waits for the person who raised it."""
        return self.status == self.Status.OPEN and self.acceptance == self.Acceptance.DECLINED

    @property
    def strand_label(self):
        """The strand as people call it; "" for none."""
        return strand_label(self.strand)

    @property
    def overdue(self):
        """Whether it is open and its due date has passed (Europe/London)."""
        return self.status == self.Status.OPEN and self.due < timezone.localdate()


class ActionStep(Part):
    """One step of an action, ticked when it is done. For the same agencies as the action. Its owner adds and
    ticks steps, and so does who may change it.
    """

    part_kind = PartKind("action", "Actions")
    gate = Gated(
        "part",
        added_with="VIEW",
        changer="EXISTS (SELECT 1 FROM actions_action a WHERE a.id = action_id"
        " AND pam_owns(a.owner_id, a.owner_team_id, a.owner_agency_id))",
    )

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps", editable=False)
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["action", "position", "id"], name="step_of_action")]

    def __str__(self):
        return self.text


class SanitisedAction(models.Model):
    """What a person is asked to do who may not see the record: its own text, due date and who to contact.

    It names no record. The action on the record points here, never the other way, so that who receives this
    can reach nothing by it. What they report is a `SanitisedReport`; the database sets the state from it.
    """

    gate = Special(
        "Seen by its receiver, by its giver, and by people who see the action behind it.",
        writes=("INSERT",),
    )

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Reported done"
        DECLINED = "declined", "Reported not possible"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    LIVE = (State.OPEN, State.DONE, State.DECLINED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=10, editable=False, db_default="")  # that of the action behind it
    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    # The warnings that its giver passed on and how people can be reached, with commas between; without names.
    warnings = models.CharField(max_length=2000, blank=True, default="", db_default="")
    due = models.DateField()
    contact = models.CharField(max_length=200)
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    given_by_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    receiver = models.ForeignKey(Principal, models.PROTECT, related_name="+")
    receiver_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["receiver", "state", "due"], name="sanitised_of_receiver")]

    def __str__(self):
        return self.title

    @property
    def live(self):
        """Whether its receiver can still report on it."""
        return self.state in self.LIVE


class SanitisedReport(models.Model):
    """What the receiver of a sanitised action says about it. Written once."""

    gate = Special("Seen with its sanitised action; written by who received that.", writes=("INSERT",))

    class Kind(models.TextChoices):
        PROGRESS = "progress", "Progress"
        DONE = "done", "Done"
        DECLINED = "declined", "Not possible"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.ForeignKey(SanitisedAction, models.CASCADE, related_name="reports")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    by_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["about", "-at"], name="report_of_sanitised")]
