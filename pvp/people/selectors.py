"""What the people of a case want, as far as the reader may see."""

from collections.abc import Collection
from typing import Any

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.records.models import Record, Subject
from pvp.models import PersonVoice
from pvp.perpetrators.selectors import HARMS

MOST = 100


def voices_in(reader: Reader, record: Record) -> dict[int, PersonVoice]:
    """{number of a person: what they want} in `record`. One query."""
    return {row.subject_id: row for row in _voices(reader, record.pk)}


@RowsOf
def _voices(reader, number, today):
    rows = visibility.visible_to(reader, PersonVoice).filter(record_id=number).select_related("basis")
    return rows.order_by("pk")[:MOST]


def voice_of(reader: Reader, subject: Subject) -> PersonVoice | None:
    """What one person wants, or None."""
    rows = visibility.visible_to(reader, PersonVoice).filter(subject_id=subject.pk)
    return rows.select_related("basis").first()


def people_of_case(reader: Reader, case: Record, people: Collection[Subject]) -> dict[str, Any]:
    """What the page of a case shows of its `people` (through the gate): `voices`, pairs of those who said
    what they want; `unheard`, the other people who are harmed; `suspects`, whether there are any. One query.
    """
    found = voices_in(reader, case)
    harmed = [one for one in people if one.category == Subject.Category.VICTIM and one.pk not in found]
    return {
        "voices": [(one, found[one.pk]) for one in people if one.pk in found],
        "unheard": harmed,
        "suspects": any(one.category in HARMS for one in people),
    }
