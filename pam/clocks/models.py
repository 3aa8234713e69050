"""Clocks: how long something may take on a record, by a framework's period and calendar."""

from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from pam.access.models import Membership
from pam.clocks.querysets import ClockQuerySet
from pam.db.declarations import Gated, PartKind
from pam.frameworks.clocks import alarms, times
from pam.frameworks.models import FrameworkVersion
from pam.records.models import ListedPart


class Clock(ListedPart):
    """One clock on a record, worked out by one version of a framework, which it keeps until it is moved.

    It runs until it is met or stopped. A clock that is late still runs: that it is late is a fact of the time
    and of `due`, and kept nowhere; `late_reason` says why. `due` follows from `started_at` and the version,
    and changes with them alone (pam_clock_stays). `warn_from` is the first warning (`due` without one), and
    `next_warning` the next moment at which people are told (None: no more), which the job moves on.
    `event` is the code of what started it; without `by_hand` pam noticed it by itself.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        MET = "met", "Met"
        STOPPED = "stopped", "Stopped"

    part_kind = PartKind("clock", "Clocks")
    gate = Gated("anchor")

    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, editable=False, related_name="+", verbose_name="clock"
    )
    event = models.CharField(max_length=60, editable=False)
    by_hand = models.BooleanField(default=True, editable=False)
    started_at = models.DateTimeField("started")
    note = models.TextField(blank=True)
    due = models.DateTimeField(editable=False)
    warn_from = models.DateTimeField(editable=False)
    next_warning = models.DateTimeField(null=True, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING, editable=False)
    ended_at = models.DateTimeField("ended", null=True, blank=True)
    recorded_at = models.DateTimeField("end recorded", null=True, editable=False)
    ended_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    reason = models.TextField("what was done, or why it was stopped", blank=True)
    late_reason = models.TextField("why it is late", blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta(ListedPart.Meta):
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["state", "due", "id"], name="clock_due"),
            models.Index(fields=["record", "state", "due"], name="clock_of_record"),
            models.Index(
                fields=["next_warning", "id"],
                name="clock_to_warn",
                condition=models.Q(state="running", next_warning__isnull=False),
            ),
            # Counts of a wall: without it they read every running clock, no matter who may see it.
            GinIndex(
                fields=["readers"],
                name="clock_running_readers",
                fastupdate=False,
                condition=models.Q(state="running"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="running", ended_at=None, ended_by=None, recorded_at=None)
                | models.Q(
                    state__in=["met", "stopped"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    recorded_at__isnull=False,
                    ended_at__gte=models.F("started_at"),
                    next_warning=None,
                ),
                name="clock_ends_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="met")
                | models.Q(ended_at__lte=models.F("due"))
                | ~models.Q(late_reason=""),
                name="clock_late_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(due__gte=models.F("started_at")), name="clock_due_after_start"
            ),
        ]

    def __str__(self):
        return self.framework_version.name

    def work_out(self) -> None:
        """Sets `due`, `warn_from` and `next_warning` by its start and its version."""
        found = times(self.framework_version.body, self.started_at)
        self.due = found.due
        self.warn_from = found.warnings[0] if found.warnings else found.due
        self.next_warning = alarms(found)[0].at

    @property
    def is_running(self) -> bool:
        """Whether it is neither met nor stopped."""
        return self.state == self.State.RUNNING

    @property
    def is_late(self) -> bool:
        """Whether it runs and its due time has passed, or was met afterwards."""
        return self.was_late_at(timezone.now())

    def was_late_at(self, now: datetime) -> bool:
        """The same as of the moment `now`."""
        if self.state == self.State.STOPPED:
            return False
        return (self.ended_at or now) > self.due

    @property
    def stop_event(self) -> str:
        """The code of the event that meets it; "" where only a person does."""
        return self.framework_version.body.get("stop", "")
