"""What may be read of stages and moves. Each starts at the gate."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.db.kept import KeptBy
from pam.db.prepared import prepared_statements
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.stage_maps import Move as MapMove
from pam.frameworks.stage_maps import moves_from, stage_of, working_stage
from pam.records.kinds import kind_of
from pam.records.models import Record
from pam.records.owning import is_owner
from pam.stages.models import Move
from pam.stages.requirements import met_by, missing_words
from pam.stages.roles import holds, in_words

MAP = "stage-map"
LATEST = 100  # moves of one record that its pages show
RELATED = ("author__user", "author_agency", "decided_by__user", "framework_version")


def _maps(agency_id, code):
    rows = Framework.objects.filter(Q(agency=None) | Q(agency_id=agency_id), kind=MAP, code=code)
    return rows.exclude(current=None).filter(published=True).order_by("agency_id", "pk")


def map_in_force(reader: Reader, kind: str) -> FrameworkVersion | None:
    """The stage map that new records of `kind` of the reader's agency go through: its own, else that of every
    agency, also where its own was retired; None for a kind without stages.
    """
    code = kind_of(kind).stage_map
    if not code:
        return None
    return _to_take([(row.agency_id, row.retired, row.current) for row in _whole_maps(code)(reader, 0)])


@cache
def _whole_maps(code):
    return RowsOf(lambda reader, number, today: _maps(reader.agency_id, code).select_related("current"))


def first_working_stage(reader: Reader, kind: str) -> str:
    """The stage of the map in force at which a record of `kind` begins that was accepted elsewhere; "" for
    the map's own start.
    """
    found = map_in_force(reader, kind)
    return working_stage(found.body) if found else ""


def stages_to_choose(reader: Reader, kind: str) -> list[Mapping[str, Any]]:
    """The stages that a list of `kind` can be narrowed to: of the agency's own map, then what that of every
    agency has besides.
    """
    key = reader.agency_id, kind_of(kind).stage_map
    return _stages([key])[key]


def _ask_stages(keys):
    """{(agency, code of a map): its stages}: every reader of an agency may read its published maps."""
    answers = {}
    for agency_id, code in keys:
        found: dict[str, Mapping[str, Any]] = {}
        for row in _maps(agency_id, code).select_related("current"):
            for stage in row.current.body["stages"]:
                found.setdefault(stage["code"], stage)
        answers[agency_id, code] = list(found.values())
    return answers


def _ask_bodies(numbers):
    """{number of a version: its body}. One that a record is on is published, and never changes again."""
    with prepared_statements():
        return dict(FrameworkVersion.objects.filter(pk__in=numbers).values_list("pk", "body"))


_stages = KeptBy(_ask_stages)
_bodies = KeptBy(_ask_bodies, for_ever=True)


@receiver([post_save, post_delete], sender=Framework)
def _forget_stages(instance, **signal):
    if instance.kind == MAP:
        _stages.forget()


def attach_stages(rows: Iterable[Record]) -> None:
    """Gives each of `rows` (records through the gate) its `stage_now`, the stage's row in the map that it is
    on, or None. At most one query, for maps that this process has not met.
    """
    rows = list(rows)
    bodies = _bodies({row.stage_version_id for row in rows} - {None})
    for row in rows:
        body = bodies.get(row.stage_version_id)
        row.stage_now = stage_of(body, row.stage) if body else None  # type: ignore[attr-defined]


def own_row(reader: Reader, record: Record) -> Record:
    """The record as a row of its own kind, fetched anew through the gate. Raises Http404 if it is hidden."""
    row = _own_row(kind_of(record.kind).model).first(reader, record.pk)
    if row is None:
        raise Http404
    return row


@cache
def _own_row(model):
    def build(reader, number, today):
        rows = visibility.visible_to(reader, apps.get_model(model)).filter(pk=number)
        return rows.select_related("stage_version", "agency").order_by()

    return RowsOf(build)


def moves(reader: Reader, record: Record) -> QuerySet[Move]:
    """The moves of a record that the reader may see, the latest first."""
    return _moves(reader, record.pk)


def _moves(reader, number):
    rows = visibility.visible_to(reader, Move).filter(record_id=number)
    return rows.select_related(*RELATED).defer("framework_version__body").order_by("-pk")


@RowsOf
def _latest_moves(reader, number, today):
    return _moves(reader, number)[:LATEST]


def latest_moves(reader: Reader, record: Record) -> list[Move]:
    """The latest `LATEST` of them."""
    return _latest_moves(reader, record.pk)


def move(reader: Reader, uuid: UUID) -> Move:
    """One move. Raises Http404 if it is hidden or absent."""
    row = visibility.visible_to(reader, Move).filter(uuid=uuid).select_related(*RELATED).first()
    if row is None:
        raise Http404
    return row


def asked_move(reader: Reader, record: Record) -> Move | None:
    """The move of a record that waits for approval."""
    return _asked_moves.first(reader, record.pk)


@RowsOf
def _asked_moves(reader, number, today):
    return _moves(reader, number).filter(state=Move.State.ASKED)[:1]


@dataclass(frozen=True)
class Choice:
    """A move from the stage that a record is at: whether the reader may make it (or ask for it) now, and if
    not, why: sentences in `why`, what is missing in `missing`.
    """

    code: str
    label: str
    to: str
    to_label: str
    ends: bool
    reason: bool
    approvers: str
    missing: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether it can be made or asked for."""
        return not self.why and not self.missing


def choices(reader: Reader, record: Record, level: int) -> list[Choice]:
    """The moves from the record's stage, in the map's order. `record` is a row of its own kind with its
    `stage_version`; `level` is the reader's on it.
    """
    if record.stage_version_id is None or level < Level.VIEW:
        return []
    body = record.stage_version.body
    by_code = {row["code"]: row for row in body["stages"]}
    here = by_code.get(record.stage, {})
    found = moves_from(body, record.stage)
    needed = {need for one in found for need in one.missing}
    met = met_by(reader, record, needed)
    return [_choice(reader, record, level, one, here, by_code, met) for one in found]


def _choice(reader, record, level, one: MapMove, here, by_code, met: Collection[str]) -> Choice:
    to = by_code.get(one.to, {"label": one.to})
    ends = bool(to.get("end")) != bool(here.get("end"))
    why = []
    if level < Level.MANAGE:
        why.append("Only who may change the record moves it.")
    elif one.roles and not holds(reader, record, one.roles):
        why.append(f"It is made by: {in_words(one.roles)}.")
    elif (ends or one.approved_by) and not is_owner(reader, record):
        why.append(f"{record.agency.name} owns this record. Only its people make this move.")
    return Choice(
        code=one.code,
        label=one.label,
        to=one.to,
        to_label=to["label"],
        ends=ends,
        reason=one.reason,
        approvers=in_words(one.approved_by) if one.approved_by else "",
        missing=tuple(
            words for need in one.missing if need not in met for words in missing_words(reader, record, need)
        ),
        why=tuple(why),
    )


def approves(reader: Reader, record: Record, asked: Move) -> bool:
    """Whether the reader may decide a move that was asked for: in a role that the map names, of the agency
    that owns the record, and not who asked. `record` is a row of its own kind.
    """
    roles = _approver_codes(record, asked)
    mine = asked.author_id == reader.membership_id
    return asked.waits and not mine and is_owner(reader, record) and holds(reader, record, roles)


def _approver_codes(record, asked: Move) -> list[str]:
    same = record.stage_version_id == asked.framework_version_id
    rows = (record.stage_version if same else asked.framework_version).body["moves"]
    return next((row.get("approved-by", []) for row in rows if row["code"] == asked.move), [])


def newer_map(reader: Reader, record: Record) -> FrameworkVersion | None:
    """The stage map in force for a record of the reader's agency, if it is on another one or on none."""
    if not is_owner(reader, record):
        return None
    code = kind_of(record.kind).stage_map
    rows = _numbers_of_maps(code)(reader, 0) if code else ()
    if not rows or _to_take(rows) == record.stage_version_id:
        return None
    return map_in_force(reader, record.kind)


@cache
def _numbers_of_maps(code):
    """(agency or None, whether it was retired, number of its version) of the maps with this code."""
    wanted = "agency_id", "retired", "current_id"
    return RowsOf(lambda reader, number, today: _maps(reader.agency_id, code).values_list(*wanted))


def _to_take(rows: Iterable[tuple[int | None, bool, Any]]) -> Any:
    """What of (agency or None, whether it was retired, a version) new records take, or None."""
    own = [version for agency, retired, version in rows if agency and not retired]
    return (own or [version for agency, _, version in rows if agency is None] or [None])[0]
