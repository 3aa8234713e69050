"""Minutes: who may read what of a meeting, the chair's approval, and the making of the PDFs.

Each copy is composed as one of its own readers, behind the gate: what they can't see can't get into it.
Approval writes the copies; a job makes the files of them (pam/records/making.py).
"""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from meetings.caselist.closing import close_lists
from meetings.minutes_document import render_minutes
from meetings.models import (
    AgendaItem,
    CarriedAction,
    Decision,
    Meeting,
    MeetingAction,
    MinutesCopy,
    MinutesVersion,
)
from meetings.selectors.composing import compose, from_content
from meetings.selectors.sight import audiences, may_approve
from meetings.services.moves import approve_moves
from meetings.services.notices import notify_minutes_ready
from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.kept_rows import as_kept
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.db.reading import working
from pam.records import making
from pam.records.services import add_part, close_record, save_part

APPROVED_STAYS = "The minutes are approved and cannot be changed."
WRONG_STATE = {
    Meeting.State.CALLED: "The meeting has not started.",
    Meeting.State.HELD: "The meeting is being held.",
    Meeting.State.CLOSED: "The meeting is closed.",
    Meeting.State.APPROVED: APPROVED_STAYS,
    Meeting.State.CANCELLED: "The meeting is cancelled.",
}


def lock(meeting: Meeting, *states: str) -> Meeting:
    """Locks the meeting until the end of the transaction; returns it as it is now.

    Raises Refused, saying what the state is, unless it is in one of `states`; Gone if it is.
    """
    current = as_kept(Meeting, meeting.pk, locked=True)
    if current is None:
        raise NoLongerVisible
    if current.state not in states:
        raise Refused(WRONG_STATE[Meeting.State(current.state)], code="wrong_state")
    return current


# --- Who may read what ---


# --- Audiences ---


# --- Approval ---


@transaction.atomic
def approve(*, actor: Reader, meeting: Meeting) -> list[MinutesCopy]:
    """Approves the minutes of a closed meeting: writes one copy per audience, and asks the worker for the
    PDFs.

    Returns the copies. They are kept with the approval or not at all; after that nothing about the meeting
    changes. Raises PermissionDenied unless the actor may approve; Refused unless the meeting is closed.
    """
    with visibility.reading(actor):
        if not may_approve(actor, meeting, visibility.level(actor, meeting)):
            raise PermissionDenied
        current = lock(meeting, Meeting.State.CLOSED)
        # What the chair decides beside the minutes.
        meeting.moves_waiting = approve_moves(actor, meeting)  # type: ignore[attr-defined]
        current.state, current.approved_at = Meeting.State.APPROVED, timezone.now()
        current.approved_by_id = actor.membership_id
        close_record(
            actor=actor,
            record=current,
            version=current.version,
            title="Log closed" if meeting.is_log else "Minutes approved",
            kind="meeting",
            operation="approve minutes",
        )
        _first_version(actor, current)
        close_lists(actor, current)
        found = audiences(actor=actor, meeting=current)
        copies = [_copy(actor, current, number, audience, found) for number, audience in enumerate(found, 1)]
    # The copies are for others too: the person who approves need not be able to read each of them.
    with working("minutes"):
        for copy in copies:
            save_valid(copy)
    make_soon(copies)
    return copies


def make_soon(copies: Collection[MinutesCopy]) -> None:
    """Asks the worker for the files of `copies`, once what is being written is committed."""
    numbers = [copy.pk for copy in copies]
    transaction.on_commit(lambda: _nudge(numbers), robust=True)


def _first_version(actor, meeting):
    """Notes that the first version is in force, whether or not it was sent to the chair."""
    row = MinutesVersion.objects.filter(record_id=meeting.pk, number=1).first()
    agreed = {"state": MinutesVersion.State.AGREED, "agreed_at": meeting.approved_at}
    if row is None:
        row = MinutesVersion(number=1, **agreed, agreed_by_id=actor.membership_id)
        add_part(actor=actor, part=row, record=meeting, agencies=[meeting.agency_id], level=Level.MANAGE)
        return
    for name, value in agreed.items():
        setattr(row, name, value)
    row.agreed_by_id = actor.membership_id
    save_part(actor=actor, part=row, version=row.version, level=Level.MANAGE, operation="approve minutes")


def _copy(actor, meeting, number, audience, everybody):
    """One unsaved copy, composed as one of those who will read it."""
    approval = (actor.name, actor.post, meeting.approved_at)
    with visibility.reading(audience.people[0]):
        content, about = compose(
            audience.people[0],
            meeting,
            audience.sees,
            copy_for=audience.copy_for,
            withheld=audience.says_withheld,
            approval=approval,
            people=audience.people,
        )
        all_addressed = _addressed_to_all(audience.people[0], audience.sees)
    readers = {reader.membership_id for reader in audience.people}
    # Chair and secretary check what goes out, as far as they may see all of it themselves.
    checkers = {meeting.lead_id, meeting.secretary_id}
    for other in everybody:
        if audience.sees <= other.sees:
            readers |= checkers & {reader.membership_id for reader in other.people}
    principals = set(Membership.objects.filter(pk__in=readers).values_list("principal_id", flat=True))
    if all_addressed:  # then who opens the records may read the copy: also who joins the owner team later
        principals.add(meeting.team.principal_id)
    return MinutesCopy(
        record_id=meeting.pk,
        author_id=actor.membership_id,
        author_agency_id=actor.agency_id,
        number=number,
        label=audience.label,
        for_principals=sorted(principals),
        about_records=about,
        withheld=audience.says_withheld,
        content=content,
    )


def _addressed_to_all(reader, sees):
    parts = [(AgendaItem, sees.items), (Decision, sees.decisions), (MeetingAction, sees.actions)]
    parts += [(CarriedAction, sees.carried)]
    narrower = [
        visibility.visible_to(reader, model).filter(pk__in=numbers).filter(agencies__isnull=False).exists()
        for model, numbers in parts
    ]
    actions = (
        visibility.visible_to(reader, Action)
        .filter(raised_at__in=sees.actions)
        .filter(agencies__isnull=False)
    )
    return not any(narrower) and not actions.exists()


def _nudge(copies):
    """Asks the worker for the copies now."""
    from meetings.tasks import make_minutes

    making.nudge(make_minutes, copies)


# --- Making the files ---


def waiting() -> list[int]:
    """The numbers of the copies that wait to be made, oldest first."""
    return making.waiting(MinutesCopy)


def make(copy_id: int) -> bool:
    """Makes the PDF of one copy, unless it is made or another worker is at it; returns whether it did."""
    return making.make(MinutesCopy, copy_id, _render, notify_minutes_ready)


def _render(copy):
    minutes = from_content(copy.content)
    return render_minutes(minutes, created=minutes.approval.at)
