"""Methods as data: a framework has versions; what is published never changes."""

import uuid

from django.db import models
from simple_history.models import HistoricalRecords

from pam.access.models import Agency, Membership
from pam.audit.histories import HistoryManager, HistoryRow, TrackedQuerySet
from pam.db.declarations import Special

AUTHOR = "framework_author"  # the role that writes an agency's methods


class Framework(models.Model):
    """A method: an assessment, a plan, a stage map. Without an agency it came with pam and is for all.

    `kind` is the code of a `FrameworkKind` (kinds.py). An agency's framework is used in place of one of every
    agency with the same kind and code. `name` is that of its newest version; `words` are what the library
    finds it by, `tags` what it narrows by ("strand:pursue", bodies.tags_of); `current` is its newest version
    that is published and not retired.
    """

    gate = Special(
        "Published ones of every agency and of one's own; those never published for its authors alone.",
        writes=(
            "INSERT",
            "UPDATE (name, words, retired, published, current_id, for_kinds, tags, version)",
            "DELETE",
        ),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, editable=False, related_name="+")
    kind = models.CharField(max_length=24, editable=False)
    code = models.SlugField(max_length=60, editable=False)
    name = models.CharField(max_length=120)
    words = models.TextField(blank=True, editable=False)
    for_kinds = models.JSONField(default=list, blank=True, editable=False)
    tags = models.JSONField(default=list, db_default=[], blank=True, editable=False)
    copied_from = models.ForeignKey(
        "FrameworkVersion", models.PROTECT, null=True, editable=False, related_name="copies"
    )
    current = models.ForeignKey(
        "FrameworkVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )
    published = models.BooleanField(default=False, editable=False)
    retired = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(history_manager=HistoryManager, bases=[HistoryRow], excluded_fields=["words"])
    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name__folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "agency", "code"], name="framework_once_an_agency", nulls_distinct=False
            )
        ]

    def __str__(self):
        return self.name


class FrameworkVersion(models.Model):
    """One version of a framework: a draft without a number, then published as number 1, 2 …, later retired.

    `body` is JSON that fits the schema of its kind. The database refuses any change of it once it has a
    number; the draft of a framework is one at a time. `agency`, `kind` and `code` are its framework's, kept
    here for the row policy and for lists. `changed_by` last changed the draft.
    """

    gate = Special(
        "Published ones of every agency and of one's own; drafts for the agency's authors; one that a visible"
        " record uses, whichever agency wrote it.",
        writes=(
            "INSERT",
            "UPDATE (body, number, changed_by_id, changed_at, published_at, published_by_id, note,"
            " retired_at, retired_by_id, version)",
            "DELETE",
        ),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    framework = models.ForeignKey(Framework, models.CASCADE, editable=False, related_name="versions")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, editable=False, related_name="+")
    kind = models.CharField(max_length=24, editable=False)
    code = models.SlugField(max_length=60, editable=False)
    number = models.PositiveIntegerField(null=True, editable=False)
    body = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True, default="", help_text="What is new in it.")
    changed_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    changed_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(history_manager=HistoryManager, bases=[HistoryRow])
    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["framework_id", models.F("number").desc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "number"], name="framework_version_number", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(number=None, published_at=None, retired_at=None)
                | models.Q(number__gte=1, published_at__isnull=False),
                name="framework_version_state",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.label}"

    @property
    def name(self) -> str:
        """The name that this version gives itself."""
        return self.body.get("name", self.code)

    @property
    def purpose(self) -> str:
        """What it is for, in its own words; "" if it does not say."""
        return self.body.get("purpose", "")

    @property
    def label(self) -> str:
        """ "draft", "version 3"."""
        return f"version {self.number}" if self.number else "draft"

    @property
    def state(self) -> str:
        """ "Draft", "Published" or "Retired"."""
        if self.number is None:
            return "Draft"
        return "Retired" if self.retired_at else "Published"
