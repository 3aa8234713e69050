"""What an agency writes of a case on a list, as verbs. Each takes `actor`, of the agency that is asked.

A line is for the agency alone until it is released, one by one; what is kept back keeps its reason. The
agency that keeps the list changes none of it: it notes what was said by telephone in an emergency.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from meetings.caselist.models import CasePerson, Research, ResearchLine
from meetings.models import Meeting
from meetings.services.minutes import WRONG_STATE
from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.validation import require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.models import Record
from pam.records.services import save_part

State, LineState = Research.State, ResearchLine.State


def _require_own(actor, part, agency):
    """Raises unless the actor is of the agency, and the minutes still wait."""
    if agency != actor.agency_id:
        raise PermissionDenied
    meeting = visibility.visible_to(actor, Meeting).filter(pk=part.record_id).first()
    if meeting is None:
        raise NoLongerVisible
    if meeting.state in (Meeting.State.APPROVED, Meeting.State.CANCELLED):
        raise Refused(WRONG_STATE[Meeting.State(meeting.state)], code="wrong_state")


@transaction.atomic
def answer(*, actor: Reader, research: Research, version: int, state: str) -> Research:
    """Says whether the agency knows anyone in the case. Raises PermissionDenied for another agency, Stale, or
    Refused: approved, or nothing known although lines were written.
    """
    _require_own(actor, research, research.agency_id)
    if state not in (State.NOTHING, State.KNOWN):
        raise Refused("Choose an answer.", code="invalid_choice", field="state")
    if state == State.NOTHING and ResearchLine.objects.filter(research=research).exists():
        words = "Your agency has written what it knows. Keep those lines back instead."
        raise Refused(words, code="has_lines", field="state")
    return _answered(actor, research, version, state)


def _answered(actor, research, version, state):
    research.state = State(state)
    research.answered_at, research.answered_by_id = timezone.now(), actor.membership_id
    return save_part(
        actor=actor, part=research, version=version, level=Level.VIEW, operation="answer research"
    )


@transaction.atomic
def add_line(
    *, actor: Reader, research: Research, kind: str, text: str, person: CasePerson | None = None
) -> ResearchLine:
    """A line of the agency's own paper: for its people alone. The case counts as known from then on.

    Raises PermissionDenied for another agency, or Refused: approved, no text, a person of another case.
    """
    _require_own(actor, research, research.agency_id)
    if person is not None and person.entry_id != research.entry_id:
        raise Refused("Choose a person of this case.", code="another_case", field="person")
    require_listed([kind], ResearchLine.Kind.values, field="kind")
    text = require_text(text, "Enter what your agency knows.", field="text")
    line = ResearchLine(research=research, entry_id=research.entry_id, kind=kind, text=text, person=person)
    line.record = Record(pk=research.record_id)
    line.author_id, line.author_agency_id = actor.membership_id, actor.agency_id
    # Not for the agency that keeps the list, whose record it hangs off: until it is released.
    line.agencies = [actor.agency_id]
    save_valid(line)
    log(actor, Verb.COLLECTION, "write research", [research.record_id])
    if research.state != State.KNOWN:
        _answered(actor, research, research.version, State.KNOWN)
    return line


@transaction.atomic
def release(*, actor: Reader, line: ResearchLine, version: int) -> ResearchLine:
    """Gives a line to the meeting: everyone the list is open to reads it, and it is no longer changed.

    Raises PermissionDenied for another agency, Stale, or Refused: approved, or released already. Logged as a
    disclosure by that agency.
    """
    _require_own(actor, line, line.author_agency_id)
    _require_not_released(line)
    line.state, line.reason, line.agencies = LineState.RELEASED, "", None
    line.released_at, line.released_by_id = timezone.now(), actor.membership_id
    saved = save_part(actor=actor, part=line, version=version, level=Level.VIEW, operation="release research")
    log(actor, Verb.DISCLOSURE, "release research", [line.record_id], recipient="The meeting")
    return saved


@transaction.atomic
def keep_back(*, actor: Reader, line: ResearchLine, version: int, reason: str) -> ResearchLine:
    """Keeps a line back from the meeting, with the reason. Raises as `release`; Refused without a reason."""
    _require_own(actor, line, line.author_agency_id)
    _require_not_released(line)
    line.reason = require_text(reason, "Say why it is kept back.", field="reason")
    line.state = LineState.KEPT
    return save_part(
        actor=actor, part=line, version=version, level=Level.VIEW, operation="keep research back"
    )


def _require_not_released(line):
    if line.state == LineState.RELEASED:
        raise Refused("The meeting has this line already.", code="released")


@transaction.atomic
def note_call(
    *, actor: Reader, research: Research, version: int, phone_with: str, phone_words: str, state: str
) -> Research:
    """The people who keep the list note which person of an agency they rang about an emergency, what was said
    and agreed.

    Raises PermissionDenied without `manage`, Stale, or Refused: no emergency, no name, nothing said.
    """
    visibility.require(actor, research, Level.MANAGE)
    if not research.entry.emergency:
        raise Refused("Only for an emergency. Ask the agency to answer.", code="no_emergency")
    if state not in (State.NOTHING, State.KNOWN):
        raise Refused("Choose an answer.", code="invalid_choice", field="state")
    research.phone_with = require_text(phone_with, "Enter the person you spoke to.", field="phone_with")
    research.phone_words = require_text(phone_words, "Enter what was said.", field="phone_words")
    return _answered(actor, research, version, state)
