"""What forces do differently, as data: settings, and the lists that people choose from."""

import uuid

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from pam.access.models import Agency, Membership
from pam.audit.histories import HistoryManager, HistoryRow, TrackedQuerySet
from pam.db.declarations import Open, Special
from pam.reference.declarations import declared


class Setting(models.Model):
    """A changed value of a declared setting (pam/reference/declarations.py), for one agency or, without one,
    for all.

    There is no row for what nobody changed: the default is in the declaration. `value` is JSON (a number,
    true or false, a text), empty where a setting was emptied. The database checks it by the declaration.
    """

    gate = Open(
        "Figures of how an agency works; no case text.",
        writes=("INSERT", "UPDATE (value, version)", "DELETE"),
        written_by="pam_administers(agency_id)",
    )

    key = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords(history_manager=HistoryManager, bases=[HistoryRow])
    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["key", "agency_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "agency"], name="one_value_a_setting", nulls_distinct=False
            )
        ]

    def __str__(self):
        return self.key


class SettingRequestQuerySet(models.QuerySet):
    """Questions about requests."""

    def waiting(self):
        """Those that nobody has decided or withdrawn."""
        return self.filter(decided_at=None, withdrawn_at=None)


class SettingRequest(models.Model):
    """An administrator asks to loosen a setting of their agency that needs a second pair of eyes.

    It is as it was until a second administrator or a supervisor accepts, never the asker: only
    pam_decide_setting_request() decides. `value` is what is asked for; with `reset` that the agency's own
    value is taken away.
    """

    gate = Special(
        "Seen by the agency's administrators, auditors and supervisors; administrators ask and withdraw.",
        writes=("INSERT", "UPDATE (withdrawn_at)"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    value = models.JSONField(null=True, blank=True)
    reset = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    objects = SettingRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "key"],
                condition=models.Q(decided_at=None, withdrawn_at=None),
                name="one_open_request_a_setting",
            )
        ]
        indexes = [models.Index(fields=["agency", "-asked_at", "-id"], name="setting_request_of_agency")]

    def __str__(self):
        return f"{self.label}: {self.wish}"

    @property
    def label(self):
        """The name of the setting."""
        return declared(self.key).label

    @property
    def wish(self):
        """What is asked for, in words."""
        return "Reset" if self.reset else declared(self.key).words(self.value, self.agency_id)

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


class ReferenceValue(models.Model):
    """One value of a list that people choose from: stages and tiers of an OCG, strands and grades of a PVP
    case.

    `listing` names the list, for example `ocg.tier`; it never changes. A value of one `agency` is offered to
    its people alone, one without to everybody. `meaning` is the help beside the choice. `score` is a number
    that a method gives the value, where it does. `parent` is the value that this one is a part of. A retired
    value, and one before its first day (`valid_from`) or after its last (`valid_until`), is not offered; it
    stays on what bears it. `area` is shown with it and narrows nothing. A `protected` one is named by the
    code: it keeps its code and is never retired (the database holds it).
    """

    gate = Open(
        "The lists that people choose from; no case text.",
        writes=(
            "INSERT",
            'UPDATE (label, meaning, colour, "order", valid_from, valid_until, area, parent_id,'
            " retired, version)",
        ),
        written_by="pam_administers(agency_id)",
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, editable=False, related_name="+")
    listing = models.CharField(max_length=40, editable=False)
    code = models.SlugField(max_length=40, editable=False)
    label = models.CharField("name", max_length=120)
    meaning = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    score = models.SmallIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    valid_from = models.DateField("first day in use", null=True, blank=True)
    valid_until = models.DateField("last day in use", null=True, blank=True)
    area = models.CharField("where it is in force", max_length=120, blank=True, default="", db_default="")
    retired = models.BooleanField(default=False, editable=False)
    protected = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(history_manager=HistoryManager, bases=[HistoryRow])
    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["listing", "order", "label__folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "agency", "code"], name="reference_value_once_a_list", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(protected=False) | models.Q(retired=False, agency=None),
                name="protected_value_stays",
            ),
        ]

    def __str__(self):
        return self.label
