"""Reads of members of a group. Exploited people stand apart from members in every one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from ocg.members.lists import ROLES
from ocg.members.models import Member, MemberStatus
from pam.access import visibility
from pam.access.kept_rows import OneOf, RowsOf
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.orders.models import Order
from pam.orders.selectors import in_force_of
from pam.records.models import Record, Subject
from pam.records.selectors.framed import framed
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import attach_reference_values, protected_value, terms
from pam.subjects.models import WarningMarker
from pam.subjects.selectors.warnings import attach_warnings

FEW = 5  # on the group's own page
MOST = 300  # members of one group that a page shows
SHOWN = ("member__subject", "member__manager_agency")


@dataclass
class MemberLine:
    """One member as lists, papers and exports show them: plain values, and the rows behind them."""

    member: Member
    subject: Subject
    status: MemberStatus | None
    warnings: list[WarningMarker] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the person."""
        return str(self.subject.name)

    @property
    def role(self) -> ReferenceValue:
        """Their role in the group."""
        return self.member.role

    @property
    def status_words(self) -> str:
        """The status with its dates, in words."""
        return self.status.words if self.status else "Not known"


@dataclass(frozen=True)
class Members:
    """The members of a group, by role, and apart from them its exploited people."""

    members: list[MemberLine]
    exploited: list[MemberLine]

    @property
    def any(self) -> bool:
        """Whether there is a person in it."""
        return bool(self.members or self.exploited)


def exploited_role() -> ReferenceValue:
    """The role of people that the group exploits."""
    return protected_value("ocg.member-role", "exploited")


def is_exploited(member: Member) -> bool:
    """Whether it is an exploited person, and no member."""
    return role_of(member).code == "exploited"


def role_of(member: Member) -> ReferenceValue:
    """Their role, without a query."""
    attach_reference_values([member], "role")
    return member.role


def members_of(reader: Reader, record: Record) -> Members:
    """Everybody with a part in the group that `reader` may see, each with their newest status, warnings and
    orders in force. Three queries.
    """
    lines = _lines(reader, record)
    with_warnings(reader, lines)
    with_orders(reader, lines)
    return _apart(lines)


def panel_of(reader: Reader, record: Record) -> dict:
    """{"members", "exploited": [MemberLine], "more": how many are on the page of all besides, "any",
    "states": members by status in words} for the group's own page.
    """
    lines = _lines(reader, record)
    found = _apart(lines)
    shown = found.members[:FEW]
    rest = found.exploited[:FEW]
    with_warnings(reader, [*shown, *rest])
    with_orders(reader, [*shown, *rest])
    more = len(found.members) - len(shown) + len(found.exploited) - len(rest)
    return {
        "members": shown,
        "exploited": rest,
        "more": more,
        "any": found.any,
        "states": states_in_words([line.status for line in found.members]),
    }


def states_in_words(statuses: Iterable[MemberStatus]) -> str:
    """ "4: 2 at large, 1 serving, 1 not known", or "" for none."""
    found = Counter(status.state for status in statuses)
    told = [f"{found[state]} {state.label.lower()}" for state in MemberStatus.State if found[state]]
    return f"{found.total()}: {', '.join(told)}" if told else ""


def current_statuses(reader: Reader, record: Record | None = None) -> QuerySet[MemberStatus]:
    """The status that counts of each member that `reader` may see, of one record or of all."""
    rows = visibility.visible_to(reader, MemberStatus).filter(struck_at=None)
    newer = Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk"))
    own = rows.filter(newer, member=OuterRef("member")).values("pk")
    rows = rows.filter(~Exists(own), member__removed_at=None)
    return rows if record is None else rows.filter(record_id=record.pk)


def lines_of(rows: QuerySet[MemberStatus] | list[MemberStatus]) -> list[MemberLine]:
    """The lines of these statuses; of a queryset one query."""
    if isinstance(rows, QuerySet):
        rows = list(rows.select_related(*SHOWN)[:MOST])
    attach_reference_values([row.member for row in rows], "role")
    return [MemberLine(row.member, row.member.subject, row) for row in rows]


def _lines(reader, record):
    return lines_of(_current(reader, record.pk))


@RowsOf
def _current(reader, number, today):
    rows = current_statuses(reader).filter(record_id=number).order_by("pk")
    return rows.select_related(*SHOWN)[:MOST]


def in_order(lines: Iterable[MemberLine]) -> list[MemberLine]:
    """By role, then by name."""
    return sorted(lines, key=lambda line: (line.role.order, line.name.casefold(), line.member.pk))


def _apart(lines):
    lines = in_order(lines)
    return Members(
        [line for line in lines if not is_exploited(line.member)],
        [line for line in lines if is_exploited(line.member)],
    )


def with_warnings(reader: Reader, lines: list[MemberLine]) -> None:
    """Gives each line what people should know before a visit. One query; of no lines none."""
    attach_warnings(reader, [line.subject for line in lines])
    for line in lines:
        line.warnings = line.subject.visit_warnings


def with_orders(reader: Reader, lines: list[MemberLine]) -> None:
    """Gives each line its orders in force. One query; of no lines none."""
    found: dict[int, list[Order]] = {}
    for order in in_force_of(reader, [line.subject for line in lines]):
        found.setdefault(order.subject_id, []).append(order)
    for line in lines:
        line.orders = found.get(line.subject.pk, [])


# --- One member ---


def member(reader: Reader, uuid: UUID) -> Member:
    """One member with their subject and role. Raises Http404 if hidden, absent or removed."""
    row = _one.of_uuid(reader, uuid)
    if row is None:
        raise Http404
    attach_reference_values([row], "role")
    return row


@OneOf
def _one(reader, today):
    rows = visibility.visible_to(reader, Member).filter(removed_at=None)
    return rows.select_related("subject", "manager_agency", "author_agency")


def member_of(reader: Reader, row: MemberStatus) -> Member:
    """The member of a status. Raises Http404 if it was removed."""
    rows = visibility.visible_to(reader, Member).filter(pk=row.member_id).values_list("uuid", flat=True)
    return member(reader, rows.get())


def record_of(reader: Reader, row: Member | MemberStatus) -> Record:
    """The record that it is of, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def statuses_of(reader: Reader, row: Member) -> list[MemberStatus]:
    """Every status of a member, the newest first, struck ones too."""
    rows = visibility.visible_to(reader, MemberStatus).filter(member_id=row.pk)
    return list(rows.select_related("author__user", "author_agency").order_by("-since", "-pk"))


def newest_status(reader: Reader, row: Member) -> MemberStatus | None:
    """The status that counts."""
    rows = visibility.visible_to(reader, MemberStatus).filter(member_id=row.pk, struck_at=None)
    return rows.order_by("-since", "-pk").first()


def name_of(reader: Reader, row: Member) -> str:
    """The name of the person."""
    rows = visibility.visible_to(reader, Subject).filter(pk=row.subject_id)
    return rows.values_list("name", flat=True).first() or "A member"


# --- Who may become one ---


def has_part(reader: Reader, subject: Subject) -> bool:
    """Whether `reader` sees a part of this subject in its group."""
    rows = visibility.visible_to(reader, Member).filter(subject_id=subject.pk, removed_at=None)
    return rows.exists()


def subjects_to_add(reader: Reader, record: Record) -> QuerySet[Subject]:
    """The people and organisations of the record that `reader` sees and that have no part yet."""
    parts = visibility.visible_to(reader, Member).filter(record_id=record.pk, removed_at=None)
    rows = visibility.visible_to(reader, Subject).filter(
        record_id=record.pk, merged_into=None, kind__in=("person", "organisation")
    )
    return rows.exclude(pk__in=parts.values("subject_id")).order_by("name__folded", "name", "pk")


def agencies_of_managers(reader: Reader) -> QuerySet[Agency]:
    """The agencies that an offender manager may be of: all there are, apart from those for training."""
    return Agency.objects.filter(training=reader.training).order_by("name__folded", "pk")


def roles_in_order() -> list[ReferenceValue]:
    """The roles in use."""
    return [term for term in terms(ROLES) if not term.retired]


def without_status(reader: Reader, record: Record) -> bool:
    """Whether `reader` sees a member or an exploited person whose status is not known."""
    rows = current_statuses(reader, record).filter(state=MemberStatus.State.NOT_KNOWN)
    return rows.exists()
