"""Every write to missing episodes and MAPPA, as verbs. Each takes `actor`, a `Reader`."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.records.happenings import happened
from pam.records.models import Record, Subject
from pam.records.services import add_part, chronicle, save_part
from pvp.missing.selectors import INTERVIEWED, RETURNED
from pvp.models import Mappa, MissingEpisode, MissingReview

LINE = "missing"  # the kind of their lines in the chronology
LONGEST = 2000


@transaction.atomic
def add_episode(
    *,
    actor: Reader,
    record: Record,
    episode: MissingEpisode,
    person: Subject,
    agencies: Iterable[int] | None = None,
) -> MissingEpisode:
    """Adds an episode of a person of the case. Raises PermissionDenied without `contribute`, or Refused for a
    time to come or a person of another record.
    """
    _require_person(record, person)
    episode.person = person
    add_part(actor=actor, part=episode, record=record, agencies=agencies, operation="add missing episode")
    _say(actor, episode, f"Missing: {person.name}", episode.summary, episode.missing_from)
    return episode


def _require_person(record, person):
    if person.record_id != record.pk or person.kind != Subject.Kind.PERSON:
        raise Refused("Choose a person of this case.", code="another_record", field="person")


@transaction.atomic
def add_review(*, actor: Reader, episode: MissingEpisode, review: MissingReview) -> MissingReview:
    """Adds a review while the person is missing, for the same agencies. Raises PermissionDenied without
    `contribute`, or Refused once they are back.
    """
    if episode.returned_at:
        raise Refused("They are back, so there is nothing to review.", code="returned")
    review.episode = episode
    record = Record.objects.get(pk=episode.record_id)
    add_part(
        actor=actor, part=review, record=record, agencies=episode.agencies, operation="review missing episode"
    )
    return review


@transaction.atomic
def returned(
    *, actor: Reader, episode: MissingEpisode, version: int, at: datetime, found_how: str = ""
) -> MissingEpisode:
    """Keeps when the person came back, and where and how they were found. Of a child the clock of the
    interview starts.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: back already, a time to come
    or before they were missing.
    """
    if episode.returned_at:
        raise Refused("They are back already.", code="returned")
    if at > timezone.now():
        raise Refused("The time cannot be in the future.", code="too_late", field="at")
    if at < episode.missing_from:
        raise Refused("They cannot be back before they were missing.", code="before_start", field="at")
    episode.returned_at, episode.found_how = (
        at,
        _short(optional_text(found_how, field="found_how"), "found_how"),
    )
    save_part(actor=actor, part=episode, version=version, operation="record return")
    person = _person_of(actor, episode)
    _say(actor, episode, f"Back: {person}", episode.found_how, at)
    if episode.is_child:
        record = Record.objects.get(pk=episode.record_id)
        happened(actor=actor, record=record, code=RETURNED, at=at, agencies=episode.agencies)
    return episode


def _person_of(actor, episode):
    row = visibility.visible_to(actor, Subject).filter(pk=episode.person_id).first()
    return row.name if row else "restricted"


def _short(text, field):
    if len(text) > LONGEST:
        raise Refused(f"It must be {LONGEST:,} characters or fewer.", code="max_length", field=field)
    return text


@transaction.atomic
def record_interview(
    *,
    actor: Reader,
    episode: MissingEpisode,
    version: int,
    interview: str,
    on: date,
    by: str,
    note: str = "",
) -> MissingEpisode:
    """Keeps that the interview was offered, declined or done, on which day and by which person. Declined
    needs the reason, done what was said. Declined or done, its clock ends; where another return of a child
    waits the clock begins anew at that return.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: not back yet, a day to come.
    """
    if not episode.returned_at:
        raise Refused("They are not back yet.", code="not_returned")
    if interview not in MissingEpisode.Interview.values:
        raise Refused("Choose offered, declined or done.", code="missing", field="interview")
    if on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="on")
    words = {
        MissingEpisode.Interview.DECLINED: "Say why it was declined, and who will try again.",
        MissingEpisode.Interview.DONE: "Say what they said, and what follows.",
    }.get(interview)
    note = require_text(note, words, field="note") if words else optional_text(note, field="note")
    episode.interview, episode.interview_on = interview, on
    episode.interview_by = require_text(by, "Say who offered or held it.", field="by")
    if len(episode.interview_by) > 120:
        raise Refused("The name must be 120 characters or fewer.", code="max_length", field="by")
    episode.interview_note = _short(note, "note")
    save_part(actor=actor, part=episode, version=version, operation="record return interview")
    _say(actor, episode, f"Return interview {episode.get_interview_display().lower()}", note)
    if interview != MissingEpisode.Interview.OFFERED:
        record = Record.objects.get(pk=episode.record_id)
        happened(actor=actor, record=record, code=INTERVIEWED, agencies=episode.agencies)
        _start_for_next(actor, record)
    return episode


def _start_for_next(actor, record):
    """One clock runs on a case: for the earliest return that waits. With an interview it ends, so it starts
    again for the next.
    """
    waits = visibility.visible_to(actor, MissingEpisode).filter(
        record_id=record.pk, is_child=True, returned_at__isnull=False
    )
    waits = waits.filter(interview__in=["", MissingEpisode.Interview.OFFERED]).order_by("returned_at", "pk")
    if (row := waits.first()) is not None:
        happened(actor=actor, record=record, code=RETURNED, at=row.returned_at, agencies=row.agencies)


@transaction.atomic
def add_mappa(
    *,
    actor: Reader,
    record: Record,
    mappa: Mappa,
    person: Subject,
    agencies: Iterable[int] | None = None,
) -> Mappa:
    """Keeps that a person of the case is managed under MAPPA: reference, category, level. Raises
    PermissionDenied without `contribute`, or Refused.
    """
    _require_person(record, person)
    mappa.person = person
    return add_part(actor=actor, part=mappa, record=record, agencies=agencies, operation="add MAPPA")


@transaction.atomic
def end_mappa(*, actor: Reader, mappa: Mappa, version: int, on: date) -> Mappa:
    """Keeps on which day the management ended. Raises PermissionDenied, Stale, or Refused: ended already, a
    day to come or before it began.
    """
    if mappa.ended_on:
        raise Refused("It has ended already.", code="ended")
    if on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="on")
    if on < mappa.since:
        raise Refused("It cannot end before it began.", code="before_start", field="on")
    mappa.ended_on = on
    return save_part(actor=actor, part=mappa, version=version, operation="end MAPPA")


def _say(actor, part, title, text, at=None):
    chronicle(
        actor=actor,
        record=Record(pk=part.record_id),
        kind=LINE,
        title=title[:200],
        text=text,
        agencies=part.agencies,
        happened_at=at,
    )
