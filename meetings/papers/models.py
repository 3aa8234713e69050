"""Papers on items, who has opened which, and items that members propose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pam.db.declarations import Gated, PartKind
from pam.db.scanned import ScannedFile
from pam.records.models import Document, MarkedPart, Part, Record, UntrackedPart


class Paper(ScannedFile, MarkedPart, Part):
    """A paper on an item: a file of its own, or a document of the record that the item is about.

    Who sees it sees the meeting, the item's record and the item; `for_principals` narrows it further. The
    newest version of a paper is the row that no other replaces; earlier ones stay.
    """

    part_kind = PartKind("agenda", "Agenda and discussion")
    gate = Gated(
        "part",
        also=("about",),
        marked="own_marking",
        withheld="withheld_from",
        named="for_principals",
        added_with="MANAGE",
    )

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="papers", editable=False)
    about = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+", editable=False)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+", editable=False)
    title = models.CharField("what it is", max_length=200, blank=True)
    file = models.FileField(upload_to="papers/%Y/%m/", max_length=200, blank=True, editable=False)
    name = models.CharField("file name", max_length=200, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    needs_password = models.BooleanField(default=False, editable=False)
    due = models.DateField("when papers were due", editable=False)
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    # The people that it is confidential to (principals; None: no one in particular): as it was said of the
    # paper, and what comes of that and of its item.
    own_principals = ArrayField(models.IntegerField(), null=True, editable=False)
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, related_name="newer", editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["item"], name="paper_of_item", condition=models.Q(removed_at=None))]


class PaperOpening(UntrackedPart):
    """That a person opened a version of a paper for the first time. `author` is that person."""

    part_kind = PartKind("agenda", "Agenda and discussion")
    gate = Gated("part", writes=("INSERT",), added_with="VIEW")
    repeats = True  # the access log says the same

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="openings", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "author", "sha256"], name="paper_opened_once")
        ]


class ItemProposal(Part):
    """An item that a person who is invited proposes. The chair or the secretary gives it a place, or declines
    with a reason. It is for the agencies of both; once it is an item, for those who may see that.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "On the agenda"
        DECLINED = "declined", "Declined"

    part_kind = PartKind("agenda", "Agenda and discussion")
    gate = Gated("part", added_with="VIEW", withheld="withheld_from", named="for_principals")

    title = models.CharField("what the item is about", max_length=200)
    why = models.CharField("why the meeting should hear it", max_length=1000, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes that it needs", null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED, editable=False)
    reason = models.CharField("why it is declined", max_length=500, blank=True, editable=False)
    item = models.ForeignKey(
        "meetings.AgendaItem", models.SET_NULL, null=True, related_name="+", editable=False
    )
    withheld_from = ArrayField(models.IntegerField(), null=True, editable=False)
    for_principals = ArrayField(models.IntegerField(), null=True, editable=False)

    class Meta(Part.Meta):
        ordering = ["pk"]
