"""Reads of referrals. Their policies say who reads what: the referrer their own, the team all of its own."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Func, JSONField, QuerySet
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import Among, KeptRows
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


class _Figures(Func):
    """`figures` of the teams with these numbers, in the statement that fetches the rows of the queue."""

    output_field = JSONField()
    sql = """
        SELECT jsonb_build_object(
          'waiting', count(*),
          'late', count(*) FILTER (WHERE t.due < statement_timestamp()),
          'unrated', count(*) FILTER (WHERE t.rating = ''),
          'red', count(*) FILTER (WHERE t.rating = 'red'),
          'amber', count(*) FILTER (WHERE t.rating = 'amber'),
          'green', count(*) FILTER (WHERE t.rating = 'green'),
          'takes', EXISTS (SELECT 1 FROM pvp_referraldesk d
                           WHERE d.ended_at IS NULL AND d.team_id = ANY (%s::bigint[])))
          FROM pvp_triage t WHERE t.decided_at IS NULL AND t.team_id = ANY (%s::bigint[])"""

    def __init__(self, reader):
        super().__init__()
        self.teams = list(reader.team_ids)

    def as_sql(self, compiler, connection, *args, **extra):
        """The question, about no column of the row."""
        return f"({self.sql})", (self.teams, self.teams)


def figures(reader: Reader, rows: Sequence[Triage]) -> dict[str, int]:
    """How many wait in the reader's teams, how many of them are late, and how many have which rating; `takes`
    says whether a team of theirs takes referrals. Without a query for `rows` of `ROWS`.
    """
    if rows:
        return rows[0].figures  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(_Figures.sql, [list(reader.team_ids)] * 2)
        return json.loads(cursor.fetchone()[0])


OF_QUEUE = (
    "uuid",
    "rating",
    "due",
    "decided_at",
    "referral__name",
    "referral__danger",
    "referral__strand",
    "referral__code",
    "referral__state",
    "referral__sent_at",
    "referral__sender_agency__name",
)


def _rows(reader, today):
    rows = Triage.objects.filter(Among("team_id", reader.team_ids)).annotate(figures=_Figures(reader))
    return rows.select_related("referral__sender_agency").only(*OF_QUEUE)


def _sent_rows(reader, today):
    rows = Referral.objects.filter(sender_id=reader.membership_id).select_related("team__agency")
    return rows.only("uuid", "name", "code", "state", "sent_at", "team__agency__name")


ROWS = KeptRows(_rows)  # the triages of the queue, with all that is shown with them
SENT = KeptRows(_sent_rows)  # the same of the referrals that a person sent


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
