"""Protecting vulnerable people: case files."""

from django.db import models

from pam.db.declarations import Gated
from pam.records.models import Record, Subject
from pam.reference.models import ReferenceValue


class CaseFile(Record):
    """The case file of a vulnerable person. `lead` is the officer in the case."""

    gate = Gated("child")

    person = models.ForeignKey(
        Subject, models.PROTECT, null=True, related_name="+", verbose_name="vulnerable person", editable=False
    )
    strand = models.ForeignKey(
        ReferenceValue, models.PROTECT, related_name="+", limit_choices_to={"listing": "pvp.strand"}
    )
    grade = models.ForeignKey(
        ReferenceValue,
        models.PROTECT,
        related_name="+",
        verbose_name="risk grade",
        limit_choices_to={"listing": "pvp.grade"},
    )
    voice = models.TextField("what the person wants", blank=True)

    class Meta:
        verbose_name = "PVP case file"
