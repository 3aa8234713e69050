"""Every write to papers, to what is said of an item, and to items that members propose, as verbs."""

import uuid as uuids
from collections.abc import Collection

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from meetings.conflicts.selectors import out_of
from meetings.conflicts.services import both, close_as_item
from meetings.item_kinds import ITEM_KINDS
from meetings.models import AgendaItem, Attendance, ItemProposal, Meeting, Paper, PaperOpening
from meetings.packs.asking import pack_has_changed
from meetings.papers.selectors import due_day, newest_of
from meetings.services.conduct import OPEN_STATES, add_item, place_item
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.scanned import scan_state_of_new
from pam.notifications.services import enqueue
from pam.records.filetypes import digest_of
from pam.records.models import Document
from pam.records.own_marking import require_marking
from pam.records.services import add_part, save_part

PROPOSED, ANSWERED = "item_proposed", "item_answered"
State = ItemProposal.State
LONGEST = 480  # minutes of an item


@transaction.atomic
def describe_item(
    *,
    actor: Reader,
    meeting: Meeting,
    item: AgendaItem,
    version: int,
    kind: str = "",
    presenter: Membership | None = None,
    planned_minutes: int | None = None,
    confidential: bool = False,
    people: Collection[Membership] = (),
) -> AgendaItem:
    """Says what kind an item is, who presents it and how long it takes. `confidential`: it, its papers and
    what is recorded on it are for `people`, the chair and the secretary alone.

    Raises PermissionDenied without `manage`, Stale; Refused for a person who is not invited, and if the actor
    would not see it themselves.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    if kind and kind not in ITEM_KINDS:
        raise Refused("Select the kind from the list.", code="not_a_kind", field="kind")
    _require_minutes(planned_minutes, "planned_minutes")
    _require_invited(meeting, [presenter] if presenter else [], "presenter")
    item.kind, item.presenter, item.planned_minutes = kind, presenter, planned_minutes
    item.for_principals = _named(actor, meeting, people) if confidential else None
    save_part(actor=actor, part=item, version=version, level=Level.MANAGE, operation="describe agenda item")
    close_as_item(item)
    pack_has_changed(meeting)
    return item


def _named(actor, meeting, people):
    """The principals of `people`, the chair and the secretary."""
    _require_invited(meeting, people, "people")
    numbers = {person.pk for person in people} | ({meeting.lead_id, meeting.secretary_id} - {None})
    if actor.membership_id not in numbers:
        words = "Tick yourself too: you would not see it any longer."
        raise Refused(words, code="not_named", field="people")
    rows = Membership.objects.filter(pk__in=numbers)
    return sorted(rows.values_list("principal_id", flat=True))


def _require_minutes(minutes, field):
    if minutes is not None and not 0 <= minutes <= LONGEST:
        raise Refused(f"Enter at most {LONGEST} minutes.", code="too_long", field=field)


def _require_invited(meeting, people, field):
    invited = set(
        Attendance.objects.filter(record_id=meeting.pk, removed_at=None).values_list("person_id", flat=True)
    )
    if any(person.pk not in invited for person in people):
        raise Refused("Choose people who are invited.", code="not_invited", field=field)


@transaction.atomic
def add_paper(
    *,
    actor: Reader,
    meeting: Meeting,
    item: AgendaItem,
    upload: UploadedFile | None = None,
    document: Document | None = None,
    title: str = "",
    own_marking: int | None = None,
    confidential: bool = False,
    people: Collection[Membership] = (),
) -> Paper:
    """Adds a paper to an item: a file (already checked by its form), or a `document` of the record that the
    item is about, which came through the gate.

    Raises PermissionDenied without `manage`; Refused without either, for a document of another record or one
    that is there already, for a marking above the actor's, and as `describe_item` for people.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    paper = Paper(item=item, about_id=item.about_id, title=title.strip(), due=due_day(meeting))
    paper.own_principals = _named(actor, meeting, people) if confidential else None
    if document is not None:
        _require_of_item(actor, item, document)
        paper.document, paper.title, paper.own_marking = document, "", document.own_marking
        return _keep(actor, meeting, item, paper)
    if upload is None:
        raise Refused("Select a file, or a document of the record.", code="missing", field="upload")
    require_marking(actor, meeting, own_marking)
    paper.own_marking = own_marking
    paper.title = paper.title or (upload.name or "")[:200]
    return _keep(actor, meeting, item, paper, upload)


def _require_of_item(actor, item, document):
    if item.about_id is None or document.record_id != item.about_id:
        raise Refused(
            "Choose a document of the record that the item is about.", code="not_its_own", field="document"
        )
    there = Paper.objects.filter(item=item, removed_at=None, document__isnull=False)
    if any(newest_of(actor, paper.document).pk == document.pk for paper in there):
        raise Refused("This document is a paper of the item already.", code="twice", field="document")


def _keep(actor, meeting, item, paper, upload=None, replaces=None):
    paper.withheld_from, paper.replaces = out_of(item), replaces
    paper.for_principals = both(paper.own_principals, item.for_principals)
    if upload is not None:
        paper.name, paper.content_type = (upload.name or "")[-200:], upload.content_type or ""
        paper.size, paper.sha256 = upload.size or 0, digest_of(upload)
        paper.needs_password, paper.scan = getattr(upload, "needs_password", False), scan_state_of_new()
        paper.file.save(uuids.uuid4().hex, upload, save=False)
    try:
        add_part(
            actor=actor,
            part=paper,
            record=meeting,
            agencies=item.agencies,
            level=Level.MANAGE,
            operation="new version of a paper" if replaces else "add paper",
        )
    except Exception:
        if upload is not None:
            paper.file.delete(save=False)  # the row is rolled back, the file would stay
        raise
    pack_has_changed(meeting)
    return paper


@transaction.atomic
def add_paper_version(*, actor: Reader, meeting: Meeting, paper: Paper, upload: UploadedFile) -> Paper:
    """Keeps a new version of a paper, for the same people; the earlier one stays.

    Raises PermissionDenied without `manage`; Refused for a document of a record (its new version is added
    there), and if there is a newer one by now or it was taken off.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    current = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if current.document_id:
        words = "This is a document of the record. Add its new version there."
        raise Refused(words, code="of_record", field="upload")
    if current.removed_at or Paper.objects.filter(replaces=current).exists():
        words = "There is a newer version already. Add yours to that one."
        raise Refused(words, code="not_newest", field="upload")
    row = Paper(
        item_id=current.item_id,
        about_id=current.about_id,
        title=current.title,
        due=current.due,
        own_marking=current.own_marking,
        own_principals=current.own_principals,
    )
    return _keep(actor, meeting, AgendaItem.objects.get(pk=current.item_id), row, upload, current)


@transaction.atomic
def remove_paper(*, actor: Reader, meeting: Meeting, paper: Paper) -> None:
    """Takes a paper off its item; the file stays with the meeting until that is disposed of. Raises
    PermissionDenied without `manage`, or Refused once the minutes are approved.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    row = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk, record_id=meeting.pk)
    row.removed_at = timezone.now()
    save_part(actor=actor, part=row, version=row.version, level=Level.MANAGE, operation="take off paper")
    pack_has_changed(meeting)


def note_opening(*, actor: Reader, paper: Paper, sha256: str, owner_agency: int) -> None:
    """Keeps that the actor opened this version of a paper that they may see, the first time."""
    row = PaperOpening(
        record_id=paper.record_id,
        author_id=actor.membership_id,
        author_agency_id=actor.agency_id,
        agencies=sorted({owner_agency, actor.agency_id}),
        paper=paper,
        sha256=sha256,
    )
    PaperOpening.objects.bulk_create([row], ignore_conflicts=True)


# --- Items that members propose ---


@transaction.atomic
def propose_item(
    *, actor: Reader, meeting: Meeting, title: str, why: str = "", minutes: int | None = None
) -> ItemProposal:
    """An item that `actor`, who is invited, would like the meeting to hear. Chair and secretary are told.

    Raises Refused for a person who is not invited, without a title, and once the meeting has started.
    """
    visibility.require(actor, meeting, Level.VIEW)
    invited = Attendance.objects.filter(record_id=meeting.pk, person_id=actor.membership_id, removed_at=None)
    if not invited.exists():
        raise Refused("You are not invited to this meeting.", code="not_invited")
    if meeting.state != Meeting.State.CALLED:
        raise Refused("The meeting has started. Raise it there.", code="wrong_state")
    title = require_text(title, "Enter what the item is about.", field="title")
    _require_minutes(minutes, "minutes")
    row = add_part(
        actor=actor,
        part=ItemProposal(title=title, why=why.strip(), minutes=minutes),
        record=meeting,
        agencies=[meeting.agency_id],
        level=Level.VIEW,
        operation="propose item",
    )
    people = {person.pk: person for person in (meeting.lead, meeting.secretary) if person is not None}
    people.pop(actor.membership_id, None)
    enqueue(PROPOSED, row.uuid, people.values(), batch=meeting.uuid)
    return row


@transaction.atomic
def accept_proposal(
    *, actor: Reader, meeting: Meeting, proposal: ItemProposal, version: int, place: int | None = None
) -> AgendaItem:
    """Puts what was proposed on the agenda, at a place (from 1) or as the last item; its proposer presents it
    and is told. Raises PermissionDenied without `manage`, Stale, or Refused if it is answered already.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    _require_open(proposal)
    item = add_item(actor=actor, meeting=meeting, title=proposal.title)
    item.planned_minutes, item.presenter_id = proposal.minutes, proposal.author_id
    save_valid(item)
    if place is not None:
        place_item(actor=actor, meeting=meeting, item=item, place=place)
    _answer(actor, proposal, version, State.ACCEPTED, item=item)
    pack_has_changed(meeting)
    return item


@transaction.atomic
def decline_proposal(
    *, actor: Reader, meeting: Meeting, proposal: ItemProposal, version: int, reason: str
) -> ItemProposal:
    """Declines what was proposed, with the reason that its proposer reads. Raises as `accept_proposal`, and
    Refused without a reason.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    _require_open(proposal)
    reason = require_text(reason, "Say why.", field="reason")
    return _answer(actor, proposal, version, State.DECLINED, reason=reason)


def _require_open(proposal):
    if proposal.state != State.PROPOSED:
        raise Refused("This proposal is answered already.", code="answered")


def _answer(actor, proposal, version, state, **values):
    proposal.state = state
    for name, value in values.items():
        setattr(proposal, name, value)
    save_part(
        actor=actor, part=proposal, version=version, level=Level.MANAGE, operation="answer proposed item"
    )
    log(actor, Verb.ALTERATION, f"proposed item {state}", [proposal.record_id])
    if proposal.author_id != actor.membership_id:
        enqueue(ANSWERED, proposal.uuid, [proposal.author])
    return proposal
