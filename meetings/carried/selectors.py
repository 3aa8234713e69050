"""The actions that a meeting goes through, as a reader may see them."""

from collections.abc import Collection

from meetings.carried.models import CarriedAction
from meetings.models import Meeting
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.selectors.actions import actions_among

STILL_OPEN = "open"

_carried_of = RowsOf(
    lambda reader, number, today: visibility.visible_to(reader, CarriedAction).filter(record_id=number)
)


def carried_of(
    reader: Reader, meeting: Meeting, only: Collection[int] | None = None
) -> dict[int, list[CarriedAction]]:
    """{number of an agenda item: its carried actions}, overdue first, each with its `action` as it is now,
    `times_words` and `came_to_words`. `only` narrows them to these numbers. Two queries.
    """
    rows = [row for row in _carried_of(reader, meeting.pk) if only is None or row.pk in only]
    by_number = actions_among(reader, [row.action_id for row in rows])
    found: dict[int, list[CarriedAction]] = {}
    seen = [row for row in rows if row.action_id in by_number]
    for row in sorted(seen, key=lambda row: by_number[row.action_id].due):
        row.action = by_number[row.action_id]
        describe(row)
        found.setdefault(row.item_id, []).append(row)
    return found


def describe(row: CarriedAction) -> None:
    """Sets `times_words` ("carried for the third time") and `came_to_words` of a line."""
    nth = {0: "first", 1: "second", 2: "third", 3: "fourth", 4: "fifth"}.get(row.times)
    row.times_words = f"carried for the {nth} time" if nth else f"carried {row.times + 1} times"
    row.came_to_words = _came_to(row)


def _came_to(row):
    if not row.came_to:
        return ""
    return "Still open" if row.came_to == STILL_OPEN else str(Action.Status(row.came_to).label)
