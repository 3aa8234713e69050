"""What a case answers of what its strand asks."""

from django.db import models

from pam.db.declarations import PartKind
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Part


class StrandAnswer(Part):
    """The answer of a case to one field of its strand, by the field's code, with the version of the strand
    that asked. One a field; its history says how it was before.
    """

    part_kind = PartKind("strand", "What the strand asks")

    code = models.CharField(max_length=60, editable=False)
    value = models.CharField("answer", max_length=2000, blank=True)
    version_asked = models.ForeignKey(FrameworkVersion, models.PROTECT, related_name="+", editable=False)

    class Meta(Part.Meta):
        verbose_name = "answer about a strand"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "code"], name="one_answer_a_field")]

    def __str__(self):
        return self.value
