"""Reads of transfers. Their policies say who reads what: the giver's side its own, the receiver's side what
is proposed to it.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import AtMost, KeptRows
from pam.access.models import Agency, Membership, Team
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.disclosure.selectors.grounds import grounds_for, may_share_once, partners_of
from pam.records.kinds import kind_of
from pam.records.models import Record
from pam.transfers.models import CarriedOver, Transfer
from pam.transfers.registry import opener_of

SUPERVISOR = Membership.Role.SUPERVISOR.value


def transfers(reader: Reader) -> QuerySet[Transfer]:
    """Those that the reader proposed, may answer, or whose record they manage; newest first."""
    rows = Transfer.objects.select_related(
        "from_team",
        "to_team__agency",
        "record_agency",
        "to_agency",
        "reason",
        "proposed_by__user",
        "answered_by__user",
    )
    return rows.filter(marking__lte=reader.clearance)


SHOWN = (
    "uuid",
    "record",
    "reference",
    "state",
    "reason",
    "record_agency__name",
    "to_team__name",
    "to_team__agency__short_name",
    "proposed_at",
    "on",
)


def readable(reader: Reader) -> QuerySet[Transfer]:
    """The same alone, for statements that are kept (see `pam/access/kept_rows.py`)."""
    return Transfer.objects.filter(AtMost("marking", reader.clearance))


def _rows(reader, today):
    return readable(reader).select_related("record_agency", "to_team__agency").only(*SHOWN)


ROWS = KeptRows(_rows)  # the transfers of the list, with all that is shown with them


def transfer(reader: Reader, uuid: UUID) -> Transfer:
    """One of them. Raises Http404 for any other."""
    row = transfers(reader).select_related("basis", "agreement").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def of_record(reader: Reader, record: Record) -> list[Transfer]:
    """The transfers of a record that the reader may see, newest first."""
    return list(transfers(reader).filter(record_id=record.pk)[:20])


def carried_over(reader: Reader, record: Record) -> CarriedOver | None:
    """Where a record came from, if it came from another agency and the reader may know."""
    rows = visibility.visible_to(reader, CarriedOver).filter(record_id=record.pk)
    return rows.select_related("from_agency").order_by("pk").first()


def acceptors(team: Team, marking: int) -> QuerySet[Membership]:
    """Who may accept a transfer to a team: its supervisors and its manager, cleared for the marking."""
    may = Q(roles__contains=[SUPERVISOR]) | Q(pk=team.manager_id)
    return Membership.objects.live().filter(may, teams=team, clearance__gte=marking).select_related("user")


def may_answer(reader: Reader, row: Transfer) -> bool:
    """Whether the reader may accept or decline it: the database asks the same (pam_takes_transfer)."""
    if not row.waiting or row.to_team_id not in reader.team_ids or reader.clearance < row.marking:
        return False
    manages = Team.objects.filter(pk=row.to_team_id, manager_id=reader.membership_id)
    return reader.has_role(SUPERVISOR) or manages.exists()


def may_withdraw(reader: Reader, row: Transfer) -> bool:
    """Whether the reader may take it back: who manages the record for its agency."""
    if not row.waiting or reader.agency_id != row.record_agency_id:
        return False
    return visibility.levels(reader, [row.record_id]).get(row.record_id, 0) >= visibility.Level.MANAGE


def teams_to_give(reader: Reader, record: Record) -> QuerySet[Team]:
    """The teams that could take a record over: those of its agency, and of agencies that it can be shared
    with where its kind can go to another one.
    """
    others = Agency.objects.none()
    if opener_of(record.kind):
        everyone = Agency.objects.exclude(pk=record.agency_id)
        others = everyone if may_share_once(reader) else partners_of(record.agency_id)
    rows = Team.objects.filter(Q(agency_id=record.agency_id) | Q(agency__in=others.values("pk")))
    rows = rows.filter(agency__training=reader.training).exclude(pk=record.team_id)
    return rows.select_related("agency", "principal").order_by("agency__name__folded", "name__folded")


def grounds_of(record: Record, team: Team) -> list:
    """On what a transfer to another agency's team can rest."""
    team.principal.agency = team.agency
    return list(grounds_for(record, team.principal))


def leads_of(row: Transfer, reader: Reader) -> QuerySet[Membership]:
    """Who can lead the record at the receiver: the team's live people, cleared for it."""
    rows = Membership.objects.live().filter(teams=row.to_team_id, clearance__gte=row.marking)
    return rows.select_related("user").order_by("user__name__folded", "pk")


def open_actions(reader: Reader, row: Transfer) -> list[Action]:
    """The open actions of a record that changed teams whose owners are not in its team now."""
    if not (row.inside and row.moved_at):
        return []
    rows = visibility.visible_to(reader, Action).filter(record_id=row.record_id, status="open")
    theirs = Membership.objects.filter(teams=row.to_team_id).values("pk")
    rows = rows.exclude(owner__in=theirs).exclude(owner_team_id=row.to_team_id)
    return list(rows.filter(owner_agency_id=row.to_agency_id).select_related("owner__user")[:50])


def record_behind(reader: Reader, row: Transfer) -> Record | None:
    """The giver's record, if the reader may open it."""
    return visibility.visible_to(reader, Record).filter(pk=row.record_id).first()


def kind_label(row: Transfer) -> str:
    """What people call its kind of record."""
    return kind_of(row.record_kind).label


def hinders_merge(reader: Reader, record: Record) -> str:
    """What must be ended before a record can be merged: a transfer of it that waits."""
    waiting = transfers(reader).filter(record_id=record.pk, state=Transfer.State.WAITING)
    return f"Withdraw the transfer of {record.reference} first." if waiting.exists() else ""
