"""Asking for updates, giving one, and chasing those that are missing."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from meetings.models import AgendaItem, Meeting, UpdateRequest
from meetings.selectors.kinds import body_of
from meetings.series.rhythm import is_working_day
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.notifications.services import LIMIT, enqueue, enqueue_each
from pam.records.models import Record
from pam.records.services import add_part, save_part
from pam.reference.selectors.settings import setting

ASKED, CHASED = "update_asked", "update_missing"


@transaction.atomic
def ask_for_updates(*, actor: Reader, meeting: Meeting) -> tuple[list[UpdateRequest], list[str]]:
    """Asks who leads each record on the agenda for an update, once; those that were asked stay as they are.

    Returns (what was asked for now, the references of records that the actor can't ask about: they can't add
    to them, or nobody in post leads them). Raises PermissionDenied without `manage`, or Refused once the
    meeting has started.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.CALLED)
    items = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    numbers = set(items.exclude(about=None).values_list("about_id", flat=True))
    there = visibility.visible_to(actor, UpdateRequest).filter(meeting_id=meeting.pk)
    numbers -= set(there.values_list("record_id", flat=True))
    records = visibility.visible_to(actor, Record).filter(pk__in=numbers).exclude(kind="meeting")
    levels = visibility.levels(actor, numbers)
    leads = Membership.objects.live().in_bulk([row.lead_id for row in records if row.lead_id])
    asked, not_asked, kind = [], [], body_of(meeting).get("update-request", {})
    for record in records.order_by("pk"):
        lead = leads.get(record.lead_id)
        if lead is None or levels.get(record.pk, 0) < Level.CONTRIBUTE:
            not_asked.append(record.reference)
            continue
        asked.append(_ask(actor, meeting, record, lead, kind))
    return asked, not_asked


def _ask(actor, meeting, record, lead, kind):
    row = UpdateRequest(
        meeting=meeting,
        asked=lead,
        asked_agency_id=lead.agency_id,
        due=due_day(meeting),
        limit=kind.get("words", setting("meetings.update_words", meeting.agency_id)),
        asks=kind.get("asks", ""),
    )
    add_part(actor=actor, part=row, record=record, operation="ask for update")
    if lead.pk != actor.membership_id:
        enqueue(ASKED, row.uuid, [lead], batch=meeting.uuid)
    return row


def due_day(meeting: Meeting) -> date:
    """The day by which updates are wanted: so many working days before the meeting (the kind's `issue`, or a
    setting), today at the earliest.
    """
    days = body_of(meeting).get("timings", {}).get("issue")
    left = setting("meetings.update_days", meeting.agency_id) if days is None else days
    day = timezone.localtime(meeting.starts_at).date()
    while left > 0:
        day -= timedelta(days=1)
        left -= is_working_day(day)
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
