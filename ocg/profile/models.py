"""A profile that was made for one audience."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pam.db.declarations import Gated, PartKind
from pam.records.making import MadeFile
from pam.records.models import UntrackedPart


class Profile(MadeFile, UntrackedPart):
    """The picture of a group on a day, as one audience sees it. `content` was gathered behind the gate, read
    as that audience; a job makes the PDF of it.

    Only `for_principals` may read it: the audience, and who asked for it if they see all that it holds.
    `about_records` are the other records that it names: who loses one loses the profile.
    """

    part_kind = PartKind("profile", "Profiles")
    gate = Gated("part", addressed_to="for_principals", speaks_of="about_records", job="profiles")
    repeats = True  # says nothing that the group's parts don't: subject access collects those

    label = models.CharField(max_length=200)
    for_principals = ArrayField(models.IntegerField())
    about_records = ArrayField(models.BigIntegerField(), default=list)
    content = models.JSONField()
    file = models.FileField(upload_to="profiles/%Y/%m/", max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record", "-id"], name="profile_of_record")]

    def __str__(self):
        return self.label
