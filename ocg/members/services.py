"""Every write to members of a group and to their statuses, as verbs. Each takes `actor`, a `Reader`."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ocg.members import selectors
from ocg.members.lists import LINE, RELEASED
from ocg.members.models import Member, MemberStatus
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.records.happenings import happened
from pam.records.models import Record, Subject
from pam.records.services import add_part, add_subject, chronicle, save_part
from pam.subjects.services.identities import add_known_subject
from pam.subjects.services.particulars import agencies_within

KINDS = (Subject.Kind.PERSON, Subject.Kind.ORGANISATION)


@transaction.atomic
def add_member(
    *,
    actor: Reader,
    record: Record,
    subject: Subject,
    member: Member,
    status: MemberStatus,
    same_as: Subject | None = None,
    agencies: Iterable[int] | None = None,
) -> Member:
    """Keeps the part of `subject` in the group `record`, with their first status.

    A `subject` that is not kept yet is added to the record first; with `same_as` (a row of another record)
    as the same human. For `agencies`, or for those that the subject is for. Raises PermissionDenied without
    `contribute`, or Refused: a place or an object, one who has a part already, agencies that the subject is
    not for, a status that does not fit.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    if subject.kind not in KINDS:
        words = "Choose a person or an organisation."
        raise Refused(words, code="not_a_person", field="subject")
    if subject.pk is None:
        subject = _kept(actor, record, subject, same_as, agencies)
    if subject.record_id != record.pk:
        raise Refused("Choose one of this record.", code="another_record", field="subject")
    if selectors.has_part(actor, subject):
        words = "They have a part in this group already. Change that one."
        raise Refused(words, code="already_there", field="subject")
    member.subject = subject
    agencies = agencies_within(actor, subject, agencies)
    add_part(actor=actor, part=member, record=record, agencies=agencies, operation="add member")
    role = selectors.role_of(member)
    _keep_status(actor, member, status)
    _say(actor, member, f"{role.label} added: {subject.name}", status.words)
    return member


def _kept(actor, record, subject, same_as, agencies):
    if same_as is None:
        return add_subject(actor=actor, record=record, subject=subject, agencies=agencies)
    if same_as.record_id == record.pk:
        return same_as
    return add_known_subject(actor=actor, record=record, subject=subject, same_as=same_as, agencies=agencies)


@transaction.atomic
def change_member(*, actor: Reader, member: Member, version: int) -> Member:
    """Saves what was changed of a member's part in a form opened at `version`; another role is a line in the
    chronology. Raises PermissionDenied, Stale or Refused.
    """
    before = Member.objects.filter(pk=member.pk).values_list("role_id", flat=True).get()
    save_part(actor=actor, part=member, version=version, operation="change member")
    if before != member.role_id:
        name, role = selectors.name_of(actor, member), selectors.role_of(member)
        _say(actor, member, f"{name}: role in the group is now {role.label.lower()}", "")
    return member


@transaction.atomic
def remove_member(*, actor: Reader, member: Member, version: int, reason: str) -> Member:
    """Takes out a member who was entered by mistake; it stays in the history, with the reason. Raises
    PermissionDenied, Stale or Refused.
    """
    reason = require_text(reason, "Say why.", field="reason")
    if member.removed_at:
        raise Refused("It has been removed already.", code="already_removed")
    member.removed_at = timezone.now()
    member._change_reason = reason[:100]  # type: ignore[attr-defined]
    save_part(actor=actor, part=member, version=version, operation="remove member")
    _say(actor, member, f"Part in the group removed: {selectors.name_of(actor, member)}", reason)
    return member


@transaction.atomic
def set_status(*, actor: Reader, member: Member, status: MemberStatus) -> MemberStatus:
    """Keeps where a member is from a day on; what was before stays. Who is released sooner than their date
    makes the group's score fall due, as the date would.

    Raises PermissionDenied without `contribute`, or Refused: a day to come, a member who was removed, what
    does not go with the status, the same as it is already.
    """
    if member.removed_at:
        raise Refused("They were removed from this group.", code="removed")
    before = selectors.newest_status(actor, member)
    if before and _same(before, status):
        raise Refused("That is their status already.", code="nothing_changed", field="state")
    _keep_status(actor, member, status)
    _say(actor, member, f"{selectors.name_of(actor, member)}: {status.words}"[:200], status.requirements)
    if _sets_free(before, status) and not selectors.is_exploited(member):
        record = Record.objects.get(pk=member.record_id)
        happened(actor=actor, record=record, code=RELEASED, agencies=member.agencies)
    return status


def _keep_status(actor, member, status):
    if status.since > timezone.localdate():
        raise Refused("Enter today’s date or an earlier one.", code="to_come", field="since")
    status.member = member
    record = Record.objects.get(pk=member.record_id)
    add_part(
        actor=actor, part=status, record=record, agencies=member.agencies, operation="add status of member"
    )


def _same(before, status):
    names = ("state", "since", "establishment", "release_on", "until", "requirements")
    return all(getattr(before, name) == getattr(status, name) for name in names)


def _sets_free(before, status):
    """Whether they served, were not noted as released, and now neither serve nor are held, gone or dead."""
    free = status.state not in (*MemberStatus.INSIDE, "dead", "deported", "not_known")
    served = before and before.state == MemberStatus.State.SERVING and before.released_at is None
    return bool(served) and free and status.since >= before.since


@transaction.atomic
def strike_status(
    *,
    actor: Reader,
    status: MemberStatus,
    version: int,
    reason: str,
    instead: MemberStatus | None = None,
) -> MemberStatus:
    """Strikes out a status that was wrong, with the reason, and keeps `instead` in its place; the one struck
    stays to be read. Raises PermissionDenied, Stale, or Refused: struck already, the only one with nothing
    in its place, or as `set_status`.
    """
    reason = require_text(reason, "Say what was wrong.", field="reason")
    if status.struck_at:
        raise Refused("It was struck out already.", code="already_struck")
    member = Member.objects.select_related("subject").get(pk=status.member_id)
    others = visibility.visible_to(actor, MemberStatus).filter(member_id=member.pk, struck_at=None)
    if instead is None and not others.exclude(pk=status.pk).exists():
        words = "It is their only status. Give the right one in its place, or Not known."
        raise Refused(words, code="only_one", field="state")
    status.struck_at, status.struck_reason = timezone.now(), reason
    save_part(actor=actor, part=status, version=version, operation="strike out status of member")
    _say(actor, member, f"{selectors.name_of(actor, member)}: struck out: {status.words}"[:200], reason)
    if instead is not None:
        set_status(actor=actor, member=member, status=instead)
    return status


def _say(actor, member, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=member.record_id),
        kind=LINE,
        title=title[:200],
        text=text,
        agencies=member.agencies,
    )
