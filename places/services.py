"""Every write to places, as verbs. Each takes `actor`, a `visibility.Reader`.

A place goes from phase to phase by its moves (pam/stages); what is entered by mistake is withdrawn.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.records.models import Entry, Part, Record
from pam.records.services import add_part, chronicle, create_record, save_part, save_record
from pam.ui.dates import long_date
from places.models import BoardMember, IndicatorFigure, PlaceRecord, SurveyFigure
from places.selectors import agencies_to_name

F = TypeVar("F", IndicatorFigure, SurveyFigure)
MOST_AT_ONCE = 100  # figures


def create(*, actor: Reader, place: PlaceRecord) -> PlaceRecord:
    """Keeps a new place: reference, people named on it, first line of its chronology. It begins in the first
    phase, or in `place.stage` if that is set (what moves in from another system). Raises Refused.
    """
    return create_record(actor=actor, record=place)


def edit(*, actor: Reader, place: PlaceRecord, version: int, changed: Collection[str] = ()) -> PlaceRecord:
    """Saves an edited place that the form opened at `version`. Raises as `save_record`."""
    return save_record(actor=actor, record=place, version=version, changed=changed)


def restore_value(*, actor: Reader, row: PlaceRecord, version: int, changed: Collection[str]) -> PlaceRecord:
    """Saves a place of which an earlier value was put back. Raises as `edit`."""
    return edit(actor=actor, place=row, version=version, changed=changed)


@transaction.atomic
def add_board_member(*, actor: Reader, record: Record, member: BoardMember) -> BoardMember:
    """Keeps a person on the board of a place. Raises PermissionDenied without `contribute`, or Refused."""
    require_organisation(actor, member)
    add_part(actor=actor, part=member, record=record, operation="add to board")
    _tell(actor, member, f"On the board: {member.name}, {member.organisation_name}")
    return member


@transaction.atomic
def edit_board_member(*, actor: Reader, member: BoardMember, version: int) -> BoardMember:
    """Saves what changed about a person on the board. Raises PermissionDenied, Stale or Refused."""
    require_organisation(actor, member)
    before = visibility.visible_to(actor, BoardMember).get(pk=member.pk).until
    save_part(actor=actor, part=member, version=version, operation="change board")
    if member.until and not before:
        _tell(actor, member, f"Left the board: {member.name}, {member.organisation_name}")
    return member


@transaction.atomic
def add_figures(
    *,
    actor: Reader,
    record: Record,
    figures: Sequence[IndicatorFigure],
    agencies: Iterable[int] | None = None,
) -> list[IndicatorFigure]:
    """Keeps the figures of a place of one day, each of another indicator, for `agencies`.

    Raises PermissionDenied without `contribute`, or Refused: none, a day to come, an indicator twice, a
    second baseline of one.
    """
    numbers = [one.indicator_id for one in figures]
    _require_each_once(actor, numbers)
    for one in figures:
        _require_baseline(actor, record, one)
    kept = _add(actor, record, figures, agencies, "add figures")
    word = "Baseline" if kept[0].baseline else "Figures"
    _tell(actor, kept[0], f"{word} of {long_date(kept[0].on)}: {_counted(kept, 'indicator')}")
    return kept


@transaction.atomic
def edit_figure(*, actor: Reader, figure: IndicatorFigure, version: int) -> IndicatorFigure:
    """Saves a corrected figure, or that it was entered by mistake. Raises PermissionDenied, Stale, or Refused
    as `add_figures`.
    """
    _require_past(figure)
    _require_baseline(actor, Record(pk=figure.record_id), figure)
    return save_part(actor=actor, part=figure, version=version, operation="correct figure")


@transaction.atomic
def add_survey(
    *,
    actor: Reader,
    record: Record,
    figures: Sequence[SurveyFigure],
    agencies: Iterable[int] | None = None,
) -> list[SurveyFigure]:
    """Keeps what people answered in a survey, a figure for each question, for `agencies`.

    Raises PermissionDenied without `contribute`, or Refused: none, a day to come, a question twice.
    """
    _require_each_once(actor, [one.question_id for one in figures])
    kept = _add(actor, record, figures, agencies, "add survey")
    _tell(actor, kept[0], f"Survey of {long_date(kept[0].on)}: {_counted(kept, 'question')}")
    return kept


@transaction.atomic
def edit_survey(*, actor: Reader, figure: SurveyFigure, version: int) -> SurveyFigure:
    """Saves a corrected figure of a survey, or that it was entered by mistake. Raises PermissionDenied, Stale
    or Refused.
    """
    _require_past(figure)
    return save_part(actor=actor, part=figure, version=version, operation="correct survey")


def require_organisation(actor: Reader, row: Part) -> None:
    """Raises Refused unless `row` (`InOrganisation`) names an agency of the actor's side (real, or training)
    or another organisation, and not both.
    """
    row.organisation = (row.organisation or "").strip()  # type: ignore[attr-defined]
    if bool(row.agency_id) == bool(row.organisation):  # type: ignore[attr-defined]
        words = "Choose an agency, or type another organisation."
        raise Refused(words, code="missing", field="organisation")
    if row.agency_id and not agencies_to_name(actor).filter(pk=row.agency_id).exists():  # type: ignore[attr-defined]
        raise Refused("Choose an agency of the list.", code="invalid_choice", field="agency")


def _add(actor: Reader, record: Record, figures: Sequence[F], agencies, operation: str) -> list[F]:
    for one in figures:
        _require_past(one)
        add_part(actor=actor, part=one, record=record, agencies=agencies, operation=operation)
    return list(figures)


def _require_each_once(actor, numbers):
    if not numbers:
        raise Refused("Enter at least one figure.", code="missing")
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(f"Enter at most {MOST_AT_ONCE} figures together.", code="too_many")
    if len(set(numbers)) < len(numbers):
        raise Refused("Enter each figure once.", code="twice")


def _require_past(row):
    if row.on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="on")


def _require_baseline(actor, record, figure):
    """Raises Refused for a second baseline of an indicator, as far as the actor sees."""
    if not figure.baseline or figure.withdrawn:
        return
    rows = visibility.visible_to(actor, IndicatorFigure).filter(record_id=record.pk, withdrawn=False)
    if rows.filter(indicator_id=figure.indicator_id, baseline=True).exclude(pk=figure.pk).exists():
        words = f"“{figure.indicator.label}” has a baseline already. Correct that one instead."
        raise Refused(words, code="second_baseline", field="baseline")


def _counted(rows, word):
    return f"{len(rows)} {word}{'' if len(rows) == 1 else 's'}"


def _tell(actor, part, title):
    chronicle(
        actor=actor,
        record=Record(pk=part.record_id),
        kind=Entry.Kind.CHANGE,
        title=title,
        agencies=part.agencies,
    )
