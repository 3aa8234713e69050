"""Protecting vulnerable people: case files."""

from django.db import models

from pam.db.declarations import Gated
from pam.records.models import Record, Subject
from pam.reference.keys import ReferenceKey
from pvp.closure.models import Closing
from pvp.referrals.models import Referral, ReferralDesk, Triage, TriageNote

__all__ = ["CaseFile", "Closing", "Referral", "ReferralDesk", "Triage", "TriageNote"]


class CaseFile(Record):
    """The case file of a vulnerable person. `lead` is the officer in the case."""

    gate = Gated("child")

    person = models.ForeignKey(
        Subject, models.PROTECT, null=True, related_name="+", verbose_name="vulnerable person", editable=False
    )
    strand = ReferenceKey("pvp.strand")
    grade = ReferenceKey("pvp.grade", verbose_name="risk grade")
    voice = models.TextField("what the person wants", blank=True)

    class Meta:
        verbose_name = "PVP case file"
