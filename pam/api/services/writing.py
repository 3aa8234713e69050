"""What the API writes: each through the service that the pages call, as the system."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level, Marking
from pam.access.models import Agency, Membership, Team
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.owners import Owner
from pam.actions.services import tracker
from pam.api.resources import resource_of
from pam.api.schemas import ActionEnd, ActionMove, NewAction, NewEntry, NewOwner, NewRecord, NewSubject
from pam.audit.services import Verb, log
from pam.records.models import Entry, Record, Subject
from pam.records.services import add_note, add_subject


def note_write(*, actor: Reader, records: list[int], token: str, what: str) -> None:
    """Logs with which token the system wrote: the service's own line beside it says what."""
    log(actor, Verb.ALTERATION, "write by API", records, detail=f"API, {token}: {what}")


def add_entry(*, actor: Reader, record: Record, data: NewEntry) -> Entry:
    """A note. Raises as `add_note`, Refused for a time that is still to come."""
    moment = data.happened_at
    if moment is not None and timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment is not None and moment > timezone.now():
        raise Refused("It must have happened before now.", code="in_future", field="happened_at")
    title = require_text(data.title, "Enter a title.", field="title")
    return add_note(actor=actor, record=record, title=title, text=data.text, happened_at=moment)


def add_person(*, actor: Reader, record: Record, data: NewSubject) -> Subject:
    """A person, place or object. Raises as `add_subject`."""
    category = data.category or ("other" if data.kind == "person" else "")
    row = Subject(kind=data.kind, category=category, role=data.role, details=data.details)
    row.name = require_text(data.name, "Enter a name.", field="name")
    try:
        row.born = data.born or None  # type: ignore[assignment]
    except ValidationError:
        words = "Write a date of birth as 1990-05-01, 1990-05, 1990, ~1990, 1988-1990, 30@2026 or 14-15@2026."
        raise Refused(words, code="invalid", field="born") from None
    return add_subject(actor=actor, record=record, subject=row)


def _owner(data: NewOwner) -> Owner:
    named = [value for value in (data.person, data.team, data.agency) if value is not None]
    if len(named) != 1:
        raise Refused("Name one owner: a person, a team or an agency.", code="one_owner", field="owner")
    found: Owner | None
    if data.person:
        found = Membership.objects.select_related("user", "agency").filter(uuid=data.person).first()
    elif data.team:
        found = Team.objects.select_related("agency").filter(uuid=data.team).first()
    else:
        found = Agency.objects.filter(uuid=named[0]).first()
    if found is None:
        raise Refused("There is no such owner.", code="invalid_choice", field="owner")
    return found


def add_action(*, actor: Reader, record: Record, data: NewAction) -> Action:
    """An action. Raises as `tracker.add`."""
    if data.due < timezone.localdate():
        raise Refused("The due date must not be in the past.", code="in_past", field="due")
    return tracker.add(
        actor=actor,
        record=record,
        title=require_text(data.title, "Say what is to be done.", field="title"),
        owner=_owner(data.owner),
        due=data.due,
        holder=data.owner.holder,
        strand=data.strand,
        details=data.details,
    )


def end_action(*, actor: Reader, action: Action, data: ActionEnd) -> Action:
    """Says how an action ended. Raises as `tracker.finish`."""
    return tracker.finish(
        actor=actor,
        action=action,
        version=data.version,
        outcome=data.outcome,
        status=data.status,
        evidence=data.evidence,
    )


def move_action(*, actor: Reader, action: Action, data: ActionMove) -> Action:
    """Gives an action another due date. Raises as `tracker.edit`, Refused for a day that has passed."""
    if data.due < timezone.localdate():
        raise Refused("The due date must not be in the past.", code="in_past", field="due")
    reason = require_text(data.reason, "Say why the date moves.", field="reason")
    action.due = data.due
    return tracker.edit(actor=actor, action=action, version=data.version, reason=reason)


@transaction.atomic
def add_record(*, actor: Reader, kind: str, data: NewRecord) -> Record:
    """A new record of a kind, through that kind's own service. Raises as it does; Refused for a team or a
    lead that is none.
    """
    resource = resource_of(kind)
    if resource.add is None:
        raise Refused("Records of this kind are not added by the API.", code="not_added", field="kind")
    team = Team.objects.filter(uuid=data.team, agency_id=actor.agency_id).first()
    if team is None:
        raise Refused("Choose a team that the system belongs to.", code="not_own_team", field="team")
    labels = {label: value for value, label in Marking.choices}
    if data.marking not in labels:
        raise Refused("Choose a marking: OFFICIAL or OFFICIAL-SENSITIVE.", code="invalid", field="marking")
    return resource.add(
        actor,
        data,
        {
            "title": require_text(data.title, "Enter a title.", field="title"),
            "summary": data.summary,
            "team": team,
            "lead": _lead(actor, data.lead),
            "marking": labels[data.marking],
            "handling": data.handling,
            "next_review": data.next_review,
        },
    )


def _lead(actor: Reader, uuid: UUID | None) -> Membership | None:
    if uuid is None:
        return None
    rows = Membership.objects.live().filter(agency_id=actor.agency_id, user__service=False)
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Refused("Choose a person of the system's agency.", code="invalid_choice", field="lead")
    return found


def open_to_add(*, actor: Reader, uuid: UUID, kind: str = "") -> Record:
    """The record `uuid` if the system may add to it. Raises Http404, also for one of another `kind`,
    PermissionDenied.
    """
    record = visibility.get(actor, Record, uuid)
    if kind and record.kind != kind:
        raise Http404
    visibility.require(actor, record, Level.CONTRIBUTE)
    return record
