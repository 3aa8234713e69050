"""The pack for one audience, and who has opened it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pam.db.declarations import Gated, PartKind
from pam.records.making import MadeFile
from pam.records.models import MarkedPart, UntrackedPart


class Pack(MadeFile, MarkedPart, UntrackedPart):
    """The pack of a meeting for one audience: the people of one agency who may see the same of it.

    `content` was gathered behind the gate as one of them; a job makes the PDF of it. A pack that is made
    again is a new `edition`; earlier ones stay. `places` says on which page what begins. It is marked as the
    highest of what it holds, where that is higher than the meeting: who is no longer cleared for a paper has
    no pack with it.
    """

    part_kind = PartKind("pack", "Packs")
    gate = Gated(
        "part",
        addressed_to="for_principals",
        speaks_of="about_records",
        marked="own_marking",
        job="packs",
    )
    repeats = True  # says nothing that items, papers and updates don't: subject access collects those

    label = models.CharField(max_length=200)
    for_principals = ArrayField(models.IntegerField())
    about_records = ArrayField(models.BigIntegerField(), default=list)
    edition = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField(default=1)
    withheld = models.BooleanField(default=False)
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    # {what: the numbers of its rows}: who may no longer see one of them has no pack with it (`still_sees`).
    holds = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    pages = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="packs/%Y/%m/", max_length=200, blank=True)

    class Meta:
        ordering = ["-edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "edition", "number"], name="pack_once_an_edition")
        ]

    def __str__(self):
        return self.label


class PackOpening(UntrackedPart):
    """That a person opened a pack, or took its file, for the first time. `author` is that person."""

    part_kind = PartKind("pack", "Packs")
    gate = Gated("part", writes=("INSERT",), added_with="VIEW")
    repeats = True  # the access log says the same

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="openings", editable=False)
    taken = models.BooleanField("took the file", default=False, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "author", "taken"], name="pack_opened_once")]
