"""Moving a document, with its versions, to another record: for no agency that could not see it before. And
back again, as it was.
"""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Agency
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records import bulk
from pam.records.documents import versions_before
from pam.records.models import Batch, Document, Entry, Record
from pam.records.services import chronicle, claim_version, touch
from pam.reference.selectors.settings import setting

MOVE = "move document"
FIELDS = ["record", "agencies", "own_marking", "shows"]


@transaction.atomic
def move_document(*, actor: Reader, document: Document, version: int, target: Record) -> Document:
    """Moves the newest version of a document and those before it to `target` (through the gate). The agencies
    that can see it are those that could and that can open `target`; each record's chronology has a line, and
    neither names the other. In a record that is marked lower it keeps the marking that it had. The `moved` of
    what is returned is the `Batch` that `undo_move` takes back.

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
    versions = [document, *versions_before(actor, document)]
    batch = bulk.batch_of(actor, versions, MOVE, fields=FIELDS)
    for row in versions:
        visibility.require(actor, target, visibility.level_to_change(actor, row))
        marking = max(source.marking, row.own_marking or 0)
        _move(row, target, agencies_there(actor, row, source, target))
        if marking > target.marking:
            row.own_marking = marking
        _keep(row, batch)
    _say(actor, source.pk, document, "Document moved to another record", "move document away")
    document.refresh_from_db()
    _say(actor, target.pk, document, "Document moved here from another record", "move document here")
    touch(target, document)
    document.moved = batch  # type: ignore[attr-defined]
    return document


@transaction.atomic
def undo_move(*, actor: Reader, batch: Batch) -> Document:
    """Moves a document that the actor moved back to the record that it came from, with its versions: for the
    agencies that could see it there, marked as it was, as a picture of the person that it showed. Returns the
    newest version.

    Raises PermissionDenied for another person's batch, without `manage` where it is now, or where the actor
    can no longer add to the record that it came from; Refused if it was undone, too late, or if a version was
    changed or added since.
    """
    if batch.made_at < timezone.now() - timedelta(hours=setting("records.undo_hours", actor.agency_id)):
        raise Refused("The time to undo this is over. Move the document again.", code="too_late")
    batch = bulk.claim(actor, batch)
    rows, left = bulk.unchanged(actor, batch)
    rows.sort(key=lambda row: -row.pk)
    if left or len(rows) != len(batch.rows) or Document.objects.filter(replaces=rows[0]).exists():
        raise Refused("The document was changed since, so it stays where it is.", code="changed")
    before = {row.pk: Document(pk=row.pk) for row in rows}
    bulk.restore(list(before.values()), batch)
    target = visibility.visible_to(actor, Record).filter(pk=before[rows[0].pk].record_id).first()
    if target is None:
        raise Refused("You can no longer open the record that it came from.", code="not_visible")
    undone = bulk.batch_of(actor, rows, f"undo {MOVE}", fields=FIELDS, undoes=batch)
    here = rows[0].record_id
    visibility.require(actor, visibility.visible_to(actor, Record).get(pk=here), Level.MANAGE)
    for row in rows:
        visibility.require(actor, target, visibility.level_to_change(actor, row))
        was = before[row.pk]
        _move(row, target, was.agencies)
        row.own_marking, row.shows_id = was.own_marking, was.shows_id
        _keep(row, undone)
    newest = rows[0]
    _say(actor, here, newest, "Document moved back to where it was", "move document away")
    _say(actor, target.pk, newest, "Document moved back here", "move document here")
    touch(target, newest)
    return newest


def move_or_404(reader: Reader, uuid: UUID) -> Batch:
    """A move of a document that `reader` made and has not undone. Raises Http404."""
    rows = Batch.objects.filter(made_by_id=reader.membership_id, operation=MOVE, undone_at=None, undoes=None)
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def moved_document(reader: Reader, batch: Batch) -> Document:
    """The newest version of what was moved by `batch`. Raises Http404 where the reader sees it no longer."""
    row = visibility.visible_to(reader, Document).filter(pk__in=batch.rows).order_by("-pk").first()
    if row is None:
        raise Http404
    return row


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


def _move(document, target, agencies):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_move_document(%s, %s, %s)", [document.pk, target.pk, agencies])
    document.refresh_from_db()


def _keep(document, batch):
    """Saves one version: its history says where it went, and by which batch."""
    document.version += 1
    document.of_batch = batch.pk
    save_valid(document)


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
