"""Photographs of people: documents of the record that say which person they show."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.records.documents import DocumentFacts
from pam.records.models import Document, Record, Subject
from pam.records.services import add_document, save_part


@transaction.atomic
def add_photograph(
    *,
    actor: Reader,
    record: Record,
    subject: Subject,
    upload: UploadedFile,
    title: str,
    own_marking: int | None = None,
) -> Document:
    """Keeps a photograph of `subject`, which is in `record` and came through the gate, for the agencies that
    the subject is for. The first one becomes their main photograph, where the actor may change the subject.

    Raises as `add_document`.
    """
    document = add_document(
        actor=actor,
        record=record,
        upload=upload,
        title=title,
        agencies=subject.agencies,
        facts=DocumentFacts(own_marking=own_marking, shows=subject),
    )
    level = visibility.level(actor, record)
    if subject.photograph_id is None and visibility.may_change(actor, subject, level):
        subject.photograph = document
        save_part(actor=actor, part=subject, version=subject.version, operation="choose photograph")
    return document


@transaction.atomic
def choose_photograph(*, actor: Reader, subject: Subject, version: int, photograph: Document) -> Subject:
    """Chooses the main one of the photographs that show `subject`. Raises PermissionDenied, Stale, or
    Refused for a document that does not show them.
    """
    if photograph.shows_id != subject.pk:
        raise Refused("Choose a photograph of this person.", code="not_theirs", field="photograph")
    subject.photograph = photograph
    return save_part(actor=actor, part=subject, version=version, operation="choose photograph")
