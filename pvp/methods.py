"""Which methods suit a case first: those for its strand."""

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Record
from pvp.models import CaseFile


def method_tags(reader: Reader, record: Record) -> list[str]:
    """["strand:stalking"] of a case that the reader may open; [] else."""
    cases = visibility.visible_to(reader, CaseFile).filter(pk=record.pk)
    return [f"strand:{code}" for code in cases.values_list("strand__code", flat=True)]
