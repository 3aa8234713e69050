"""What "My work" shows beside what waits: the database finds the numbers (pam_my_work), in one question; what
may be said of them is asked of the gate.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from pam.access import visibility
from pam.access.levels import Level
from pam.db.prepared import prepared_statements
from pam.records.models import Record

MAX_RECORDS = 10
FEW = 6


@dataclass(frozen=True)
class Share:
    """What another agency shared with the reader, their team or their agency: the number of the record, how
    far it reaches, when it was given and until when, and by which agency.
    """

    record: int
    level: Level
    given: datetime
    until: datetime | None
    agency: str

    @property
    def level_words(self) -> str:
        """How far it reaches, as a sentence says it: "view"."""
        return str(self.level.label).lower()


@dataclass(frozen=True)
class Work:
    """Numbers of records: those that the reader leads and that have a review to come, {number: its day},
    soonest first; those that they opened last; the latest `Share`s. How many signposts they have.
    """

    led: dict[int, date]
    opened: list[int]
    shared: list[Share]
    signposts: int

    @property
    def records(self) -> set[int]:
        """The numbers of all of them."""
        return {*self.led, *self.opened, *(share.record for share in self.shared)}


def my_work(rows: list[tuple] | None = None) -> Work:
    """The work of the current reader. One query; none with the `rows` that pam_my_work() answered."""
    if rows is None:
        with prepared_statements(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT part, record, day, level, given, until, agency FROM pam_my_work(%s, %s)"
                " ORDER BY part, place",
                [MAX_RECORDS, FEW],
            )
            rows = cursor.fetchall()
    of = {
        part: [row[1:] for row in rows if row[0] == part] for part in ("led", "opened", "shared", "signposts")
    }
    return Work(
        led={number: day for number, day, *_ in of["led"]},
        opened=[number for number, *_ in of["opened"]],
        shared=[Share(number, Level(level), *rest) for number, _, level, *rest in of["shared"]],
        signposts=sum(count for _, _, count, *_ in of["signposts"]),
    )


def recently_opened(most: int = FEW) -> list[int]:
    """The numbers of the `most` records that the current reader opened last, newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT record FROM pam_recently_opened(%s)", [most])
        return [row[0] for row in cursor.fetchall()]


def may_add_to(reader, here=""):
    """The open records that `reader` may add to, of those that they opened last: the one with the uuid `here`
    first, if it is one.
    """
    visible = visibility.visible_to(reader, Record).filter(closed_at=None)
    numbers = recently_opened(MAX_RECORDS)
    try:
        now = visible.filter(uuid=UUID(here)).first()
    except ValueError:
        now = None
    rows = visible.in_bulk(numbers)
    found = [now] * (now is not None) + [rows[n] for n in numbers if n in rows and rows[n] != now]
    levels = visibility.levels(reader, [row.pk for row in found])
    return [row for row in found if levels[row.pk] >= Level.CONTRIBUTE]
