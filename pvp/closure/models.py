"""What is settled before a case file is closed: the answers to its checklist, and whether the person was
told.
"""

from django.db import models

from pam.db.declarations import Gated
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Part


class Closing(Part):
    """The closing checklist of a case file: one that is being worked on, or the one that it was closed by.

    `answers` is {code of an item: "done" or "not_applicable"}, `notes` {code: why it does not apply, or what
    was done}, both of the items of `framework_version` and of the strand's own in `strand_version`. For
    everyone who can open the record.
    """

    class Told(models.TextChoices):
        YES = "yes", "The person was told"
        NO = "no", "The person was not told"

    gate = Gated("part")

    framework_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, related_name="+", editable=False, verbose_name="checklist"
    )
    strand_version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="strand"
    )
    answers = models.JSONField(default=dict, blank=True, editable=False)
    notes = models.JSONField(default=dict, blank=True, editable=False)
    told = models.CharField("whether the person was told", max_length=3, choices=Told, blank=True)
    told_words = models.TextField("how they were told, or why not", max_length=2000, blank=True)

    class Meta(Part.Meta):
        verbose_name = "closing checklist"
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["record", "-created"], name="closing_of_record")]

    def __str__(self):
        return str(self.framework_version)
