"""The photographs of a person that the reader may see."""

from django.db.models import F

from pam.access import visibility
from pam.records.looks import picture_address
from pam.records.models import Document, DocumentPreview

LIMIT = 12


def photographs_of(reader, subjects):
    """The photographs that show one of `subjects` (rows of one human, through the gate): the main ones
    first, then the newest. Each has as `small_picture` the address of its picture, "" until there is
    one; for a page whose look is logged.
    """
    chosen = {subject.photograph_id for subject in subjects} - {None}
    rows = visibility.visible_to(reader, Document).filter(shows_id__in=[subject.pk for subject in subjects])
    rows = list(rows.annotate(preview_state=F("preview__state")).order_by("-pk")[:LIMIT])
    for row in rows:
        ready = row.preview_state == DocumentPreview.State.READY and not row.is_closed
        row.small_picture = picture_address(reader, row, 0) if ready else ""
    return sorted(rows, key=lambda row: row.pk not in chosen)
