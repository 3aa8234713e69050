"""Reads of referrals. Their policies say who reads what: the referrer their own, the team all of its own."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.frameworks.clocks import times
from pam.frameworks.selectors import version_in_force
from pam.records.models import Record, Subject
from pam.subjects.selectors.alike import subjects_alike
from pvp.models import CaseFile
from pvp.referrals.lists import CLOCKS
from pvp.referrals.models import Referral, ReferralDesk, Triage, TriageNote

FEW = 5  # earlier referrals that a triage shows


def desks(reader: Reader) -> QuerySet[ReferralDesk]:
    """The teams that take referrals, by agency: of training apart from all others."""
    rows = ReferralDesk.objects.filter(ended_at=None, agency__training=reader.training)
    return rows.select_related("team", "agency").order_by("agency__name__folded", "covers", "pk")


def own_desks(reader: Reader) -> QuerySet[ReferralDesk]:
    """Those of the reader's agency."""
    return desks(reader).filter(agency_id=reader.agency_id)


def own_desk(reader: Reader, uuid: UUID) -> ReferralDesk:
    """One of them. Raises Http404 for any other."""
    row = own_desks(reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def takes_referrals(reader: Reader) -> bool:
    """Whether the reader is in a team that takes referrals."""
    return ReferralDesk.objects.filter(ended_at=None, team_id__in=reader.team_ids).exists()


# --- The referrer's side ---


def sent_by(reader: Reader) -> QuerySet[Referral]:
    """What the reader sent, newest first."""
    rows = Referral.objects.filter(sender_id=reader.membership_id)
    return rows.select_related("team__agency", "strand").order_by("-sent_at", "-pk")


def sent(reader: Reader, uuid: UUID) -> Referral:
    """One referral that the reader sent. Raises Http404 for any other."""
    row = sent_by(reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


# --- The team's side ---


def triages(reader: Reader) -> QuerySet[Triage]:
    """The triage of each referral to a team of the reader's."""
    rows = Triage.objects.filter(team_id__in=reader.team_ids)
    return rows.select_related("referral__sender_agency", "referral__strand", "team", "reason")


def triage(reader: Reader, uuid: UUID) -> Triage:
    """One of them, with who sent it. Raises Http404 for any other."""
    rows = triages(reader).select_related(
        "referral__sender__user",
        "referral__sender_agency",
        "referral__strand",
        "team__agency",
        "rated_by__user",
        "decided_by__user",
        "reason",
    )
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def figures(reader: Reader) -> dict[str, int]:
    """How many wait in the reader's teams, how many of them are late, and how many have which rating."""
    late = Count("pk", filter=Q(due__lt=timezone.now()))
    rated = {code: Count("pk", filter=Q(rating=code)) for code in Triage.Rating.values}
    rows = Triage.objects.filter(team_id__in=reader.team_ids, decided_at=None)
    return rows.aggregate(waiting=Count("pk"), late=late, unrated=Count("pk", filter=Q(rating="")), **rated)


def notes_of(row: Triage) -> list[TriageNote]:
    """The steps of a triage, oldest first."""
    return list(TriageNote.objects.filter(triage=row).select_related("by__user", "by__agency"))


def earlier(reader: Reader, referral: Referral) -> list[Triage]:
    """The latest other referrals to the reader's teams about a person of the same name."""
    same = triages(reader).filter(referral__name__folded=fold(referral.name)).exclude(referral=referral)
    return list(same.order_by("-referral__sent_at")[:FEW])


def alike(reader: Reader, referral: Referral) -> list[Subject]:
    """The people and places of records that the reader may see and that the referral may be about."""
    people = subjects_alike(
        reader,
        kind=Subject.Kind.PERSON,
        name=referral.name,
        born=referral.born,
        details=referral.safe_number,
    )
    places = subjects_alike(reader, kind=Subject.Kind.PLACE, name=referral.address)
    return [*people, *places]


def cases_of(reader: Reader, subjects: Iterable[Subject]) -> list[CaseFile]:
    """The case files, not closed, that these subjects (through the gate) are in."""
    numbers = {subject.record_id for subject in subjects}
    rows = visibility.visible_to(reader, CaseFile).filter(pk__in=numbers, closed_at=None)
    return list(rows.order_by("title__folded", "pk"))


def case_named(reader: Reader, reference: str) -> CaseFile | None:
    """The case file with this reference that the reader may see, or None."""
    return visibility.visible_to(reader, CaseFile).filter(reference=reference).first()


def due_of(reader: Reader, rating: str, sent_at: datetime) -> datetime | None:
    """By when a referral that came at `sent_at` has to be decided at this rating: by the clock in force of
    that code (pam/frameworks/clocks.py); None where the agency has retired its own.
    """
    version = version_in_force(reader, "clock", CLOCKS[rating])
    return times(version.body, sent_at).due if version else None


def record_in(reader: Reader, row: Triage) -> Record | None:
    """The case file that a referral became part of, if the reader may see it."""
    if row.record_id is None:
        return None
    return visibility.visible_to(reader, Record).filter(pk=row.record_id).first()
