"""What a screen in a room says of a record's assessments: the latest of each method, with its band."""

from collections.abc import Iterator
from datetime import datetime

from pam.access.visibility import Reader
from pam.assessments.selectors import latest_of_each
from pam.records.known import KnownLine
from pam.records.models import Record
from pam.ui.dates import long_date

MOST = 3


def known(reader: Reader, record: Record, since: datetime | None) -> Iterator[KnownLine]:
    """The lines of the assessments that `reader` sees."""
    for row in latest_of_each(reader, record)[:MOST]:
        band = row.band_named(row.second_grade or row.grade or row.band)
        if band is not None:
            yield KnownLine(row.framework_version.name, f"{band['label']}, {long_date(row.on)}")
