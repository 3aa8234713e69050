"""What a screen in a room says of a case file: strand and risk grade."""

from collections.abc import Iterator
from datetime import datetime

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.known import KnownLine
from pam.records.models import Record
from pvp.models import CaseFile


def known(reader: Reader, record: Record, since: datetime | None) -> Iterator[KnownLine]:
    """The lines of a case file, as far as `reader` sees."""
    rows = visibility.visible_to(reader, CaseFile).select_related("strand", "grade")
    case = rows.filter(pk=record.pk).first()
    if case is not None:
        yield KnownLine("Strand", case.strand.label)
        yield KnownLine("Risk grade", case.grade.label)
