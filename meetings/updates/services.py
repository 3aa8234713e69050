"""Asking for updates, giving one, and chasing those that are missing."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Meeting, UpdateRequest
from meetings.selectors.kinds import body_of
from meetings.series.rhythm import working_days_before
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.reader import readers_of
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.notifications.services import LIMIT, enqueue, enqueue_each
from pam.records.models import Record
from pam.records.services import add_part, save_part
from pam.reference.selectors.settings import setting

ASKED, CHASED = "update_asked", "update_missing"
FURTHEST = timedelta(days=120)  # meetings that updates are asked for by themselves


@transaction.atomic
def ask_for_updates(*, actor: Reader, meeting: Meeting) -> tuple[list[UpdateRequest], list[str]]:
    """Asks for an update on each record on the agenda, once: who leads it, and of each other agency one
    person who is invited and may add to the record. Those that were asked stay as they are.

    Returns (what was asked for now, the references of records whose lead the actor can't ask: they can't add
    to them, or nobody in post leads them). Raises PermissionDenied without `manage`, or Refused once the
    meeting has started.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.CALLED)
    items = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    numbers = set(items.exclude(about=None).values_list("about_id", flat=True))
    rows = visibility.visible_to(actor, Record).filter(pk__in=numbers).exclude(kind="meeting")
    records, levels = list(rows.order_by("pk")), visibility.levels(actor, numbers)
    there = visibility.visible_to(actor, UpdateRequest).filter(meeting_id=meeting.pk)
    known = set(there.values_list("record_id", "asked_agency_id"))
    led = {number for number, _ in known}
    leads = Membership.objects.live().in_bulk([row.lead_id for row in records if row.lead_id])
    asked, not_asked, kind = [], [], body_of(meeting).get("update-request", {})
    for record in records:
        lead = leads.get(record.lead_id)
        if lead is None or levels.get(record.pk, 0) < Level.CONTRIBUTE:
            not_asked += [record.reference] if record.pk not in led else []
        elif (record.pk, lead.agency_id) not in known:
            asked.append(_ask(actor, meeting, record, lead, kind))
            known.add((record.pk, lead.agency_id))
    able = [record for record in records if levels.get(record.pk, 0) >= Level.CONTRIBUTE]
    for record, person in _partners(meeting, able, known):
        asked.append(_ask(actor, meeting, record, person, kind))
    return asked, not_asked


def _partners(meeting, records, known):
    """[(record, person)] of the people of other agencies than the record's own who are asked too: of each
    agency the first who is invited and may add to the record.
    """
    rows = Attendance.objects.filter(record_id=meeting.pk, removed_at=None).order_by("pk")
    readers = readers_of(rows.values_list("person_id", flat=True))
    people = Membership.objects.live().in_bulk(readers)
    numbers, found = [record.pk for record in records], []
    for number, reader in sorted(readers.items()):
        others = [one for one in records if one.agency_id != reader.agency_id]
        if number not in people or all((one.pk, reader.agency_id) in known for one in others):
            continue
        with visibility.reading(reader):
            levels = visibility.levels(reader, numbers)
        for record in others:
            key = (record.pk, reader.agency_id)
            if key not in known and levels.get(record.pk, 0) >= Level.CONTRIBUTE:
                known.add(key)
                found.append((record, people[number]))
    return found


def ask_by_itself(today: date | None = None) -> int:
    """Asks for the updates of meetings whose kind says when (`update-request.days`: so many working days
    before): as a press of the button by the chair, or else the secretary, would. Records that come onto the
    agenda later are asked for at the next run. Returns how many were asked for. Run as the jobs' role.
    """
    today, asked = today or timezone.localdate(), 0
    rows = Meeting.objects.filter(state=Meeting.State.CALLED, starts_at__gt=timezone.now())
    rows = rows.filter(starts_at__lt=timezone.now() + FURTHEST, framework_version__isnull=False)
    for meeting in rows.select_related("framework_version").order_by("starts_at", "pk")[:LIMIT]:
        days = body_of(meeting).get("update-request", {}).get("days")
        start = timezone.localtime(meeting.starts_at).date()
        if days is not None and working_days_before(start, days) <= today:
            asked += _ask_as_its_chair(meeting)
    return asked


def _ask_as_its_chair(meeting):
    people = readers_of({meeting.lead_id, meeting.secretary_id} - {None})
    for number in (meeting.lead_id, meeting.secretary_id):
        reader = people.get(number)
        if reader is None:
            continue
        with visibility.reading(reader):
            row = visibility.visible_to(reader, Meeting).filter(pk=meeting.pk).first()
            if row is not None and visibility.level(reader, row) >= Level.MANAGE:
                return len(ask_for_updates(actor=reader, meeting=row)[0])
    return 0


def _ask(actor, meeting, record, lead, kind):
    row = UpdateRequest(
        meeting=meeting,
        asked=lead,
        asked_agency_id=lead.agency_id,
        due=due_day(meeting),
        limit=kind.get("words", setting("meetings.update_words", meeting.agency_id)),
        asks=kind.get("asks", ""),
    )
    agencies = _agencies_of(meeting) | {record.agency_id, lead.agency_id}
    add_part(actor=actor, part=row, record=record, agencies=agencies, operation="ask for update")
    if lead.pk != actor.membership_id:
        enqueue(ASKED, row.uuid, [lead], batch=meeting.uuid)
    return row


def _agencies_of(meeting):
    """The agencies that take part in a meeting: others who can open a record on its agenda do not learn that
    it is, nor what is said to the meeting. An agency invited later is added by the database
    (pam_update_for_invited).
    """
    rows = Attendance.objects.filter(record_id=meeting.pk, removed_at=None)
    return {meeting.agency_id, *rows.values_list("person__agency_id", flat=True)} - {None}


def due_day(meeting: Meeting) -> date:
    """The day by which updates are wanted: so many working days before the meeting (the kind's `issue`, or a
    setting), today at the earliest.
    """
    days = body_of(meeting).get("timings", {}).get("issue")
    left = setting("meetings.update_days", meeting.agency_id) if days is None else days
    day = working_days_before(timezone.localtime(meeting.starts_at).date(), left)
    return max(day, timezone.localdate())


@transaction.atomic
def give_update(*, actor: Reader, request: UpdateRequest, version: int, text: str) -> UpdateRequest:
    """Keeps what is said to a request, until its meeting starts; it may be said anew until then.

    Raises PermissionDenied for who may not change it, Stale, or Refused: without text, with too many words,
    or once the meeting has started.
    """
    meeting = Meeting.objects.filter(pk=request.meeting_id).first()
    if meeting is not None and meeting.state != Meeting.State.CALLED:
        raise Refused("The meeting has started. Tell it what is new there.", code="wrong_state")
    request.text = require_text(text, "Enter the update.", field="text")
    words = len(request.text.split())
    if words > request.limit:
        message = f"Shorten it to {request.limit} words. It has {words}."
        raise Refused(message, code="too_long", field="text")
    request.given_at, request.given_by_id = timezone.now(), actor.membership_id
    return save_part(actor=actor, part=request, version=version, operation="give update")


def chase(today: date | None = None) -> int:
    """Owes those who were asked word of updates that are missing, twice: so many days before they are due;
    returns how many causes. Run as the jobs' role.
    """
    today, causes = today or timezone.localdate(), []
    rows = UpdateRequest.objects.filter(given_at=None, due__gte=today, meeting__state=Meeting.State.CALLED)
    for row in rows.select_related("asked", "meeting").order_by("due", "pk")[:LIMIT]:
        agency = row.meeting.agency_id
        for place, key in enumerate(("meetings.update_chase_first", "meetings.update_chase_second"), 1):
            if (row.due - today).days <= setting(key, agency) and row.created.date() < today:
                causes.append((row.uuid, [row.asked], f"chase {place}"))
    enqueue_each(CHASED, causes)
    return len(causes)
