"""What may be read of MARAC referrals. Each starts at the gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.kept_rows import with_uuid
from pam.access.visibility import Reader
from pam.assessments import selectors as assessments
from pam.caselists.registry import Criterion, Head, Referral
from pam.chronology.models import Event
from pam.frameworks import selectors as frameworks
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Record, Subject
from pam.records.selectors.framed import framed
from pvp.marac import criteria
from pvp.marac.criteria import Assessed, Facts, Met
from pvp.models import CaseFile, MaracReferral

CODE, PROVIDER, LIST = "marac-criteria", MaracReferral.refers_as, "marac"
RELATED = ("author__user", "author_agency", "framework_version", "repeat_of")
MOST_WAITING = 200


def rules(reader: Reader) -> FrameworkVersion | None:
    """The criteria in force for the reader's agency, or None."""
    return frameworks.version_in_force(reader, "referral-criteria", CODE)


def referrals_of(reader: Reader, record: Record) -> QuerySet[MaracReferral]:
    """The referrals of a case that `reader` may see, the latest first."""
    rows = visibility.visible_to(reader, MaracReferral).filter(record_id=record.pk)
    return rows.select_related(*RELATED).order_by("-referred_on", "-pk")


def referral(reader: Reader, uuid: UUID) -> MaracReferral:
    """One referral. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, MaracReferral, uuid, RELATED)
    if row is None:
        raise Http404
    return row


def record_of(reader: Reader, row: MaracReferral) -> Record:
    """The case of a referral, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def people_of(reader: Reader, record: Record) -> list[Subject]:
    """The people of the case that a referral can be about."""
    rows = visibility.visible_to(reader, Subject).filter(
        record_id=record.pk, kind=Subject.Kind.PERSON, merged_into=None, ended_at=None
    )
    return list(rows.order_by("name__folded", "name", "pk")[:200])


def facts_of(
    reader: Reader, record: Record, last: date | None = None, with_each: Sequence[tuple[str, date]] = ()
) -> Facts:
    """What is known of a case for its criteria: two queries. `last` is the day of the last referral of the
    same two people, `with_each` that with each perpetrator (name, day).
    """
    found = []
    for row in assessments.latest_of_each(reader, record):
        body = row.framework_version.body
        hidden = set(row.findings.get("hidden", ()))
        yes = [code for code, given in row.answers.items() if given == "yes" and code not in hidden]
        found.append(
            Assessed(
                row.framework_version.code,
                row.framework_version.name,
                row.on,
                len(yes),
                row.points,
                row.second_grade or row.grade,
                tuple(one["code"] for one in body.get("bands", ())),
            )
        )
    since = timezone.localdate() - timedelta(days=366 * 10)
    rows = visibility.visible_to(reader, Event).filter(
        record_id=record.pk, kind=Event.Kind.INCIDENT, struck_at=None, first__gte=since
    )
    return Facts(found, list(rows.values_list("first", flat=True)[:1000]), last, with_each)


def _same(name, subject):
    if subject.identity_id is None:
        return Q(**{name: subject.pk})
    return Q(**{f"{name}__identity_id": subject.identity_id})


def last_referral(reader: Reader, victim: Subject, perpetrator: Subject) -> MaracReferral | None:
    """The latest referral of the same two people that counts, in any case that `reader` may see."""
    rows = visibility.visible_to(reader, MaracReferral).filter(withdrawn_at=None)
    rows = rows.filter(_same("victim", victim), _same("perpetrator", perpetrator))
    return rows.order_by("-referred_on", "-pk").first()


@dataclass(frozen=True)
class Last:
    """The last referral of the person of a case and one perpetrator, in any case: when, and until when a
    further one is a repeat (None where no rule asks for it).
    """

    row: MaracReferral
    name: str
    until: date | None

    @property
    def repeats(self) -> bool:
        """Whether a referral today would be a repeat."""
        return self.until is not None and timezone.localdate() <= self.until


def last_with_each(reader: Reader, case: CaseFile, body: dict) -> list[Last]:
    """The last referral of the person of a case with each perpetrator, the latest first, in any case that
    `reader` may see. Four queries, each by numbers: none reads what else the reader may see.
    """
    people = visibility.visible_to(reader, Subject)
    victim = people.filter(pk=case.person_id).first()
    if victim is None:
        return []
    same = (
        people.filter(identity_id=victim.identity_id) if victim.identity_id else people.filter(pk=victim.pk)
    )
    victims = list(same.values_list("pk", flat=True)[:MOST_WAITING])
    rows = visibility.visible_to(reader, MaracReferral).filter(victim_id__in=victims, withdrawn_at=None)
    rows = list(rows.order_by("-referred_on", "-pk")[:MOST_WAITING])
    seen, today = people.in_bulk({row.perpetrator_id for row in rows}), timezone.localdate()
    found: dict[Any, Last] = {}
    for row in rows:
        if (one := seen.get(row.perpetrator_id)) is not None:
            until = criteria.repeat_until(body, row.referred_on, today)
            found.setdefault(one.identity_id or f"row {one.pk}", Last(row, one.name, until))
    return list(found.values())


def heads_of(reader: Reader, rows: list[MaracReferral]) -> dict[int, list[tuple[str, Subject | None]]]:
    """{number of a referral: [(part, the person, None if `reader` may not see them)]}: one query."""
    numbers = {one for row in rows for one in (row.victim_id, row.perpetrator_id)}
    uuids = {one for row in rows for one in row.others}
    seen = visibility.visible_to(reader, Subject).filter(Q(pk__in=numbers) | Q(uuid__in=uuids))
    people = list(seen)
    by_number, by_uuid = {one.pk: one for one in people}, {one.uuid: one for one in people}
    found = {}
    for row in rows:
        heads = [("Victim", by_number.get(row.victim_id))]
        heads.append(("Perpetrator", by_number.get(row.perpetrator_id)))
        for uuid in row.others:
            person = by_uuid.get(uuid)
            if person is not None and person.record_id != row.record_id:
                person = None
            heads.append((person.role if person and person.role else "Other person", person))
        found[row.pk] = heads
    return found


def _for_list(reader, rows):
    """Referrals as lists get them. Two queries."""
    heads = heads_of(reader, rows)
    records = visibility.visible_to(reader, Record).in_bulk([row.record_id for row in rows])
    return [
        Referral(
            uuid=row.uuid,
            provider=PROVIDER,
            record=records[row.record_id],
            heads=tuple(
                Head(one.name, part, str(one.born) if one.born else "", one.uuid)
                for part, one in heads[row.pk]
                if one is not None
            ),
            criteria=tuple(Criterion(one["code"], one["label"], one["rule"]) for one in row.criteria),
            reason=row.reason,
            referred_on=row.referred_on,
            agency=row.author_agency_id,
            agencies=tuple(row.agencies) if row.agencies else None,
            repeat_of=row.last_on,
        )
        for row in rows
        if row.record_id in records
    ]


def waiting(reader: Reader) -> list[Referral]:
    """The referrals that no list has taken and that `reader` may see, oldest first."""
    rows = visibility.visible_to(reader, MaracReferral).filter(taken="", withdrawn_at=None)
    return _for_list(reader, list(rows.order_by("referred_on", "pk")[:MOST_WAITING]))


def for_list(reader: Reader, uuid: UUID) -> Referral | None:
    """One referral as lists get it, or None where it is hidden or absent."""
    row = visibility.visible_to(reader, MaracReferral).filter(uuid=uuid, withdrawn_at=None).first()
    return next(iter(_for_list(reader, [row])), None) if row else None


def shown_of(reader: Reader, case: CaseFile) -> dict:
    """What the page of a case's referrals shows: "rows"; "rules", the version in force; "judged", each of its
    criteria with what meets it today; "met", those that are met; "last", the last referrals by perpetrator.
    """
    return {"rows": list(referrals_of(reader, case)[:50])} | today_of(reader, case, rules(reader))


def today_of(reader: Reader, case: CaseFile, version: FrameworkVersion | None) -> dict:
    """`shown_of` without the referrals: "rules" (`version`), "judged", "met" and "last" of today."""
    today = timezone.localdate()
    if version is None:
        return {"rules": None, "judged": [], "met": [], "last": []}
    last = last_with_each(reader, case, version.body)
    facts = facts_of(reader, case, with_each=[(one.name, one.row.referred_on) for one in last])
    return {
        "rules": version,
        "judged": criteria.judged(version.body, facts, today),
        "met": criteria.met(version.body, facts, today),
        "last": last,
    }


def on_case_page(reader: Reader, case: CaseFile) -> tuple[list[Met], list[Last]]:
    """What the page of a case says of a MARAC: the criteria that are met today, where the rules are for its
    strand and nothing was referred whose flag still holds; and the last referrals that they speak of. Empty
    for a closed case.
    """
    version = None if case.closed_at else rules(reader)
    if version is None or case.strand.code not in version.body.get("strands", [case.strand.code]):
        return [], []
    if any(row.is_flagged or row.to_tell for row in referrals_of(reader, case)[:50]):
        return [], []
    today = today_of(reader, case, version)
    return today["met"], [one for one in today["last"] if one.repeats]
