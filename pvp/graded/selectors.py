"""What may be read of graded information. Each starts at the gate."""

from uuid import UUID

from django.db.models import QuerySet

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.selectors.framed import framed
from pvp.models import GradedInformation


def graded_of(reader: Reader, record: Record) -> QuerySet[GradedInformation]:
    """The graded information of a case that `reader` may see, the latest first; withdrawn ones too."""
    rows = visibility.visible_to(reader, GradedInformation).filter(record_id=record.pk)
    return rows.select_related("author__user", "author_agency").order_by("-on", "-pk")


def graded(reader: Reader, uuid: UUID) -> GradedInformation:
    """One piece. Raises Http404 if it is hidden or absent."""
    return visibility.get(reader, GradedInformation, uuid)


def record_of(reader: Reader, row: GradedInformation) -> Record:
    """The case of a piece, with what the frame of its pages shows."""
    return framed(reader, row.record_id)
