"""The record that a part is of, with what the frame of its pages shows."""

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.records.models import Record

SHOWN = ("team", "agency", "lead__user", "lead__agency")


@RowsOf
def _framed(reader, number, today):
    return visibility.visible_to(reader, Record).select_related(*SHOWN).filter(pk=number)


def framed(reader: Reader, number: int) -> Record:
    """The record with this number, its team, agency and lead. Raises Record.DoesNotExist if `reader` may not
    see it.
    """
    found = _framed.first(reader, number)
    if found is None:
        raise Record.DoesNotExist
    return found
