"""Moving a document, with its versions, to another record: for no agency that could not see it before."""

from django.db import connection, transaction

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Agency
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.documents import versions_before
from pam.records.models import Document, Entry, Record
from pam.records.services import chronicle, claim_version, touch


@transaction.atomic
def move_document(*, actor: Reader, document: Document, version: int, target: Record) -> Document:
    """Moves the newest version of a document and those before it to `target` (through the gate). The agencies
    that can see it are those that could and that can open `target`; each record's chronology has a line, and
    neither names the other. In a record that is marked lower it keeps the marking that it had.

    Raises PermissionDenied without `manage` here, or without the level there that changing it takes; Stale;
    Refused for the same record, for an older version, or where the actor's agency alone could see it in
    another agency's record.
    """
    source = Record.objects.get(pk=document.record_id)
    visibility.require(actor, source, Level.MANAGE)
    if target.pk == source.pk:
        raise Refused("It is in that record already.", code="same_record", field="reference")
    claim_version(document, version)
    if Document.objects.filter(replaces=document).exists():
        raise Refused("Move its newest version: the others go with it.", code="not_newest")
    for row in (document, *versions_before(actor, document)):
        visibility.require(actor, target, visibility.level_to_change(actor, row))
        _move(row, source, target, agencies_there(actor, row, source, target))
    _say(actor, source.pk, document, "Document moved to another record", "move document away")
    document.refresh_from_db()
    _say(actor, target.pk, document, "Document moved here from another record", "move document here")
    touch(target, document)
    return document


def agencies_there(actor: Reader, document: Document, source: Record, target: Record) -> list[int]:
    """The numbers of the agencies that could see `document` and can open `target`, the actor's among them.

    Raises Refused where these are the actor's own alone, and the record is another agency's.
    """
    before = set(_agencies_of(source) if document.agencies is None else document.agencies)
    there = sorted((before & set(_agencies_of(target))) | {actor.agency_id})
    if there == [actor.agency_id] and target.agency_id != actor.agency_id:
        words = "The agency that owns that record cannot see this document, so it cannot be moved there."
        raise Refused(words, code="not_for_owner", field="reference")
    return there


def _agencies_of(record):
    owner = [] if record.agency_id is None else [record.agency_id]
    return {*owner, *Agency.objects.filter(principals__in=record.readers).values_list("pk", flat=True)}


def _move(document, source, target, agencies):
    marking = max(source.marking, document.own_marking or 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_move_document(%s, %s, %s)", [document.pk, target.pk, agencies])
    document.refresh_from_db()
    document.version += 1
    if marking > target.marking:
        document.own_marking = marking
    save_valid(document)  # its history says where it went


def _say(actor, number, document, words, operation):
    chronicle(
        actor=actor,
        record=Record(pk=number),
        kind=Entry.Kind.DOCUMENT,
        title=f"{words}: {document.title}",
        agencies=document.agencies,
        own_marking=document.own_marking,
    )
    log(actor, Verb.ALTERATION, operation, [number], detail=f"Document {document.uuid}")
