"""Every write to minutes beside their approval, as verbs: tidying, sending, correcting, noting who reads."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from meetings.conflicts.selectors import out_of
from meetings.issue.models import MinutesReading, MinutesVersion, Wording
from meetings.issue.selectors import corrected_content, later_meetings
from meetings.models import AgendaItem, Decision, Meeting, MinutesCopy
from meetings.selectors.sight import may_approve
from meetings.services import notices
from meetings.services.minutes import lock, make_soon
from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.access.levels import Level
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.reading import working
from pam.records.services import add_part, chronicle, save_part

State = MinutesVersion.State


@transaction.atomic
def tidy(
    *,
    actor: Reader,
    meeting: Meeting,
    item: AgendaItem,
    text: str,
    decision: Decision | None = None,
    version: int = 0,
) -> Wording:
    """Keeps the words of the minutes for a discussion, or for a `decision` of it; what was typed stays as it
    is. `version` is that of the words that the form was opened on, 0 for none.

    Raises PermissionDenied without `manage`, Stale, or Refused: without a text, or unless the meeting is
    closed and its minutes wait.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.CLOSED)
    text = require_text(text, "Enter what the minutes say.", field="text")
    return _word(actor, meeting, item, decision, text, version, 1, "")


def _word(actor, meeting, item, decision, text, version, edition, reason):
    rows = Wording.objects.select_for_update(of=("self",))
    row = rows.filter(item=item, decision=decision, edition=edition).first()
    original = decision.text if decision else item.notes
    if row is None:
        row = Wording(item=item, decision=decision, about_id=item.about_id, edition=edition, reason=reason)
        row.text, row.original, row.withheld_from = text, original, out_of(item)
        row.for_principals = item.for_principals
        return add_part(
            actor=actor,
            part=row,
            record=meeting,
            agencies=item.agencies,
            level=Level.MANAGE,
            operation="word minutes",
        )
    if row.version != version:
        raise Stale(row)
    row.text, row.original, row.reason = text, original, reason
    return save_part(actor=actor, part=row, version=version, level=Level.MANAGE, operation="word minutes")


@transaction.atomic
def send_to_chair(*, actor: Reader, meeting: Meeting) -> MinutesVersion:
    """Says that the minutes are tidy: the chair is told that they wait for approval.

    Raises PermissionDenied without `manage`; Refused unless the meeting is closed, or if they were sent.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.CLOSED)
    if MinutesVersion.objects.filter(record_id=meeting.pk, number=1).exists():
        raise Refused("The chair has these minutes already.", code="already_sent")
    row = MinutesVersion(number=1, state=State.SENT, sent_at=timezone.now())
    add_part(
        actor=actor,
        part=row,
        record=meeting,
        agencies=[meeting.agency_id],
        level=Level.MANAGE,
        operation="send minutes to the chair",
    )
    notices.notify_to_approve(actor, meeting)
    return row


@transaction.atomic
def propose_correction(
    *,
    actor: Reader,
    meeting: Meeting,
    item: AgendaItem,
    text: str,
    reason: str,
    decision: Decision | None = None,
) -> Wording:
    """Proposes other words for approved minutes, and why: the next version, which a later meeting agrees.

    Raises PermissionDenied without `manage`; Refused without a text or reason, or unless they are approved.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.APPROVED)
    text = require_text(text, "Enter what the minutes should say.", field="text")
    reason = require_text(reason, "Say what is wrong.", field="reason")
    rows = MinutesVersion.objects.filter(record_id=meeting.pk)
    version = rows.filter(state=State.PROPOSED).first()
    if version is None:
        last = rows.order_by("-number").values_list("number", flat=True).first() or 1
        version = MinutesVersion(number=last + 1, state=State.PROPOSED)
        add_part(
            actor=actor,
            part=version,
            record=meeting,
            agencies=[meeting.agency_id],
            level=Level.MANAGE,
            operation="propose correction of minutes",
        )
    before = Wording.objects.filter(item=item, decision=decision, edition=version.number).first()
    at = before.version if before else 0
    return _word(actor, meeting, item, decision, text, at, version.number, reason)


@transaction.atomic
def agree_correction(*, actor: Reader, meeting: Meeting, agreed_in: Meeting) -> list[MinutesCopy]:
    """The chair notes that a later meeting agreed the proposed correction: each copy that says something
    corrected gets a new version for the same readers, who are told. The earlier version stays.

    Returns the new copies. Raises PermissionDenied unless the actor may approve; Refused without a
    proposal, or for a meeting that cannot have agreed it.
    """
    with visibility.reading(actor):
        if not may_approve(actor, meeting, visibility.level(actor, meeting)):
            raise PermissionDenied
        lock(meeting, Meeting.State.APPROVED)
        version = MinutesVersion.objects.filter(record_id=meeting.pk, state=State.PROPOSED).first()
        if version is None:
            raise Refused("No correction is proposed.", code="no_proposal")
        if not later_meetings(actor, meeting).filter(pk=agreed_in.pk).exists():
            raise Refused("Choose a later meeting from the list.", code="not_later", field="agreed_in")
        version.state, version.agreed_at = State.AGREED, timezone.now()
        version.agreed_by_id, version.agreed_in = actor.membership_id, agreed_in
        save_part(
            actor=actor,
            part=version,
            version=version.version,
            level=Level.MANAGE,
            operation="agree correction of minutes",
        )
        words = list(
            visibility.visible_to(actor, Wording)
            .filter(record_id=meeting.pk, edition=version.number)
            .select_related("item", "decision")
        )
        title = f"Minutes corrected, version {version.number}"
        chronicle(actor=actor, record=meeting, kind="meeting", title=title, agencies=[meeting.agency_id])
    day = timezone.localdate(agreed_in.starts_at)
    with working("minutes"):
        copies = [_next_copy(actor, copy, words, version, day) for copy in _latest(meeting)]
        made = [copy for copy in copies if copy is not None]
        for copy in made:
            save_valid(copy)
    make_soon(made)
    return made


def _latest(meeting):
    """The latest version of each copy."""
    rows = MinutesCopy.objects.filter(record_id=meeting.pk).order_by("edition", "number")
    return list({copy.number: copy for copy in rows}.values())


def _next_copy(actor, copy, words, version, day):
    content = corrected_content(copy, words, version, actor, day)
    if content is None:
        return None
    return MinutesCopy(
        record_id=copy.record_id,
        author_id=actor.membership_id,
        author_agency_id=actor.agency_id,
        agencies=copy.agencies,
        number=copy.number,
        edition=version.number,
        label=copy.label,
        for_principals=copy.for_principals,
        about_records=copy.about_records,
        withheld=copy.withheld,
        content=content,
    )


@transaction.atomic
def make_again(*, actor: Reader, copy: MinutesCopy) -> None:
    """Has the file of a copy made now that could not be made. Raises PermissionDenied without `manage`, or
    Refused if it is made.
    """
    visibility.require(actor, copy, Level.MANAGE)
    if copy.state == MinutesCopy.State.MADE:
        raise Refused("The file is ready.", code="is_made")
    log(actor, Verb.ALTERATION, "make minutes again", [copy.record_id])
    make_soon([copy])


def note_reading(*, actor: Reader, copy: MinutesCopy, owner_agency: int, taken: bool = False) -> None:
    """Keeps that the actor opened a copy that they may see, or took its file, the first time that they
    do. `owner_agency` is the number of the agency whose meeting it is.
    """
    note_readings(actor=actor, copies=[(copy, owner_agency)], taken=taken)


def note_readings(*, actor: Reader, copies: Collection[tuple[MinutesCopy, int]], taken: bool = False) -> None:
    """The same of several copies, each with the number of the agency whose meeting it is."""
    rows = [
        MinutesReading(
            record_id=copy.record_id,
            author_id=actor.membership_id,
            author_agency_id=actor.agency_id,
            agencies=sorted({owner_agency, actor.agency_id}),
            copy=copy,
            taken=taken,
        )
        for copy, owner_agency in copies
    ]
    MinutesReading.objects.bulk_create(rows, ignore_conflicts=True)
