"""Every write to the list of cases of a meeting, as verbs. Each takes `actor`, a `visibility.Reader`.

Who can open the meeting or its list refers a case to it; the meeting's own people accept it, return it or
send it on, and open the list. What agencies know is in `meetings/research`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meetings.caselist.models import CaseEntry, CasePerson, ListOpening, Research
from meetings.caselist.selectors import CASES, due_at, has_list, list_choices, principals_offered
from meetings.conflicts.services import close_as_before
from meetings.models import AgendaItem, Meeting
from meetings.services.conduct import add_item, remove_item
from meetings.services.inviting import OPEN_STATES
from meetings.services.minutes import WRONG_STATE, lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Grant, Principal
from pam.access.selectors import people_behind
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.caselists import registry
from pam.caselists.registry import Referral
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors.grounds import Ground
from pam.disclosure.services.shares import share
from pam.notifications.services import enqueue
from pam.records.services import add_part, save_part
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_date

State = CaseEntry.State
SET_ASIDE = (State.RETURNED, State.TRANSFERRED, State.DEFERRED)


@dataclass(frozen=True)
class Person:
    """A person that a case is about, as typed: "Victim", "Perpetrator", "Child"."""

    name: str
    part: str
    born: str = ""


@transaction.atomic
def refer(*, actor: Reader, meeting: Meeting, entry: CaseEntry, people: Sequence[Person]) -> CaseEntry:
    """Puts a case before the people who keep the list of `meeting`: an unsaved `entry` with its criteria and
    reason, and who it is about.

    Raises Refused without a list, once the meeting is held, without a person, criteria or a reason.
    """
    _require_list(meeting)
    if not people:
        raise Refused("Enter the person that the case is about.", code="missing", field="victim")
    entry.criteria = require_text(entry.criteria, "Say which criteria are met.", field="criteria")
    entry.reason = require_text(entry.reason, "Say why the case is referred.", field="reason")
    entry.agency_id = actor.agency_id
    agencies = [meeting.agency_id, actor.agency_id]
    known = {"record": meeting, "agencies": agencies, "level": Level.VIEW}
    add_part(actor=actor, part=entry, operation="refer case", **known)
    for one in people:
        row = CasePerson(entry=entry, name=one.name.strip(), part=one.part, born=one.born.strip())
        add_part(actor=actor, part=row, operation="refer case", **known)
    return entry


def _require_list(meeting):
    if not has_list(meeting):
        raise Refused("This kind of meeting has no list of cases.", code="no_list")
    if meeting.state not in (Meeting.State.CALLED, Meeting.State.HELD):
        raise Refused(WRONG_STATE[Meeting.State(meeting.state)], code="wrong_state")


def receive(actor: Reader, code: str, referral: Referral) -> str:
    """Puts a referral of another room on the list with this `code` (see `pam.caselists.registry.Receiver`).
    Part of its verb. Raises as `refer`; Refused for one that is there already.
    """
    known = {value for value, _ in list_choices(actor, _kind_of(referral))}
    meeting = visibility.get(actor, Meeting, UUID(code))
    if code not in known:
        raise Refused("This list takes no more referrals.", code="not_open")
    return _take(actor, meeting, referral)


def _kind_of(referral):
    provider = registry.provider_named(referral.provider)
    return provider.list_kind if provider else ""


def _take(actor, meeting, referral):
    rows = CaseEntry.objects.filter(record_id=meeting.pk, referral=referral.uuid)
    if rows.filter(provider=referral.provider).exists():
        raise Refused("It is on this list already.", code="already_there")
    entry = CaseEntry(
        provider=referral.provider,
        referral=referral.uuid,
        criteria="\n".join(f"{one.label}: {one.rule}" for one in referral.criteria),
        reason=referral.reason,
        referred_on=referral.referred_on,
        repeat_of=referral.repeat_of,
    )
    people = [Person(one.name, one.part, one.born) for one in referral.heads]
    refer(actor=actor, meeting=meeting, entry=entry, people=people)
    return f"On the list of {meeting.reference}, {long_date(meeting.starts_at.date())}"


@transaction.atomic
def take_referral(*, actor: Reader, meeting: Meeting, provider: str, referral: UUID) -> CaseEntry:
    """The people who keep the list take a referral that waits for lists of its kind, and accept it.

    Raises PermissionDenied without `manage` here and `contribute` there; Refused for one that is gone.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    known = registry.provider_named(provider)
    found = known.get(actor, referral) if known else None
    if known is None or found is None:
        raise Refused("This referral no longer waits.", code="gone")
    known.taken(actor, referral, _take(actor, meeting, found))
    entry = CaseEntry.objects.get(record_id=meeting.pk, provider=provider, referral=referral)
    return accept(actor=actor, meeting=meeting, entry=entry, version=entry.version)


@transaction.atomic
def accept(*, actor: Reader, meeting: Meeting, entry: CaseEntry, version: int) -> CaseEntry:
    """Accepts a case: it becomes an item of the agenda, everyone it is open to sees it, and each of
    their agencies is asked what it knows.

    Raises PermissionDenied without `manage`, Stale, or Refused in the wrong state.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.CALLED, Meeting.State.HELD)
    if entry.state not in (State.RECEIVED, State.RETURNED):
        raise Refused("This case is on the list already.", code="wrong_state")
    people = list(CasePerson.objects.filter(entry=entry).order_by("pk"))
    entry.state, entry.state_reason, entry.agencies = State.ACCEPTED, "", None
    former = entry.item
    if former is None or former.removed_at:
        title = f"Case {entry.code}, {people[0].name}"[:200] if people else f"Case {entry.code}"
        live = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None, standing=CASES)
        below = live.order_by("position", "pk").first()
        entry.item = add_item(actor=actor, meeting=meeting, title=title, below=below)
        if former:
            close_as_before(actor, meeting, former, entry.item)
    save_part(actor=actor, part=entry, version=version, level=Level.MANAGE, operation="accept case")
    for row in people:
        row.agencies = None
        save_part(actor=actor, part=row, version=row.version, level=Level.MANAGE, operation="accept case")
    _ask(actor, meeting, [entry], _agencies_asked(meeting))
    return entry


def _agencies_asked(meeting):
    """The numbers of the agencies that research cases: the owning one and those the list is open to."""
    rows = ListOpening.objects.filter(record_id=meeting.pk, closed_at=None)
    return {meeting.agency_id, *rows.values_list("agency_id", flat=True)}


def _ask(actor, meeting, entries, agencies):
    asked = set(Research.objects.filter(record_id=meeting.pk).values_list("entry_id", "agency_id"))
    for entry in entries:
        due = due_at(meeting, emergency=entry.emergency)
        for agency in sorted(agencies):
            if (entry.pk, agency) not in asked:
                row = Research(entry=entry, agency_id=agency, due_at=due)
                add_part(
                    actor=actor,
                    part=row,
                    record=meeting,
                    agencies=[meeting.agency_id, agency],
                    level=Level.MANAGE,
                    operation="ask for research",
                )


@transaction.atomic
def set_aside(
    *,
    actor: Reader,
    meeting: Meeting,
    entry: CaseEntry,
    version: int,
    state: str,
    reason: str,
    other_list: str = "",
) -> CaseEntry:
    """Returns a case to its referrer, sends it to another MARAC (`other_list`) or defers it, with a reason.
    Its item leaves the agenda, unless something was said of it.

    Raises PermissionDenied without `manage`, Stale, or Refused: no reason, which MARAC, heard already.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    if state not in SET_ASIDE:
        raise Refused("Choose what happens to the case.", code="invalid_choice", field="state")
    if entry.state == State.HEARD:
        raise Refused("This case was heard.", code="wrong_state")
    entry.state_reason = require_text(reason, "Say why.", field="reason")
    entry.other_list = optional_text(other_list, field="other_list")
    if state == State.TRANSFERRED and not entry.other_list:
        raise Refused("Say which MARAC it is sent to.", code="missing", field="other_list")
    if len(entry.state_reason) > 500:
        raise Refused("It must be 500 characters or fewer.", code="max_length", field="reason")
    item = AgendaItem.objects.filter(pk=entry.item_id, removed_at=None).first()
    if item and not (item.notes or item.decisions.exists() or item.raised.exists()):
        remove_item(actor=actor, meeting=meeting, item=item)
    entry.state = State(state)
    return save_part(actor=actor, part=entry, version=version, level=Level.MANAGE, operation="set case aside")


@transaction.atomic
def open_list(
    *,
    actor: Reader,
    meeting: Meeting,
    principals: Collection[Principal],
    grounds: Mapping[int, Ground] | None = None,
) -> list[ListOpening]:
    """Opens the list to agencies or teams in one act: one share each, of the list alone, until the minutes
    are approved. Each agency is asked what it knows of each case.

    `grounds` is {number of another agency: the `Ground`}. Raises PermissionDenied without `manage`, or
    Refused: nobody chosen, no ground, an agreement that no longer covers it.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.CALLED, Meeting.State.HELD)
    _require_list(meeting)
    offered = {one.pk for one in principals_offered(meeting)}
    if not principals or {one.pk for one in principals} - offered:
        raise Refused("Tick at least one agency from the list.", code="missing", field="principals")
    found = []
    for principal in principals:
        if ListOpening.objects.filter(record_id=meeting.pk, principal=principal).exists():
            continue
        _share_list(actor, meeting, principal, (grounds or {}).get(principal.agency_id))
        row = ListOpening(principal=principal, agency_id=principal.agency_id)
        add_part(
            actor=actor,
            part=row,
            record=meeting,
            agencies=[meeting.agency_id],
            level=Level.MANAGE,
            operation="open list",
        )
        found.append(row)
    entries = CaseEntry.objects.filter(record_id=meeting.pk, state=State.ACCEPTED).order_by("pk")
    _ask(actor, meeting, list(entries), _agencies_asked(meeting))
    _tell(actor, meeting, found)
    return found


def _share_list(actor, meeting, principal, ground):
    """One share of the list, unless what they have of the meeting already reaches further."""
    if Grant.objects.filter(content_object_id=meeting.pk, group_id=principal.pk).exists():
        return
    outside = principal.agency_id != meeting.agency_id
    if outside and ground is None:
        words = f"Choose the legal basis for {principal.agency.name}."
        raise Refused(words, code="basis_missing", field=f"ground_{principal.agency_id}")
    until = max(meeting.starts_at, timezone.now()) + timedelta(
        days=setting("meetings.access_days", meeting.agency_id)
    )
    proposal = ShareProposal(
        principal=principal,
        level=Level.VIEW,
        reason="The list of cases, until the minutes are approved",
        until=until,
        kinds=(CaseEntry.part_kind.code,),
        source=Grant.Source.INVITATION,
        basis=ground.basis if ground and outside else None,
        agreement=ground.agreement if ground and outside else None,
    )
    share(actor=actor, record=meeting, proposal=proposal)


def _tell(actor, meeting, opened):
    people = {one.pk: one for row in opened for one in people_behind(row.principal)}
    people.pop(actor.membership_id, None)
    enqueue("list_open", meeting.uuid, list(people.values()))


@transaction.atomic
def note_told(
    *, actor: Reader, entry: CaseEntry, version: int, told_words: str, told_on: date | None = None
) -> CaseEntry:
    """Keeps when and how the victim was told what the meeting agreed; without a day, why not.

    For people who manage the meeting, or contribute to it for the agency that sent the case. Raises
    PermissionDenied, Stale, or Refused: not heard yet, a day to come, or nothing said.
    """
    if entry.state != State.HEARD:
        raise Refused("The case was not heard yet.", code="wrong_state")
    if told_on and told_on > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="told_on")
    entry.told_words = require_text(
        told_words, "Say how the victim was told, or why not.", field="told_words"
    )
    if len(entry.told_words) > 500:
        raise Refused("It must be 500 characters or fewer.", code="max_length", field="told_words")
    entry.told_on = told_on
    return save_part(actor=actor, part=entry, version=version, operation="note that the victim was told")
