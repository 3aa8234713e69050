"""What may be read of safety plans. Each starts at the gate."""

from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.levels import Level
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Record
from pam.records.selectors.audience import agencies_to_name
from pam.records.selectors.framed import framed
from pam.reference.selectors.settings import setting
from pvp.models import SafetyAgreedItem, SafetyAgreement, SafetyItem
from pvp.safety.copies import words_found, words_of
from pvp.safety.declared_settings import WORDS

MOST = 200


def items_of(reader: Reader, record: Record) -> QuerySet[SafetyItem]:
    """The items of a case that `reader` may see, as they were added."""
    return _items(reader, record.pk)


def _items(reader, number):
    rows = visibility.visible_to(reader, SafetyItem).filter(record_id=number)
    return rows.select_related("owner_agency", "author__user", "author_agency").order_by("pk")


@RowsOf
def _current(reader, number, today):
    return _items(reader, number).exclude(state=SafetyItem.State.ENDED)[:MOST]


def current_items(reader: Reader, record: Record) -> list[SafetyItem]:
    """Those of them that have not ended."""
    return _current(reader, record.pk)


def agreed_last(reader: Reader, record: Record) -> SafetyAgreement | None:
    """The latest agreement of the person to the plan that `reader` may see."""
    return _agreed_last.first(reader, record.pk)


def actions_of(reader: Reader, record: Record) -> tuple[list[Action], list[Action]]:
    """(those that carry the plan out, other ones) of the actions of a case: open first, by date."""
    rows = _actions(reader, record.pk)
    plan = [row for row in rows if row.plan and row.status not in Action.OFF_PLAN]
    return plan, [row for row in rows if row not in plan]


@RowsOf
def _actions(reader, number, today):
    rows = visibility.visible_to(reader, Action).filter(record_id=number).with_owner()
    return rows.order_by(F("ended_at").asc(nulls_first=True), "due", "pk")[:MOST]


def item(reader: Reader, uuid: UUID) -> SafetyItem:
    """One item. Raises Http404 if it is hidden or absent."""
    return _one(visibility.visible_to(reader, SafetyItem).select_related("owner_agency"), uuid)


def _one(rows, uuid):
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def record_of(reader: Reader, row: SafetyItem | SafetyAgreement) -> Record:
    """The case of an item, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def agreements_of(reader: Reader, record: Record) -> QuerySet[SafetyAgreement]:
    """What the person agreed to, the latest first."""
    return _agreements(reader, record.pk)


def _agreements(reader, number):
    rows = visibility.visible_to(reader, SafetyAgreement).filter(record_id=number)
    return rows.select_related("author__user", "author_agency").order_by("-agreed_on", "-pk")


@RowsOf
def _agreed_last(reader, number, today):
    return _agreements(reader, number)[:1]


def agreement(reader: Reader, uuid: UUID) -> SafetyAgreement:
    """One agreement. Raises Http404 if it is hidden or absent."""
    return _one(
        visibility.visible_to(reader, SafetyAgreement).select_related("author__user", "author_agency"), uuid
    )


def lines_of(reader: Reader, agreement: SafetyAgreement) -> list[SafetyAgreedItem]:
    """The lines of an agreement that `reader` may see."""
    rows = visibility.visible_to(reader, SafetyAgreedItem).filter(agreement_id=agreement.pk)
    return list(rows.order_by("pk")[:MOST])


def owner_agencies(reader: Reader, record: Record, level: Level, kept: int | None) -> QuerySet[Agency]:
    """The agencies that can own an item: those that may be named on the case, one’s own, and `kept`."""
    numbers = {one.pk for one in agencies_to_name(reader, record, level)} | {reader.agency_id, kept}
    return Agency.objects.filter(pk__in=numbers - {None}).order_by("name__folded", "name")


def for_copy(reader: Reader, record: Record) -> list[SafetyItem]:
    """The items with words for the person's copy; each has `telling`, the words in it that must not be on
    paper.
    """
    rows = [one for one in current_items(reader, record) if one.own_words]
    words = words_of(setting(WORDS, reader.agency_id)) if rows else []
    for one in rows:
        one.telling = words_found(one.own_words, words)
    return rows
