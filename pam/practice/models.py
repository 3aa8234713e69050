"""Best practice: what an agency offers to others, each time sanitised and permitted, and the copies of it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pam.access.models import Agency, Membership
from pam.db.declarations import Special
from pam.frameworks.models import Framework, FrameworkVersion
from pam.records.models import Record

CODES = {"base_field": models.CharField(max_length=60), "default": list, "blank": True}


class Offer(models.Model):
    """Something that an agency offers to others: a framework of its own, or the learning of finished work.

    Empty of words until the first permission: what is being prepared lies in `Preparation`, which other
    agencies never see. What is offered are its `OfferedText`s, the newest with the number `number`.
    `tags` are as those of a framework. `records_shown` and `agencies_shown` are rounded counts
    of its use, None while there are few.
    """

    gate = Special(
        "Offered ones for the agencies they are offered to; one's own; drafts for their authors.",
        writes=("INSERT", "UPDATE (state, revoked_at, revoked_by_id, revoked_words, version)", "DELETE"),
    )

    class What(models.TextChoices):
        FRAMEWORK = "framework", "Framework"
        LEARNING = "learning", "Learning"

    class State(models.TextChoices):
        DRAFT = "draft", "In preparation"
        OFFERED = "offered", "Offered"
        REVOKED = "revoked", "Revoked"

    class Audience(models.TextChoices):
        PARTNERS = "partners", "Agencies with an agreement in force with ours"
        ALL = "all", "All agencies on this system"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, editable=False, related_name="+")
    what = models.CharField(max_length=10, choices=What, editable=False)
    kind = models.CharField(max_length=24, editable=False, help_text="The kind of framework, or `learning`.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PARTNERS, editable=False)
    name = models.CharField(max_length=120, blank=True, default="", editable=False)
    summary = models.TextField(blank=True, default="", editable=False)
    words = models.TextField(blank=True, default="", editable=False)
    for_kinds = ArrayField(**CODES, editable=False)
    tags = models.JSONField(default=list, blank=True, editable=False)
    number = models.PositiveIntegerField(default=0, editable=False)
    offered_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    revoked_words = models.CharField(max_length=500, blank=True, default="", editable=False)
    records_shown = models.PositiveIntegerField(null=True, editable=False)
    agencies_shown = models.PositiveIntegerField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name__folded", "pk"]
        indexes = [models.Index(fields=["agency", "state"], name="offer_of_agency")]

    def __str__(self):
        return self.name or "Offer in preparation"

    @property
    def is_learning(self) -> bool:
        """Whether it is a learning text, which is read and not copied."""
        return self.what == self.What.LEARNING


class OfferedText(models.Model):
    """One version of what is offered: the sanitised copy that was permitted. It never changes.

    Written by pam_permit_offer() alone.
    """

    gate = Special("Seen with its offer.")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(Offer, models.PROTECT, editable=False, related_name="texts")
    number = models.PositiveIntegerField(editable=False)
    body = models.JSONField(editable=False)
    note = models.CharField(max_length=500, blank=True, default="", editable=False)
    offered_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["offer_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["offer", "number"], name="offered_text_number")]

    def __str__(self):
        return f"{self.body.get('name', '')}, version {self.number}"


class Preparation(models.Model):
    """One way of an offer from its text to a permission: written, sanitised, asked for, answered.

    `body` is a copy of `source`'s, or the learning of `record`; clearing and changing are done in it. `kept`
    are the findings that stay: [{"text", "kind", "reason"}]. Who asked and who answered, when and with which
    words stay here; once answered nothing of it changes.
    """

    gate = Special(
        "For the authors of the agency and who permits; with a record for those who see it.",
        writes=(
            "INSERT",
            "UPDATE (body, kept, audience, note, words, tags, for_kinds,"
            " state, asked_by_id, asked_at, asked_words, answered_by_id, answered_at, answer, changed_by_id,"
            " version)",
            "DELETE",
        ),
    )

    class State(models.TextChoices):
        DRAFT = "draft", "In preparation"
        ASKED = "asked", "Waiting for permission"
        PERMITTED = "permitted", "Permitted"
        DECLINED = "declined", "Not permitted"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, editable=False, related_name="preparations")
    agency = models.ForeignKey(Agency, models.PROTECT, editable=False, related_name="+")
    source = models.ForeignKey(FrameworkVersion, models.PROTECT, null=True, editable=False, related_name="+")
    record = models.ForeignKey(Record, models.CASCADE, null=True, editable=False, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    body = models.JSONField(default=dict)
    kept = models.JSONField(default=list, blank=True)
    audience = models.CharField(
        max_length=10, choices=Offer.Audience, default=Offer.Audience.PARTNERS, blank=True
    )
    note = models.CharField(max_length=500, blank=True, default="", help_text="What is new in it.")
    words = models.TextField(blank=True, default="", editable=False)
    for_kinds = ArrayField(**CODES)
    tags = models.JSONField(default=list, blank=True)
    changed_by = models.ForeignKey(Membership, models.PROTECT, editable=False, related_name="+")
    asked_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    asked_at = models.DateTimeField(null=True, editable=False)
    asked_words = models.CharField(max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, editable=False, related_name="+")
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.CharField(max_length=500, blank=True, default="")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=models.Q(state__in=["draft", "asked"]),
                name="one_open_preparation_an_offer",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name that its text has now."""
        return self.body.get("name", "")

    @property
    def open(self) -> bool:
        """Whether it may still go out."""
        return self.state in (self.State.DRAFT, self.State.ASKED)


class Copy(models.Model):
    """A framework of an agency that was copied from an offer: from which agency, which version, when.

    It is the copier's own, and stays so after the offer is revoked. `text` is the version that the copier
    last looked at: what is newer is shown as differences, as long as it is offered.
    """

    gate = Special("One's own agency's.", writes=("INSERT", "UPDATE (text_id, number, looked_at)", "DELETE"))

    agency = models.ForeignKey(Agency, models.PROTECT, editable=False, related_name="+")
    framework = models.OneToOneField(Framework, models.CASCADE, editable=False, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, editable=False, related_name="+")
    text = models.ForeignKey(OfferedText, models.PROTECT, editable=False, related_name="+")
    from_agency = models.ForeignKey(Agency, models.PROTECT, editable=False, related_name="+")
    name = models.CharField(max_length=120, editable=False)
    number = models.PositiveIntegerField(editable=False)
    copied_at = models.DateTimeField(default=timezone.now, editable=False)
    looked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-copied_at", "-pk"]
        verbose_name_plural = "copies"

    def __str__(self):
        return f"Copy of {self.name}"
