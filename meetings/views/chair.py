"""In the room: the chair's screen, attendance, closing. The wall and the tablet are in `meetings/live/`."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from meetings.conflicts.selectors import conflicts_of
from meetings.forms import DecisionForm, NotesForm, OutcomeForm, RaiseForm, StartForm
from meetings.live.selectors import state_of
from meetings.models import AgendaItem, Attendance, Meeting, MeetingAction
from meetings.papers.selectors import attach_papers
from meetings.secretary.forms import LineForm
from meetings.secretary.selectors import state_of_item
from meetings.secretary.services import raise_in_one_line
from meetings.selectors.kinds import LOG, asks_for_model, decision_model, phrases_for, weight_of
from meetings.selectors.meetings import agenda, has_minutes, record_of, unfinished
from meetings.selectors.meetings import attendance as people_of
from meetings.selectors.moves import moves_of
from meetings.services import conduct
from meetings.updates.selectors import attach_updates
from meetings.views.meetings import opened, shown_names
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.levels import Level
from pam.actions.views.sanitised import GiveSanitised
from pam.audit.services import Verb, log
from pam.forms.views import call_service, press

State = Meeting.State


@require_POST
def start(request, uuid):
    """Starts the meeting, and opens the chair's screen; asks first if it is called for another day."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open the chair's screen")
    day = timezone.localtime(meeting.starts_at).date()
    if meeting.state == State.CALLED and day != timezone.localdate() and "confirm" not in request.POST:
        context = {
            "question": "Start the meeting today?",
            "explanation": f"This meeting is called for {date_format(day, 'l j F Y')}. Today is "
            f"{date_format(timezone.localdate(), 'l j F Y')}.",
            "form": StartForm(),
            "confirm_label": "Start the meeting",
            "cancel_url": meeting.get_absolute_url(),
            "record": meeting,
        }
        return render(request, "ui/confirm.html", context)
    if press(request, lambda: conduct.start(actor=request.reader, meeting=meeting)):
        return redirect("meetings:chair", uuid)
    return redirect(meeting)


@require_POST
def undo_start(request, uuid):
    """Takes back a start by mistake: the meeting is called, as it was."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="undo the start")
    done = "The start is undone. The meeting is called, as before."
    if press(request, lambda: conduct.undo_start(actor=request.reader, meeting=meeting), done):
        return redirect(meeting)
    return redirect("meetings:chair", uuid)


def chair(request, uuid, item=None):
    """One item at a time, in large type: discussion, decisions, actions; attendance beside it."""
    reader, meeting = (
        request.reader,
        opened(request, uuid, level=Level.MANAGE, operation="open the chair's screen"),
    )
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
    forms = item_forms(request, meeting, current) if current else {}
    if request.method == "POST" and current:
        if request.headers.get("Accept") == "application/json" and request.POST.get("do") == "notes":
            return _discussion_saved(request, meeting, current, forms["notes_form"])
        if (saved := save_item_form(request, meeting, current, forms)) is not None:
            to = _line_after(request, meeting, items, at)
            return redirect(reverse("meetings:chair_item", args=[uuid, to.uuid]) + _place(saved))
    people = people_of(reader, meeting)
    carried = {row.about_id for row in (current.carried_actions if current else ())} - {None}
    if carried:  # their titles give away the records that they are on
        log(reader, Verb.CONSULTATION, "list", sorted(carried))
    attach_updates(reader, meeting, [current] if current else [])
    attach_papers(reader, meeting, [current] if current else [])
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
        "present": sum(row.state in Attendance.HERE for row in people),
        "can_undo_start": meeting.state == State.HELD and not has_minutes(meeting),
        "not_taken": any(row.state == Attendance.State.INVITED for row in people),
        "out": [
            row
            for row in conflicts_of(reader, meeting)
            if current and row.item_id == current.pk and row.ruling == row.Ruling.OUT
        ],
        "room_at": getattr(state_of(reader, meeting), "at_item_id", None),
        "leave_url": meeting.get_absolute_url(),
        "phrases": phrases_for(reader),
        "asks_for_model": asks_for_model(meeting),
        "written": state_of_item(current, people) if current else "",
        "special": (Attendance.State.PART, Attendance.State.DEPUTY, Attendance.State.REPORT),
    }
    return render(request, "meetings/chair.html", context)


def _line_after(request, meeting, items, at):
    """Where the page goes: the first outcome of an item leads to the next one, for it is done; else it stays.
    In a log each outcome does.
    """
    done = request.POST.get("do") == "outcome" and request.POST.get("outcome")
    first = not items[at].outcome or weight_of(meeting) == LOG
    forward = done and first and at + 1 < len(items)
    return items[at + 1] if forward else items[at]


def item_forms(request, meeting, item):
    """The forms of an item; only the one that was sent is bound."""
    do, data = request.POST.get("do"), request.POST
    record = record_of(request.reader, item, meeting)
    forms = {
        "notes_form": NotesForm(
            data if do == "notes" else None,
            initial={"notes": item.notes, "opened": item.notes, "version": item.version},
        ),
        "decision_form": DecisionForm(
            data if do == "decision" else None,
            prefix="decision",
            moves=moves_of(request.reader, item),
            model=decision_model(meeting),
            held_on=timezone.localtime(meeting.started_at or meeting.starts_at).date(),
        ),
        "outcome_form": OutcomeForm(data if do == "outcome" else None, meeting=meeting, item=item),
        "stands_on": record,
    }
    if visibility.level(request.reader, record) >= Level.CONTRIBUTE:
        forms["line_form"] = LineForm(data if do == "line" else None)
        forms["owners"] = f"{reverse('search:people', args=['owner'])}?{urlencode({'of': record.uuid})}"
        forms["action_form"] = RaiseForm(
            data if do == "action" else None, prefix="action", reader=request.reader, record=record
        )
    return forms


def save_item_form(request, meeting, item, forms):
    """What the service of the form that was sent returned; None if it was refused: the form says why."""
    saves = {
        "notes": (conduct.write_notes, "Discussion saved."),
        "decision": (conduct.decide, "Decision recorded."),
        "action": (conduct.raise_action, "Action added."),
        "outcome": (conduct.record_outcome, "Outcome recorded."),
        "line": (raise_in_one_line, "Action added."),
    }
    do = request.POST.get("do")
    form = forms.get(f"{do}_form")
    if form is None or not form.is_valid():
        return None
    save, words = saves[do]
    more = {"keep": request.POST.get("keep", "")} if do == "notes" else {}
    taken, saved = call_service(
        form, lambda: save(actor=request.reader, meeting=meeting, item=item, **form.cleaned_data, **more)
    )
    if not taken:
        return None
    if request.headers.get("Accept") != "application/json":
        messages.success(request, words)
    return saved


def _place(saved):
    """Where on the page what was saved is, so that the page does not jump to its top."""
    if isinstance(saved, AgendaItem):
        return "#discussion"
    return f"#{saved.action.code if isinstance(saved, MeetingAction) else saved.code}"


def _discussion_saved(request, meeting, item, form):
    """The answer to a discussion that saves itself: what is kept now, and when; or why it is not."""
    saved = save_item_form(request, meeting, item, {"notes_form": form})
    if saved is not None:
        at = timezone.localtime().strftime("%H:%M:%S")
        return JsonResponse({"notes": saved.notes, "version": saved.version, "at": at})
    reasons = [error for errors in form.errors.values() for error in errors]
    return JsonResponse({"reason": " ".join(reasons), "theirs": getattr(form, "theirs", None)}, status=409)


class GiveSanitisedAction(GiveSanitised):
    """Gives a person who may not see an item's record an action of it, in the meeting."""

    def open(self, uuid, item):
        """Opens the meeting, and the record that its item is about."""
        self.meeting = opened(self.request, uuid, level=Level.MANAGE, operation="open to give an action")
        if self.meeting.state not in (State.HELD, State.CLOSED):
            approved = self.meeting.state == State.APPROVED
            messages.error(self.request, conduct.APPROVED if approved else "Start the meeting first.")
            return redirect(self.meeting)
        rows = visibility.visible_to(self.reader, AgendaItem).filter(record_id=self.meeting.pk)
        self.item = rows.filter(removed_at=None, uuid=item).first()
        if self.item is None:
            raise Http404
        self.record = record_of(self.reader, self.item, self.meeting)
        visibility.require(self.reader, self.record, Level.CONTRIBUTE)
        log(self.reader, Verb.CONSULTATION, "open to add", [self.record.pk])
        return self.choose_agency()

    def back(self):
        """The item on the chair's screen."""
        return reverse("meetings:chair_item", args=[self.meeting.uuid, self.item.uuid])

    def save(self, form):
        """Gives the action, and raises it in the meeting."""
        return conduct.raise_sanitised(
            actor=self.reader, meeting=self.meeting, item=self.item, proposal=form.proposal()
        )


@require_POST
def attendance(request, uuid):
    """One click: a person is present, sent apologies, or is absent; or everyone else is present."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="take attendance")
    press(request, lambda: _take(request, meeting))
    here = visibility.visible_to(request.reader, Meeting).get(pk=meeting.pk)
    if here.state not in (State.HELD, State.CLOSED):
        return redirect(meeting)
    return redirect(_back(request, uuid))


def _take(request, meeting):
    if request.POST.get("person") == "all":
        conduct.all_present(actor=request.reader, meeting=meeting)
        return
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
    ) + "#attendance"


def _is_uuid(text):
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _close(request, meeting):
    for words in conduct.close(actor=request.reader, meeting=meeting).moves_waiting:
        messages.warning(request, words)


def close(request, uuid):
    """Ends the meeting, after showing what is unfinished."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open to close")
    if request.method == "POST":
        done = "Meeting closed. The minutes are waiting for the chair’s approval."
        if weight_of(meeting) == LOG:
            done = "Closed. What is still open comes back at the next one."
        closed = press(request, lambda: _close(request, meeting), done)
        return redirect("meetings:minutes", uuid) if closed else redirect(meeting)
    lines = unfinished(agenda(request.reader, meeting), people_of(request.reader, meeting))
    context = {
        "question": "Close the meeting?",
        "explanation": "Still unfinished:"
        if lines
        else "Each item has an outcome, a decision or an action, and attendance is taken.",
        "consequences": lines
        or ["Until the minutes are approved, discussion, decisions and actions can still be added."],
        "confirm_label": "Close the meeting",
        "cancel_url": reverse("meetings:chair", args=[uuid])
        if meeting.state == State.HELD
        else meeting.get_absolute_url(),
        "record": meeting,
    }
    return render(request, "ui/confirm.html", context)
