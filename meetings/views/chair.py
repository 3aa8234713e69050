"""In the room: the chair's screen, attendance, the wall that partners may look at, closing."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings.forms import DecisionForm, NotesForm, RaiseForm
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.selectors import agenda, record_of, unfinished
from meetings.selectors import attendance as people_of
from meetings.services import conduct
from meetings.services.composing import shown_on
from meetings.services.minutes import readers_of, seen_by_all_present
from meetings.views.meetings import opened, shown_names
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.actions.views.sanitised import giving
from pam.audit.services import Verb, log
from pam.records.page import record_context
from pam.records.views import refuse

State = Meeting.State


@require_POST
def start(request, uuid):
    """Starts the meeting, and opens the chair's screen."""
    meeting = opened(request, uuid, level=Level.MANAGE, how="open the chair's screen")
    try:
        conduct.start(actor=request.reader, meeting=meeting)
    except Refused as error:
        messages.error(request, error.message)
        return redirect(meeting)
    return redirect("meetings:chair", uuid)


def chair(request, uuid, item=None):
    """One item at a time, in large type: discussion, decisions, actions; attendance beside it."""
    reader, meeting = request.reader, opened(request, uuid, level=Level.MANAGE, how="open the chair's screen")
    if meeting.state not in (State.HELD, State.CLOSED):
        messages.error(
            request, conduct.APPROVED if meeting.state == State.APPROVED else "Start the meeting first."
        )
        return redirect(meeting)
    items = agenda(reader, meeting)
    at = next((i for i, row in enumerate(items) if row.uuid == item), 0 if item is None else None)
    if at is None:
        raise Http404
    current = items[at] if items else None
    forms = _forms(request, meeting, current) if current else {}
    if request.method == "POST" and current and _saved(request, meeting, current, forms):
        return redirect("meetings:chair_item", uuid, current.uuid)
    people = people_of(reader, meeting)
    context = {
        "meeting": meeting,
        "record": meeting,
        "items": items,
        "item": current,
        **forms,
        "before": items[at - 1] if current and at else None,
        "after": items[at + 1] if current and at + 1 < len(items) else None,
        "names": shown_names(reader, items),
        "conditions": conditions_on(reader, [current.about_id]) if current and current.about_id else None,
        "people": people,
        "present": sum(row.state == Attendance.State.PRESENT for row in people),
        "not_taken": any(row.state == Attendance.State.INVITED for row in people),
        "leave_url": meeting.get_absolute_url(),
    }
    return render(request, "meetings/chair.html", context)


def _forms(request, meeting, item):
    """The three forms of an item; only the one that was sent is bound."""
    do, data = request.POST.get("do"), request.POST
    record = record_of(request.reader, item, meeting)
    forms = {
        "notes_form": NotesForm(
            data if do == "notes" else None, initial={"notes": item.notes, "version": item.version}
        ),
        "decision_form": DecisionForm(data if do == "decision" else None, prefix="decision"),
        "stands_on": record,
    }
    if visibility.level(request.reader, record) >= Level.CONTRIBUTE:
        forms["action_form"] = RaiseForm(
            data if do == "action" else None, prefix="action", reader=request.reader, record=record
        )
    return forms


def _saved(request, meeting, item, forms):
    """Whether the form that was sent was valid and its service took it; if not, the form says why."""
    saves = {"notes": conduct.write_notes, "decision": conduct.decide, "action": conduct.raise_action}
    words = {"notes": "Discussion saved.", "decision": "Decision recorded.", "action": "Action added."}
    do = request.POST.get("do")
    form = forms.get(f"{do}_form")
    if form is None or not form.is_valid():
        return False
    try:
        saves[do](actor=request.reader, meeting=meeting, item=item, **form.cleaned_data)
    except Refused as error:
        refuse(form, error)
        return False
    messages.success(request, words[do])
    return True


def sanitised(request, uuid, item):
    """Gives somebody who may not see an item's record an action of it, in the meeting."""
    meeting = opened(request, uuid, level=Level.MANAGE, how="open to give an action")
    if meeting.state not in (State.HELD, State.CLOSED):
        messages.error(
            request, conduct.APPROVED if meeting.state == State.APPROVED else "Start the meeting first."
        )
        return redirect(meeting)
    row = (
        visibility.visible_to(request.reader, AgendaItem)
        .filter(record_id=meeting.pk, removed_at=None, uuid=item)
        .first()
    )
    if row is None:
        raise Http404
    record = record_of(request.reader, row, meeting)
    visibility.require(request.reader, record, Level.CONTRIBUTE)
    log(request.reader, Verb.CONSULTATION, "open to add", [record.pk])
    back = reverse("meetings:chair_item", args=[uuid, item])
    return giving(
        request,
        record,
        partial(conduct.raise_sanitised, meeting=meeting, item=row),
        back=back,
        context=record_context(request, record),
    )


@require_POST
def attendance(request, uuid):
    """One click: somebody is present, sent apologies, or is absent; or everybody else is present."""
    meeting = opened(request, uuid, level=Level.MANAGE, how="take attendance")
    try:
        if request.POST.get("person") == "all":
            conduct.all_present(actor=request.reader, meeting=meeting)
        else:
            _take_one(request, meeting)
    except Refused as error:
        messages.error(request, error.message)
    here = visibility.visible_to(request.reader, Meeting).get(pk=meeting.pk)
    if here.state not in (State.HELD, State.CLOSED):
        return redirect(meeting)
    return redirect(_back(request, uuid))


def _take_one(request, meeting):
    person, _, state = request.POST.get("person", "").partition(" ")
    rows = visibility.visible_to(request.reader, Attendance).filter(record_id=meeting.pk, removed_at=None)
    row = next((row for row in rows if str(row.uuid) == person), None)
    if row is None or state not in Attendance.State.values:
        raise Http404
    conduct.take_attendance(actor=request.reader, meeting=meeting, attendance=row, state=state)


def _back(request, uuid):
    """The item that the chair was at, else the first."""
    item = request.POST.get("item", "")
    return (
        reverse("meetings:chair_item", args=[uuid, item])
        if _is_uuid(item)
        else reverse("meetings:chair", args=[uuid])
    )


def _is_uuid(text):
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def wall(request, uuid):
    """What the screen on the wall may show: what everybody present may see, and no more."""
    reader, meeting = request.reader, opened(request, uuid, level=Level.MANAGE, how="open the wall")
    common = seen_by_all_present(meeting)
    items = agenda(reader, meeting, only=common) if common is not None else []
    people = [row for row in people_of(reader, meeting) if row.state == Attendance.State.PRESENT]
    present = readers_of([row.person_id for row in people])
    conditions = shown_on(present.values(), [item.about_id for item in items if item.about_id])
    for item in items:
        item.conditions = conditions.get(item.about_id, [])
    context = {
        "meeting": meeting,
        "record": meeting,
        "items": items,
        "taken": common is not None,
        "names": shown_names(reader, items),
        "people": people,
        "leave_url": reverse("meetings:chair", args=[uuid]),
    }
    return render(request, "meetings/wall.html", context)


def close(request, uuid):
    """Ends the meeting, after showing what is unfinished."""
    meeting = opened(request, uuid, level=Level.MANAGE, how="open to close")
    if request.method == "POST":
        try:
            conduct.close(actor=request.reader, meeting=meeting)
        except Refused as error:
            messages.error(request, error.message)
            return redirect(meeting)
        messages.success(request, "Meeting closed. The minutes are waiting for the chair’s approval.")
        return redirect("meetings:minutes", uuid)
    lines = unfinished(agenda(request.reader, meeting), people_of(request.reader, meeting))
    context = {
        "question": "Close the meeting?",
        "explanation": "Still unfinished:"
        if lines
        else "Each item has a decision or an action, and attendance is taken.",
        "consequences": lines
        or ["Until the minutes are approved, discussion, decisions and actions can still be added."],
        "confirm_label": "Close the meeting",
        "cancel_url": reverse("meetings:chair", args=[uuid])
        if meeting.state == State.HELD
        else meeting.get_absolute_url(),
        "record": meeting,
    }
    return render(request, "ui/confirm.html", context)
