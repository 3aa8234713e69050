"""The meeting while it is held: pages to follow it, the wall, and the chair's tablet."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings.conflicts.selectors import out_among
from meetings.live import selectors, services
from meetings.live.forms import NoteForm, WallForm
from meetings.models import AgendaItem, Meeting
from meetings.secretary.selectors import states
from meetings.views.chair import item_forms, save_item_form
from meetings.views.meetings import around, opened
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.levels import Level
from pam.access.models import Membership
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, call_service, press
from pam.live.following import Followed, Part, answer
from pam.records.selectors.names import Name

State = Meeting.State
NOT_HELD = "Start the meeting first."


# --- Following ---


def follow(request, uuid):
    """The meeting as the reader may see it, which renews itself: where the room is, and what was recorded."""
    meeting = opened(request, uuid, operation="follow")
    part = _followed(request.reader, meeting)
    _log_named(request.reader, part.named)
    context = around(request, meeting) | {"part": part.html}
    return render(request, "meetings/live/follow.html", context)


def follow_now(request, uuid):
    """What is new for a page that follows."""
    meeting = _of(request, uuid)
    show = partial(_followed, request.reader, meeting)
    return answer(request, request.reader, _what(meeting, "meeting"), show, _logger(request))


def chair_now(request, uuid):
    """What tells a page of the chair or a secretary that another person has written on an item."""
    meeting, reader = _of(request, uuid, Level.MANAGE), request.reader
    return answer(
        request, reader, _what(meeting, "secretary"), partial(_states, reader, meeting), _logger(request)
    )


def _states(reader, meeting):
    return Part(states(reader, meeting))


def _what(meeting, kind):
    return Followed(kind, meeting.pk, meeting.uuid)


def _of(request, uuid, level=Level.VIEW):
    """The meeting behind a page that was opened before: each look of it is not logged anew."""
    rows = visibility.visible_to(request.reader, Meeting).filter(uuid=uuid)
    meeting = rows.select_related("framework_version").first()
    if meeting is None:
        raise Http404
    visibility.require(request.reader, meeting, level)
    return meeting


def _followed(reader, meeting):
    now = selectors.now(reader, meeting, named=False)
    about = {row.about_id for row in now.items if row.about_id}  # whose item is seen, is seen
    context = {
        "meeting": meeting,
        "now": now,
        "conditions": conditions_on(reader, [now.item.about_id]) if now.item and now.item.about_id else None,
        "mine": [
            row
            for item in now.items
            for row in item.raised_actions
            if row.raised_action.owner_id == reader.membership_id
        ],
    }
    return Part(render_to_string("meetings/live/now.html", context), [meeting.pk, *sorted(about)])


def _named(meeting, now, about):
    return [meeting.pk, *(number for number in sorted(about) if isinstance(now.names.get(number), Name))]


def _log_named(reader, numbers):
    if numbers:
        log(reader, Verb.CONSULTATION, "list", list(numbers))


def _logger(request):
    return lambda numbers: _log_named(request.reader, numbers)


# --- The wall ---


def wall(request, uuid):
    """What the screen on the wall may show: what everyone present may see, and no more; but for items to
    which the chair said yes.
    """
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open the wall")
    part = _shown_on_wall(request.reader, meeting)
    _log_named(request.reader, part.named)
    context = {
        "meeting": meeting,
        "record": meeting,
        "part": part.html,
        "leave_url": reverse("meetings:chair", args=[uuid]),
    }
    return render(request, "meetings/wall.html", context)


def wall_now(request, uuid):
    """What is new on the wall."""
    meeting, reader = _of(request, uuid, Level.MANAGE), request.reader
    show = partial(_shown_on_wall, reader, meeting)
    sight = partial(selectors.sight_of_room, reader, meeting)
    return answer(request, reader, _what(meeting, "wall"), show, _logger(request), sight)


def _shown_on_wall(reader, meeting):
    present = selectors.present_at(reader, meeting)
    common, allowed = selectors.on_wall(reader, meeting, present)
    now = selectors.now(reader, meeting, only=common)
    item = now.item
    if item is not None:
        now.known = _known(reader, meeting, item, present, allowed.get(item.pk, frozenset()))
    conditions = selectors.conditions_for(present, [item] if item else [])
    context = {
        "meeting": meeting,
        "now": now,
        "taken": bool(present.sights),
        "conditions": conditions.get(item.about_id, []) if item else [],
        "named_record": now.names.get(item.about_id) if item and not item.is_name else None,
        "by_yes": _names(allowed[item.pk]) if item and item.pk in allowed else [],
    }
    named = _named(meeting, now, {row.about_id for row in now.items if row.about_id})
    return Part(render_to_string("meetings/live/wall_now.html", context), named)


def _known(reader, meeting, item, present, allowed):
    """What those present may all know of an item's record; but for people that the chair said yes about."""
    if item.about_id is None:
        return []
    readers = [one for number, one in present.readers.items() if number not in allowed]
    return selectors.known_to_all(meeting, item, readers or [reader])


def _names(people):
    rows = Membership.objects.filter(pk__in=people).select_related("user", "agency")
    rows = rows.order_by("user__name__folded", "pk")
    return [f"{row.user.name} ({row.agency.short_name})" for row in rows]


class ShowOnWall(ConfirmView):
    """Asks the chair, naming them, whether the wall shows an item that people present may not see."""

    form_class = WallForm
    confirm_label = "Show it on the wall"
    danger = True

    def open(self, uuid, item):
        """Opens the meeting, and finds those present who may not see the item."""
        self.meeting = opened(self.request, uuid, level=Level.MANAGE, operation="open to show on the wall")
        self.item = _item(self.reader, self.meeting, item)
        self.people = selectors.present_at(self.reader, self.meeting).blind_to(self.item)
        if self.meeting.state != State.HELD or not self.people:
            words = NOT_HELD if self.meeting.state != State.HELD else "Everyone present can see this item."
            messages.error(self.request, words)
            return redirect(self.next_page(None))
        if out := out_among(self.item, self.people):
            messages.error(self.request, services.barred_words(out))
            return redirect(self.next_page(None))

    def ask(self):
        """The question, with the item's title."""
        return f"Show “{self.item.title}” on the wall?"

    def save(self, form):
        """Shows it to those who were named on the page, and to no one who came in since."""
        people = self.people & set(form.cleaned_data["people"])
        return services.show_on_wall(actor=self.reader, meeting=self.meeting, item=self.item, people=people)

    def done_words(self, saved):
        """That it is shown."""
        return "The wall shows this item. Your decision is logged."

    def form_arguments(self):
        """Those who are named."""
        return {"initial": {"people": ",".join(map(str, sorted(self.people)))}}

    def next_page(self, saved):
        """The tablet."""
        return reverse("meetings:tablet", args=[self.meeting.uuid])

    def context(self):
        """Who may not see it, by name."""
        found = super().context()
        found["explanation"] = (
            "These people in the room are not allowed to see this item. They will be able to read what the "
            "wall shows about it. Your decision is logged with their names."
        )
        found["consequences"] = [*_names(self.people)]
        return found | {"record": self.meeting}


@require_POST
def stop_showing(request, uuid, item):
    """Takes an item off the wall that the chair had let it show."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open to take off the wall")
    row = _item(request.reader, meeting, item)
    done = "The wall no longer shows this item."
    press(request, lambda: services.stop_showing(actor=request.reader, meeting=meeting, item=row), done)
    return redirect("meetings:tablet", uuid)


# --- The chair's tablet ---


def _item(reader, meeting, uuid):
    rows = visibility.visible_to(reader, AgendaItem).filter(record_id=meeting.pk, removed_at=None, uuid=uuid)
    row = rows.first()
    if row is None:
        raise Http404
    return row


def tablet(request, uuid):
    """The chair's own screen: moves the room, records by one key, keeps private notes."""
    reader = request.reader
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open the tablet")
    if meeting.state != State.HELD:
        messages.error(request, NOT_HELD if meeting.state == State.CALLED else "The meeting is closed.")
        return redirect(meeting)
    now = selectors.now(reader, meeting)
    item = now.item
    if request.method == "POST" and item is not None and _recorded(request, meeting, now):
        return redirect("meetings:tablet", uuid)
    forms = item_forms(request, meeting, item) if item else {}
    note = selectors.note_of(reader, item) if item else None
    present = selectors.present_at(reader, meeting)
    _, allowed = selectors.on_wall(reader, meeting, present)
    part = _followed(reader, meeting)
    _log_named(reader, part.named)
    barred = present.out_of(item) if item else frozenset()
    places = [place for place, row in enumerate(now.items) if item and row.pk == item.pk]
    at = places[0] if places else -1
    context = {
        "meeting": meeting,
        "record": meeting,
        "now": now,
        "item": item,
        "before": now.items[at - 1] if at > 0 else None,
        "after": now.items[at + 1] if at + 1 < len(now.items) else None,
        "parked": [row for row in now.items if row.parked_at and row is not item],
        "note_form": NoteForm(initial={"note": note.text if note else ""}),
        "blind": _names(present.blind_to(item) - barred) if item and present.sights else [],
        "barred": selectors.attendances(reader, meeting, people=barred) if barred else [],
        "stepped_out": selectors.stepped_out(reader, meeting),
        "shown": bool(item) and item.pk in allowed,
        "part": part.html,
        "leave_url": meeting.get_absolute_url(),
        **forms,
    }
    return render(request, "meetings/live/tablet.html", context)


def _recorded(request, meeting, now):
    """Whether what was sent is kept. It names the item that it was typed for: the room may have moved."""
    item = _item(request.reader, meeting, _typed_for(request, now))
    if request.POST.get("do") == "note":
        form = NoteForm(request.POST)
        if not form.is_valid():
            return False
        text = form.cleaned_data["note"]
        note = partial(services.note_privately, actor=request.reader, meeting=meeting, item=item, text=text)
        return call_service(form, note)[0]
    return save_item_form(request, meeting, item, item_forms(request, meeting, item)) is not None


def _typed_for(request, now):
    """The uuid of the item that was sent; of the one on the screen without any."""
    try:
        return UUID(request.POST["item"]) if request.POST.get("item") else now.item.uuid
    except ValueError:
        raise Http404 from None


@require_POST
def press_item(request, uuid, item):
    """One button of the tablet: the room goes to an item, or it is set aside."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open the tablet")
    row = _item(request.reader, meeting, item)
    do = request.POST.get("do", "")
    if do == "park":
        press(request, lambda: _park(request, meeting, row))
    elif do == "go":
        press(request, lambda: services.go_to(actor=request.reader, meeting=meeting, item=row))
    if request.POST.get("back") == "chair":
        return redirect("meetings:chair_item", uuid, item)
    return redirect("meetings:tablet", uuid)


@require_POST
def press_person(request, uuid, attendance):
    """One button of the tablet: a person leaves the room, or comes back."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open the tablet")
    row = selectors.attendances(request.reader, meeting).filter(uuid=attendance).first()
    if row is None:
        raise Http404
    verb, words = {
        "out": (services.step_out, "Noted: they have left the room."),
        "back": (services.come_back, "Noted: they are back."),
    }.get(request.POST.get("do", ""), (None, ""))
    if verb is None:
        raise Http404
    press(request, lambda: verb(actor=request.reader, meeting=meeting, attendance=row), words)
    return redirect("meetings:tablet", uuid)


def _park(request, meeting, row):
    """Sets the item aside, and moves the room to the next one that has no outcome."""
    services.park(actor=request.reader, meeting=meeting, item=row)
    after = selectors.now(request.reader, meeting).after
    if after is not None:
        services.go_to(actor=request.reader, meeting=meeting, item=after)
    messages.success(request, "Set aside. You can come back to it from this screen.")
