"""Inviting people to a meeting: an invitation is a share of it, which ends by itself some days after it.

Another agency's people are invited on a ground of their agency's own: an agreement in force, and a lawful
basis that it covers.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from meetings.models import Attendance, Meeting
from meetings.selectors.inviting import no_agreement_covers, not_cleared
from meetings.services import notices
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Grant, Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors.grounds import Ground, grounds_by_agency
from pam.disclosure.services.shares import revoke, share
from pam.records.services import add_part
from pam.reference.selectors.settings import setting

OPEN_STATES = (Meeting.State.CALLED, Meeting.State.HELD, Meeting.State.CLOSED)


@dataclass(frozen=True)
class Invited:
    """What came of inviting: the `people` who are invited, and (person, why) of those who could not be."""

    people: list[Membership]
    left_out: list[tuple[Membership, str]]


@transaction.atomic
def invite(
    *,
    actor: Reader,
    meeting: Meeting,
    people: Collection[Membership],
    grounds: Mapping[int, Ground] | None = None,
) -> Invited:
    """Invites `people` (Memberships): each can open the meeting until some days after it, and attends it.

    `grounds` is {number of another agency: the `Ground` on which its people are invited}. Those who can't be
    invited are left out and named with the reason; the others are invited. Raises PermissionDenied without
    `manage`; Refused once the minutes are approved, for nobody at all, and if none of them can be invited.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    people = list(people)
    if not people:
        raise Refused("Tick at least one person.", code="missing", field="people")
    offered, invited, left_out = grounds_by_agency(meeting), [], []
    for person in people:
        ground = (grounds or {}).get(person.agency_id)
        opens = _opens_already(meeting, person)
        why = _why_not(meeting, person, ground, () if opens else offered.get(person.agency_id, ()), opens)
        if why:
            left_out.append((person, why))
            continue
        if not opens:
            _share_with(actor, meeting, person, ground)
        attend(actor=actor, meeting=meeting, person=person)
        invited.append(person)
    if not invited:
        why = left_out[0][1]
        words = " ".join(f"{person.user.name}: {one.words}" for person, one in left_out)
        raise Refused(words, code=why.code, field=why.field)
    return Invited(invited, [(person, why.words) for person, why in left_out])


def _share_with(actor, meeting, person, ground):
    outside = person.agency_id != meeting.agency_id
    rests_on = {"basis": ground.basis, "agreement": ground.agreement} if outside else {}
    share(actor=actor, record=meeting, proposal=_invitation(meeting, person, **rests_on))


@dataclass(frozen=True)
class _Why:
    code: str
    words: str
    field: str = "people"


def _why_not(meeting, person, ground, offered, opens):
    """Why a person can't be invited, or None. `offered` are the grounds that cover their agency now."""
    if person.clearance < meeting.marking:
        return _Why("not_cleared", not_cleared(meeting))
    if opens or person.agency_id == meeting.agency_id:
        return None
    if not offered:
        return _Why("no_agreement", no_agreement_covers(person.agency))
    field = f"ground_{person.agency_id}"
    if ground is None:
        return _Why("basis_missing", f"Choose the legal basis for {person.agency.name}.", field)
    if ground.value not in {one.value for one in offered}:
        words = f"The agreement with {person.agency.name} is no longer in force. Choose another legal basis."
        return _Why("ground_gone", words, field)
    return None


def _opens_already(meeting, person):
    """Whether a person reaches the meeting for good without an invitation: owner team, or named on it."""
    if person.teams.filter(pk=meeting.team_id).exists():
        return True
    return Grant.objects.filter(
        content_object_id=meeting.pk,
        group_id=person.principal_id,
        level__gte=Level.VIEW,
        until=None,
        agreement=None,
    ).exists()


@transaction.atomic
def withdraw(*, actor: Reader, meeting: Meeting, attendance: Attendance, reason: str) -> Attendance:
    """Takes a person off the list, and ends their invitation at once. What they owned or did stays.

    Raises PermissionDenied; Refused for chair and secretary, who are changed on the meeting itself.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    if attendance.person_id in {meeting.lead_id, meeting.secretary_id}:
        raise Refused(
            "The chair and the secretary must attend. Change the meeting to choose another.",
            code="chair_attends",
        )
    require_text(reason, "Say why the invitation is withdrawn.", field="reason")
    row = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk, record_id=meeting.pk)
    row.removed_at = row.updated = timezone.now()
    save_valid(row)
    person = Membership.objects.get(pk=row.person_id)
    for grant in Grant.objects.filter(
        content_object_id=meeting.pk, group_id=person.principal_id, source=Grant.Source.INVITATION
    ):
        revoke(actor=actor, grant=grant, reason=reason)
    log(actor, Verb.ALTERATION, "withdraw invitation", [meeting.pk], reason=reason)
    notices.notify_withdrawn(actor, meeting, row, person)
    return row


@transaction.atomic
def stay_invited(*, actor: Reader, meeting: Meeting, person: Membership) -> None:
    """Who was chair or secretary still attends, and so can open the meeting as others do who are invited."""
    if _opens_already(meeting, person):
        return
    share(actor=actor, record=meeting, proposal=_invitation(meeting, person))


@transaction.atomic
def attend(*, actor: Reader, meeting: Meeting, person: Membership) -> Attendance:
    """Puts a person on the attendance list, and tells them if they were not on it."""
    row = (
        Attendance.objects.select_for_update(of=("self",)).filter(record_id=meeting.pk, person=person).first()
    )
    if row is None:
        row = add_part(
            actor=actor,
            part=Attendance(person=person),
            record=meeting,
            level=Level.MANAGE,
            operation="invite",
        )
    elif row.removed_at:
        row.removed_at, row.state, row.updated = None, Attendance.State.INVITED, timezone.now()
        save_valid(row)
        log(actor, Verb.ALTERATION, "invite", [meeting.pk])
    else:
        return row
    notices.notify_invited(actor, meeting, row, person)
    return row


@transaction.atomic
def move_invitations(*, actor: Reader, meeting: Meeting) -> None:
    """Gives each invitation the end that the meeting's new time asks for."""
    for grant in Grant.objects.filter(content_object_id=meeting.pk, source=Grant.Source.INVITATION):
        person = (
            Membership.objects.select_related("principal__agency").filter(principal_id=grant.group_id).first()
        )
        if person is not None:
            moved = _invitation(meeting, person, basis=grant.lawful_basis, agreement=grant.agreement)
            moved = replace(moved, level=grant.level, reason=grant.reason)
            share(actor=actor, record=meeting, proposal=moved)


def _invitation(meeting, person, **ground):
    """The share that an invitation is; `ground` is `basis` and `agreement` for another agency's people."""
    return ShareProposal(
        principal=person.principal,
        level=Level.VIEW,
        reason="Invited to the meeting",
        until=_invitation_ends(meeting),
        source=Grant.Source.INVITATION,
        **ground,
    )


def _invitation_ends(meeting):
    """When an invitation stops opening the meeting:
    so many days after it, or after today if that is later.
    """
    days = setting("meetings.access_days", meeting.agency_id)
    return max(meeting.starts_at, timezone.now()) + timedelta(days=days)
