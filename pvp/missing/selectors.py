"""What may be read of missing episodes and MAPPA. Each starts at the gate."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.kept_rows import with_uuid
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.clocks.models import Clock
from pam.frameworks.clocks import times
from pam.frameworks.selectors import version_in_force
from pam.records.models import Part, Record, Subject
from pam.records.selectors.framed import framed
from pvp.models import Mappa, MissingEpisode, MissingReview

P = TypeVar("P", bound=Part)
PLAN = "MAPPA actions"  # the plan of our own actions
RETURNED, INTERVIEWED = "person.returned", "interview.held"  # events in frameworks
CLOCK = "return-interview"


def episodes_of(reader: Reader, record: Record) -> QuerySet[MissingEpisode]:
    """The episodes of a case that `reader` may see, the latest first."""
    rows = visibility.visible_to(reader, MissingEpisode).filter(record_id=record.pk)
    return rows.select_related("person", "author__user", "author_agency").order_by("-missing_from", "-pk")


def attach_due(reader: Reader, record: Record, rows: list[MissingEpisode]) -> None:
    """Sets `interview_due` and `interview_late` on each episode of a case: by when the return interview that
    waits is due (None where none waits): by the clock that runs from that return, else by the one in force.
    """
    open_states = ("", MissingEpisode.Interview.OFFERED)
    waits = [row for row in rows if row.is_child and row.returned_at and row.interview in open_states]
    for row in rows:
        row.interview_due, row.interview_late = None, False
    if not waits:
        return
    clocks = visibility.visible_to(reader, Clock).running().filter(record_id=record.pk)
    clocks = clocks.filter(framework_version__body__stop=INTERVIEWED)
    running = dict(clocks.values_list("started_at", "due")[:100])
    version = version_in_force(reader, "clock", CLOCK)
    for row in waits:
        usual = times(version.body, row.returned_at).due if version else None
        row.interview_due = running.get(row.returned_at, usual)
        row.interview_late = row.interview_due is not None and row.interview_due < timezone.now()


def not_offered(reader: Reader, record: Record) -> QuerySet[MissingEpisode]:
    """Those of children who are back, and have had no offer of an interview."""
    return episodes_of(reader, record).filter(is_child=True, interview="", returned_at__isnull=False)


def episode(reader: Reader, uuid: UUID) -> MissingEpisode:
    """One episode. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, MissingEpisode, uuid, ("person", "author__user", "author_agency"))
    if row is None:
        raise Http404
    return row


def reviews_of(reader: Reader, episode: MissingEpisode) -> list[MissingReview]:
    """The reviews of an episode, the latest first."""
    rows = visibility.visible_to(reader, MissingReview).filter(episode_id=episode.pk)
    return list(rows.select_related("author__user", "author_agency").order_by("-at", "-pk")[:100])


def record_of(reader: Reader, row: Part) -> Record:
    """The case of a part, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def people_of(reader: Reader, record: Record) -> QuerySet[Subject]:
    """The people of a case."""
    rows = visibility.visible_to(reader, Subject).filter(
        record_id=record.pk, kind=Subject.Kind.PERSON, merged_into=None, ended_at=None
    )
    return rows.order_by("name__folded", "name", "pk")


def mappa_of(reader: Reader, record: Record) -> QuerySet[Mappa]:
    """The MAPPA management of people of a case, the latest first."""
    rows = visibility.visible_to(reader, Mappa).filter(record_id=record.pk)
    return rows.select_related("person", "author__user", "author_agency").order_by("-since", "-pk")


def mappa(reader: Reader, uuid: UUID) -> Mappa:
    """One of them. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, Mappa, uuid, ("person",))
    if row is None:
        raise Http404
    return row


def own_actions(reader: Reader, record: Record) -> list[Action]:
    """Our own actions under MAPPA."""
    rows = visibility.visible_to(reader, Action).filter(record_id=record.pk, plan=PLAN).with_owner()
    return list(rows.order_by("due", "pk")[:100])


def offered_to_each(reader: Reader, record: Record) -> bool:
    """Whether an interview was offered after each episode of a child: what a stage map may ask for."""
    return not not_offered(reader, record).exists()
