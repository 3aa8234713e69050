"""Protecting vulnerable people: case files."""

from django.db import models

from pam.db.declarations import Gated
from pam.records.models import Record, Subject
from pam.reference.keys import ReferenceKey
from pvp.closure.models import Closing
from pvp.graded.models import GradedInformation
from pvp.marac.models import MaracReferral
from pvp.missing.models import Mappa, MissingEpisode, MissingReview
from pvp.people.models import PersonVoice
from pvp.referrals.models import Referral, ReferralDesk, Triage, TriageNote
from pvp.risk.models import HighRisk
from pvp.safety.models import SafetyAgreedItem, SafetyAgreement, SafetyItem
from pvp.strands.models import StrandAnswer

__all__ = [
    "CaseFile",
    "Closing",
    "GradedInformation",
    "HighRisk",
    "Mappa",
    "MaracReferral",
    "MissingEpisode",
    "MissingReview",
    "PersonVoice",
    "Referral",
    "ReferralDesk",
    "SafetyAgreedItem",
    "SafetyAgreement",
    "SafetyItem",
    "StrandAnswer",
    "Triage",
    "TriageNote",
]


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
