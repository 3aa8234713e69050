"""Every write to records and their parts, as verbs. Each takes `actor`, a `visibility.Reader`."""

import uuid as uuids
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused, Stale
from pam.access.kept_rows import as_kept
from pam.access.levels import Level
from pam.access.models import Team
from pam.access.validation import create_valid, optional_text, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.may_see import NAMED
from pam.db.scanned import scan_state_of_new
from pam.records.beginnings import after_beginning, before_beginning, require_may_begin
from pam.records.documents import NOTHING_SAID, DocumentFacts
from pam.records.filetypes import digest_of
from pam.records.happenings import happened, happened_to_new
from pam.records.kinds import kind_of
from pam.records.link_kinds import RELATED, fits
from pam.records.models import Document, Entry, Identity, Link, Part, Record, Subject, UntrackedPart
from pam.records.named_people import end_other_names, name_people
from pam.records.own_marking import require_marking
from pam.records.owning import require_owner

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=Part)
W = TypeVar("W", bound=Record | Part)


@transaction.atomic
def create_record(*, actor: Reader, record: R) -> R:
    """Keeps a new, unsaved record of any kind: issues its reference, names its people, begins its chronology.

    Raises Refused if the actor isn't in the owner team, or is not cleared for the marking.
    """
    require_may_begin(actor, record)
    before_beginning(actor, [record])
    save_valid(record)
    record.refresh_from_db(fields=["agency", "readers", "lapses_at"])
    name_people(actor, record)
    log(actor, Verb.COLLECTION, "create", [record.pk], detail=record.reference)
    chronicle(actor=actor, record=record, kind=Entry.Kind.CHANGE, title=f"{record.kind_label} created")
    happened_to_new(actor=actor, records=[record], code="record.opened")
    after_beginning(actor, [record])
    return record


@transaction.atomic
def save_record(
    *, actor: Reader, record: R, version: int, changed: Collection[str] = (), operation: str = "edit"
) -> R:
    """Saves an edited record that the form opened at `version`. `changed` names the fields,
    `operation` what was done, for the log.

    Raises PermissionDenied without `manage`, Stale if a person saved it since, Refused if the actor would
    no longer be able to open it, or would decide what the owning agency decides (owning.py).
    """
    visibility.require(actor, record, Level.MANAGE)
    kept = claim_version(record, version)
    if record.marking > actor.clearance:
        raise Refused("You are not cleared for that marking.", code="not_cleared", field="marking")
    _require_team(actor, kept, record)
    require_owner(actor, kept, record)
    save_valid(record)
    name_people(actor, record, kept)
    end_other_names(actor, record)
    log(actor, Verb.ALTERATION, operation, [record.pk], detail=", ".join(changed) or record.reference)
    ensure_still_visible(actor, record)
    return record


def close_record(
    *,
    actor: Reader,
    record: R,
    version: int,
    title: str,
    reason: str = "",
    kind: str = Entry.Kind.CHANGE,
    operation: str = "close",
) -> R:
    """Closes a record of any kind, with what its room has set besides: it is current no longer, and its
    retention period begins. A line of the chronology, of `kind`, says `title` and `reason`.

    Raises PermissionDenied without `manage`, Stale, or Refused if it is already closed or another agency's.
    """
    if record.closed_at:
        raise Refused(f"This {record.kind_label} is already closed.", code="already_closed")
    record.closed_at = max(timezone.now(), record.opened_at)  # two servers’ clocks can differ
    return _end_or_reopen(actor, record, version, title, reason, kind, operation, "record.closed")


def reopen_record(
    *,
    actor: Reader,
    record: R,
    version: int,
    title: str,
    reason: str = "",
    kind: str = Entry.Kind.CHANGE,
    operation: str = "reopen",
) -> R:
    """Opens a closed record again; the rest as `close_record`. Raises Refused for one that is not closed, or
    of a kind that stays closed.
    """
    if not record.closed_at:
        raise Refused(f"This {record.kind_label} is not closed.", code="not_closed")
    if not kind_of(record.kind).reopens:
        raise Refused(f"A closed {record.kind_label} cannot be reopened.", code="stays_closed")
    record.closed_at = None
    return _end_or_reopen(actor, record, version, title, reason, kind, operation, "record.reopened")


@transaction.atomic
def _end_or_reopen(actor, record, version, title, reason, kind, operation, event):
    optional_text(reason, field="reason")
    save_record(actor=actor, record=record, version=version, operation=operation)
    chronicle(actor=actor, record=record, kind=kind, title=title, text=reason)
    happened(actor=actor, record=record, code=event)
    return record


def _require_team(actor, kept, record):
    """Raises Refused unless the owner team stays, or is another team of the actor's in the same agency.

    Never another agency: what is addressed to the owning agency only would follow the record there.
    """
    if record.team_id == kept.team_id:
        return
    if record.team_id not in actor.team_ids:
        raise Refused("Choose a team that you belong to.", code="not_own_team", field="team")
    if not Team.objects.filter(pk=record.team_id, agency_id=kept.agency_id).exists():
        raise Refused(
            "A record must stay with the agency that owns it. Share it instead.",
            code="not_owner_agency",
            field="team",
        )


def claim_version(row: W, version: int) -> W:
    """Locks `row` and raises Stale unless it is still at `version`; then counts it up and dates it.

    Returns the row as it is kept.
    """
    is_record = isinstance(row, Record)
    if is_record:
        # Locked first and read in a second statement: a kind of record has two tables, and PostgreSQL would
        # show who waited for the lock the other table's row as it was before.
        list(Record._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).values_list("pk"))
    current = as_kept(type(row), row.pk, locked=not is_record)
    if current is None:
        raise NoLongerVisible
    if current.version != version:
        raise Stale(current)
    row.version = version + 1
    row.updated = timezone.now()
    return current


def ensure_still_visible(actor: Reader, row: Record | UntrackedPart) -> None:
    """Raises Refused if the save would hide the row from the one who saves it."""
    if not visibility.still_sees(actor, row):
        raise Refused(
            "That change would stop you opening the record, so it was not saved.", code="would_hide_it"
        )


def is_for_all(part: UntrackedPart) -> bool:
    """Whether everyone who can open its record sees a part: it is for no agencies or people in particular,
    marked no higher, withheld from no one, and speaks of no other record.
    """
    said = [getattr(part, column) for name in NAMED if (column := getattr(part.gate, name))]
    return part.agencies is None and not part.gate.also and not any(value is not None for value in said)


def touch(record: Record, part: UntrackedPart | None = None) -> None:
    """Moves a record to the top of the lists: something about it changed.

    Not for a part that some who open the record can't see: the time alone would tell them of it.
    """
    if part is not None and not is_for_all(part):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_touch(%s)", [record.pk])


def address(part: P, actor: Reader, agencies: Iterable[int] | None = None) -> P:
    """Addresses a part that `actor` writes: author, their agency, and the agencies that it is for.

    `agencies` are their numbers, the author's always among them; None for all who can open the record.
    Raises Refused for none, and for another agency's part that the owning agency could not see.
    """
    part.author_id, part.author_agency_id = actor.membership_id, actor.agency_id
    part.agencies = None  # type: ignore[assignment]
    if agencies is not None:
        if not agencies:
            raise Refused("Choose the agencies that it is for.", code="missing", field="agencies")
        part.agencies = sorted({*agencies, actor.agency_id})
        if part.agencies == [actor.agency_id] and part.record.agency_id != actor.agency_id:
            raise Refused(
                "Only the owning agency can address a part to itself alone.",
                code="not_owner_agency",
                field="audience",
            )
    return part


@transaction.atomic
def add_part(
    *,
    actor: Reader,
    part: P,
    record: Record,
    agencies: Iterable[int] | None = None,
    level: Level = Level.CONTRIBUTE,
    operation: str | None = None,
) -> P:
    """Keeps a new part of `record`, for `agencies` (see `address`). Raises PermissionDenied below `level`, or
    Refused.
    """
    visibility.require(actor, record, level)
    part.record = record if type(record) is Record else Record(pk=record.pk, agency_id=record.agency_id)
    address(part, actor, agencies)
    save_valid(part)
    touch(record, part)
    log(actor, Verb.COLLECTION, operation or f"add {part._meta.verbose_name}", [record.pk])
    return part


@transaction.atomic
def save_part(
    *, actor: Reader, part: P, version: int, level: Level | None = None, operation: str | None = None
) -> P:
    """Saves an edited part that the form opened at `version`.

    Raises PermissionDenied unless the actor may change it (`visibility.require_change`; with `level`, below
    that), Stale or Refused.
    """
    kept = claim_version(part, version)
    if level is None:
        visibility.require_change(actor, kept)
    else:
        visibility.require(actor, kept, level)
    save_valid(part)
    log(actor, Verb.ALTERATION, operation or f"edit {part._meta.verbose_name}", [part.record_id])
    ensure_still_visible(actor, part)
    return part


def chronicle(
    *,
    actor: Reader,
    record: Record,
    kind: str,
    title: str,
    text: str = "",
    agencies: Iterable[int] | None = None,
    happened_at: datetime | None = None,
    own_marking: int | None = None,
) -> Entry:
    """Adds a line to the record's chronology, for `agencies` (numbers, None for all who can open it).

    Part of another verb, which asked for the level and logs.
    """
    entry = Entry(kind=kind, title=title[:200], text=text, happened_at=happened_at or timezone.now())
    entry.record_id = record.pk
    entry.author_id, entry.author_agency_id = actor.membership_id, actor.agency_id
    entry.agencies, entry.own_marking = agencies, own_marking  # type: ignore[assignment]
    save_valid(entry)
    return entry


@transaction.atomic
def add_note(
    *,
    actor: Reader,
    record: Record,
    title: str,
    text: str,
    happened_at: datetime | None = None,
    time_known: bool = True,
    photos: Collection[UploadedFile] = (),
    agencies: Collection[int] | None = None,
) -> Entry:
    """A note in the record's chronology. Without `time_known` only the day of `happened_at` counts. Its
    `photos` (checked by their form) are kept as documents for the same agencies, named after it.
    """
    entry = Entry(kind=Entry.Kind.NOTE, title=title, text=text, happened_at=happened_at or timezone.now())
    entry.time_known = time_known
    add_part(actor=actor, part=entry, record=record, agencies=agencies, operation="add note")
    of = len(photos)
    titled = [(one, f"{title[:180]}, {n} of {of}" if of > 1 else title) for n, one in enumerate(photos, 1)]
    add_documents(actor=actor, record=record, titled=titled, agencies=agencies)
    return entry


def add_subject(
    *, actor: Reader, record: Record, subject: Subject, agencies: Iterable[int] | None = None
) -> Subject:
    """A person, place or object of the record, with an identity of its own unless it has that of another row,
    and a line in the chronology. What is no person gets no category.
    """
    if subject.kind != Subject.Kind.PERSON:
        subject.category = ""
    if subject.identity_id is None:
        subject.identity = create_valid(Identity)
    add_part(actor=actor, part=subject, record=record, agencies=agencies)
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.SUBJECT,
        title=f"{subject.get_kind_display()} added: {subject.name}",
        agencies=subject.agencies,
    )
    return subject


@transaction.atomic
def end_subject(*, actor: Reader, subject: Subject, version: int, reason: str, ended: bool = True) -> Subject:
    """Says that a person is no longer part of the record (or, without `ended`, is again), and why.

    Raises PermissionDenied without `contribute`, Stale, or Refused if it is so already.
    """
    require_text(reason, "Say why.", field="reason")
    if bool(subject.ended_at) == ended:
        raise Refused("It is already like that.", code="nothing_changed")
    subject.ended_at = timezone.now() if ended else None
    save_part(
        actor=actor, part=subject, version=version, operation="end subject" if ended else "bring subject back"
    )
    chronicle(
        actor=actor,
        record=Record(pk=subject.record_id),
        kind=Entry.Kind.SUBJECT,
        text=reason,
        title=f"{subject.name} is {'no longer involved' if ended else 'involved again'}",
        agencies=subject.agencies,
    )
    return subject


@transaction.atomic
def add_document(
    *,
    actor: Reader,
    record: Record,
    upload: UploadedFile,
    title: str,
    agencies: Iterable[int] | None = None,
    replaces: Document | None = None,
    facts: DocumentFacts = NOTHING_SAID,
) -> Document:
    """Keeps an uploaded file (already checked by its form) under a name that says nothing. Where a scanner is
    set it waits for the scan. `replaces` is the version before it.
    """
    require_marking(actor, record, facts.own_marking)
    document = Document(
        title=title,
        name=(upload.name or "")[-200:],
        content_type=upload.content_type or "application/octet-stream",
        size=upload.size or 0,
        sha256=digest_of(upload),
        needs_password=getattr(upload, "needs_password", False),
        scan=scan_state_of_new(),
        replaces=replaces,
        tags=list(facts.tags),
        own_marking=facts.own_marking,
        shows=facts.shows,
    )
    visibility.require(actor, record, Level.CONTRIBUTE)
    document.file.save(f"{uuids.uuid4().hex}", upload, save=False)
    try:
        add_part(actor=actor, part=document, record=record, agencies=agencies)
    except Exception:
        document.file.delete(save=False)  # the row is rolled back, the file would stay
        raise
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.DOCUMENT,
        title=f"New version of a document: {title}" if replaces else f"Document added: {title}",
        text=getattr(upload, "converted_from", ""),
        agencies=document.agencies,
        own_marking=document.own_marking,
    )
    return document


@transaction.atomic
def add_version(*, actor: Reader, document: Document, upload: UploadedFile, title: str) -> Document:
    """Keeps a new version of `document`, for the same agencies; the old one stays.

    Raises PermissionDenied unless the actor may change the document, Refused if there is a newer one by now.
    """
    visibility.require_change(actor, document)
    list(Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).values_list("pk"))
    if Document.objects.filter(replaces=document).exists():
        words = "There is a newer version already. Open the record and add yours to that one."
        raise Refused(words, code="not_newest", field="upload")
    return add_document(
        actor=actor,
        record=Record.objects.get(pk=document.record_id),
        upload=upload,
        title=title,
        agencies=document.agencies,
        replaces=document,
        facts=DocumentFacts(tuple(document.tags), document.own_marking, document.shows),
    )


@transaction.atomic
def add_documents(
    *,
    actor: Reader,
    record: Record,
    titled: Iterable[tuple[UploadedFile, str]],
    agencies: Iterable[int] | None = None,
    facts: DocumentFacts = NOTHING_SAID,
) -> list[Document]:
    """Keeps several uploaded files, each with what it is: all of them or none. Raises as `add_document`."""
    kept: list[Document] = []
    agencies = None if agencies is None else list(agencies)
    try:
        for upload, title in titled:
            row = add_document(
                actor=actor, record=record, upload=upload, title=title, agencies=agencies, facts=facts
            )
            kept.append(row)
    except Exception:
        for document in kept:
            document.file.delete(save=False)  # the rows are rolled back, the files would stay
        raise
    return kept


@transaction.atomic
def link(*, actor: Reader, record: Record, other: Record, kind: str = RELATED, why: str = "") -> Link:
    """Ties two records. The actor must be able to add to the one and open the other (`other` came from the
    gate).

    Logged as a combination (DPA 2018 s.62). Raises Refused if they are tied already, or cannot be tied so.
    """
    if record.pk == other.pk:
        raise Refused("You cannot link a record to itself.", code="itself", field="other")
    if not fits(kind, record.kind, other.kind):
        raise Refused("These two cannot be linked so.", code="invalid_choice", field="kind")
    if Link.objects.filter(record_id=record.pk, other_id=other.pk, kind=kind, ended_at=None).exists():
        raise Refused("These two records are already linked.", code="already_linked", field="other")
    part = Link(other_id=other.pk, kind=kind, why=why)
    add_part(actor=actor, part=part, record=record, operation="link")
    log(
        actor,
        Verb.COMBINATION,
        "link",
        [record.pk, other.pk],
        detail=f"{record.reference} and {other.reference}",
    )
    return part


@transaction.atomic
def end_link(*, actor: Reader, link: Link, version: int, reason: str) -> Link:
    """Unties two records; the link and its reason stay in the history. Raises PermissionDenied, Stale or
    Refused.
    """
    require_text(reason, "Say why.", field="reason")
    if link.ended_at:
        raise Refused("These two records are no longer linked.", code="already_ended")
    link.ended_at = timezone.now()
    link._change_reason = reason[:100]  # type: ignore[attr-defined]
    save_part(actor=actor, part=link, version=version, operation="remove link")
    return link
