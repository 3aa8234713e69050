"""What every write to actions asks, and what it leaves behind: the right to do it, whether the owner would
see it, a line in the chronology, word to the owner's people.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.owners import Owner, name_of
from pam.actions.selectors.actions import may_finish, people_of, possible_groups, possible_owners
from pam.actions.selectors.order import comes_back
from pam.notifications.services import enqueue
from pam.records.kinds import kind_of
from pam.records.models import Document, Entry, Record, Subject
from pam.records.services import chronicle
from pam.reference.selectors.settings import setting

CANNOT_SEE = (
    "{name} cannot see this action. Choose an owner who can open the record and is in the action’s audience."
)


def require_sight(
    actor: Reader, record: Record, owners: Iterable[Owner | None], agencies: Iterable[int] | None
) -> None:
    """Raises Refused unless each of `owners` would see an action that is for `agencies`."""
    owners = list(owners)
    people = {owner.pk for owner in owners if isinstance(owner, Membership)}
    seen: set = set()
    if people:
        possible = possible_owners(actor, record, agencies=agencies).filter(pk__in=people)
        seen |= set(possible.order_by().select_related(None))
    if any(not isinstance(owner, Membership) for owner in owners if owner):
        for groups in possible_groups(actor, record, agencies=agencies):
            seen |= set(groups)
    for owner in owners:
        if owner not in seen:
            raise cannot_see(owner)


def require_strand(record: Record, strand: str, *, needed: bool = True) -> None:
    """Raises Refused unless `strand` is one of the record's kind; empty for a kind without strands, and where
    it is not `needed`.
    """
    strands = kind_of(record.kind).strands
    if not strand and not needed:
        return
    if strands is None:
        if strand:
            raise Refused("Actions on this kind of record have no strand.", code="not_asked", field="strand")
    elif strand not in dict(strands.choices):
        names = [label for _, label in strands.choices]
        raise Refused(
            f"Select {', '.join(names[:-1])} or {names[-1]}.",
            code="invalid_choice" if strand else "missing",
            field="strand",
        )


def cannot_see(owner: Owner | None) -> Refused:
    """What is said of an owner who would not see the action."""
    words = CANNOT_SEE.format(name=name_of(owner) if owner else "Nobody")
    return Refused(words, code="owner_cannot_see", field="owner")


def require_own_or_change(actor: Reader, action: Action) -> None:
    """Raises PermissionDenied for others than the owner who may not change the action."""
    if not may_finish(actor, action, visibility.level(actor, action)):
        raise PermissionDenied


def move_due(action: Action, before: date, reason: str) -> str:
    """Counts that `action`, whose date changed from `before`, has moved; returns the line for the chronology,
    "" if the date is the same. Raises Refused without a reason.
    """
    if action.due == before:
        return ""
    reason = require_text(reason, "Say why the due date is changing.", field="reason")
    action.first_due = action.first_due or before
    action.times_moved += 1
    return f"From {day_words(before)} to {day_words(action.due)}. {reason}"


def require_order(actor: Reader, action: Action) -> None:
    """Raises Refused if `action` depends on itself, on one of another record, or on one that waits for it."""
    first = action.depends_on
    if first is None:
        return
    if first.record_id != action.record_id:
        raise Refused("Choose an action of this record.", code="other_record", field="depends_on")
    if action.pk and comes_back(actor, action, first):
        raise Refused("That action waits for this one.", code="circle", field="depends_on")


def require_visit(actor: Reader, action: Action) -> None:
    """Raises Refused if `action` sends people to one of another record, or that `actor` does not see."""
    if action.visit_id is None:
        return
    rows = visibility.visible_to(actor, Subject).filter(pk=action.visit_id, record_id=action.record_id)
    if not rows.exists():
        raise Refused("Choose one of this record.", code="other_record", field="visit")


def keep_evidence(
    actor: Reader, action: Action, status: str, evidence: str, document: Document | None
) -> None:
    """Sets what shows how `action` ended as `status`, on the row. Raises Refused for a document of another
    record, and without evidence of what is done where the actor's agency asks for it.
    """
    action.evidence, action.evidence_document = evidence.strip(), document
    if document is not None and document.record_id != action.record_id:
        raise Refused("Choose a document of this record.", code="other_record", field="evidence_document")
    asked = status == Action.Status.DONE and setting("actions.evidence_asked", actor.agency_id)
    if asked and not action.evidence and document is None:
        raise Refused("Say what shows that it was done.", code="missing", field="evidence")


def require_open(action: Action) -> None:
    """Raises Refused for an action that has ended."""
    if action.status != Action.Status.OPEN:
        raise Refused("This action is finished. Reopen it first.", code="finished")


def record_of(actor: Reader, action: Action) -> Record:
    """The record of `action`, which `actor` sees."""
    return visibility.visible_to(actor, Record).get(pk=action.record_id)


def chronicle_action(actor: Reader, action: Action, title: str, text: str) -> None:
    """A line in the record's chronology, for the same agencies as the action."""
    chronicle(
        actor=actor,
        record=Record(pk=action.record_id),
        kind=Entry.Kind.ACTION,
        title=title,
        text=text,
        agencies=action.agencies,
    )


def notify_owner_of(event: str, actor: Reader, action: Action, record: Record) -> None:
    """A mail for the owner's people who are not the actor; several on one record go in one."""
    people = [person for person in people_of(action) if person.pk != actor.membership_id]
    enqueue(event, action.uuid, people, occasion=str(action.version), batch=record.uuid)


def day_words(day: date) -> str:
    """ "3 November 2026"."""
    return f"{day.day} {day:%B %Y}"
