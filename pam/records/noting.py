"""A note with what belongs to it, all or nothing."""

from collections.abc import Collection
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pam.access.visibility import Reader
from pam.records import services
from pam.records.models import Entry, Record


@transaction.atomic
def add_note_with_photos(
    *,
    actor: Reader,
    record: Record,
    title: str,
    text: str,
    photos: Collection[UploadedFile] = (),
    happened_at: datetime | None = None,
    time_known: bool = True,
    agencies: Collection[int] | None = None,
) -> Entry:
    """A note in the record's chronology, and its photographs (already checked by their form) as documents
    for the same agencies, named after it. Raises as `services.add_note` and `services.add_documents`.
    """
    note = services.add_note(
        actor=actor,
        record=record,
        title=title,
        text=text,
        happened_at=happened_at,
        time_known=time_known,
        agencies=agencies,
    )
    many = len(photos) > 1
    titled = [
        (photo, f"{title[:180]}, {number} of {len(photos)}" if many else title)
        for number, photo in enumerate(photos, 1)
    ]
    services.add_documents(actor=actor, record=record, titled=titled, agencies=agencies)
    return note
