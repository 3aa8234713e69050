"""What may be read of clocks. Each starts at the gate."""

from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404

from pam.access import visibility
from pam.access.visibility import Reader
from pam.clocks.models import Clock
from pam.frameworks import selectors as frameworks
from pam.frameworks.models import FrameworkVersion
from pam.records.happenings import events_apart
from pam.records.models import Record

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
    rows = visibility.visible_to(reader, Clock).running().filter(record_id=record.pk)
    return rows.select_related(*RELATED).soonest_first()


def clock(reader: Reader, uuid: UUID) -> Clock:
    """One clock. Raises Http404 if it is hidden or absent."""
    row = visibility.visible_to(reader, Clock).select_related(*RELATED).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def record_of(reader: Reader, clock: Clock) -> Record:
    """The record that a clock is on, with what the frame of its pages shows."""
    rows = visibility.visible_to(reader, Record).select_related(
        "team", "agency", "lead__user", "lead__agency"
    )
    return rows.get(pk=clock.record_id)


def may_be_started(reader: Reader, record: Record) -> QuerySet[FrameworkVersion]:
    """The clocks in force for this kind of record and the reader's agency, by name; not those that another
    room keeps by itself.
    """
    rows = frameworks.in_force(reader, "clock", for_kind=record.kind)
    for prefix in events_apart():
        rows = rows.exclude(body__start__startswith=prefix)
    return rows


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
