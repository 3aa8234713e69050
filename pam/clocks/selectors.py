"""What may be read of clocks. Each starts at the gate."""

from functools import cache, lru_cache
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import Having, RowsOf, with_uuid
from pam.access.visibility import Reader
from pam.clocks.models import Clock
from pam.frameworks import selectors as frameworks
from pam.frameworks.models import FrameworkVersion
from pam.records.happenings import events_apart
from pam.records.models import Record
from pam.records.selectors.framed import framed

RELATED = ("framework_version__framework", "author__user", "author_agency", "ended_by__user")
MOST = 100  # of one record on its page
FEW = 5  # beside the record


def clocks(reader: Reader, record: Record) -> QuerySet[Clock]:
    """The clocks of a record that the reader may see: running ones first, soonest due first."""
    rows = visibility.visible_to(reader, Clock).filter(record_id=record.pk)
    first = Case(When(state="running", then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.select_related(*RELATED).order_by(first, "due", "pk")


def running_clocks(reader: Reader, record: Record) -> QuerySet[Clock]:
    """The running clocks of a record that the reader may see, soonest due first."""
    return _running(reader, record.pk)


def _running(reader, number):
    rows = visibility.visible_to(reader, Clock).running().filter(record_id=number)
    return rows.select_related(*RELATED).soonest_first()


@cache
def _first_running(most):
    return RowsOf(lambda reader, number, today: _running(reader, number)[:most])


def first_running(reader: Reader, record: Record, most: int) -> list[Clock]:
    """The first `most` of the same: a few fixed numbers of pages."""
    return _first_running(most)(reader, record.pk)


def clock(reader: Reader, uuid: UUID) -> Clock:
    """One clock. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, Clock, uuid, RELATED)
    if row is None:
        raise Http404
    return row


def record_of(reader: Reader, clock: Clock) -> Record:
    """The record that a clock is on, with what the frame of its pages shows."""
    return framed(reader, clock.record_id)


def may_be_started(reader: Reader, record: Record) -> QuerySet[FrameworkVersion]:
    """The clocks in force for this kind of record and the reader's agency, by name; not those that another
    room keeps by itself.
    """
    return _may_be_started(reader, record.kind)


def _may_be_started(reader, kind):
    rows = frameworks.in_force(reader, "clock", for_kind=kind)
    for prefix in events_apart():
        rows = rows.exclude(body__start__startswith=prefix)
    return rows


def started_by(reader: Reader, record: Record, code: str) -> list[FrameworkVersion]:
    """Those of them that begin with an event."""
    return _started_by(record.kind, code)(reader, 0)


@lru_cache(400)
def _started_by(kind, code):
    return RowsOf(lambda reader, number, today: _may_be_started(reader, kind).filter(body__start=code))


def any_named(reader: Reader, record: Record, code: str) -> bool:
    """Whether one of them begins or ends with an event."""
    return _named(record.kind, code)(reader, 0)[0]


@lru_cache(400)
def _named(kind, code):
    named = Q(body__start=code) | Q(body__stop=code)
    return Having(lambda reader, number, today: [_may_be_started(reader, kind).filter(named)])


@RowsOf
def _running_in(reader, number, today):
    rows = visibility.visible_to(reader, Clock).running().filter(record_id=number)
    return rows.select_related("framework_version")


def running_in(reader: Reader, record: Record) -> list[Clock]:
    """The running clocks of a record that the reader may see, with the versions that they keep."""
    return _running_in(reader, record.pk)


def next_clocks(reader: Reader, clock: Clock, record: Record) -> QuerySet[FrameworkVersion]:
    """The clocks in force for the record that begin with what meets this one; none where only a person
    decides that it is met.
    """
    rows = may_be_started(reader, record)
    return rows.filter(body__start=clock.stop_event) if clock.stop_event else rows.none()


def newer_version(reader: Reader, clock: Clock) -> FrameworkVersion | None:
    """The version in force of the framework of a clock, if it is another than its own."""
    own = clock.framework_version
    found = frameworks.version_in_force(reader, "clock", own.code)
    return None if found is None or found.pk == own.pk else found
