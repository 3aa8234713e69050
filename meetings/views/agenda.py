"""Building the agenda, on one page, without scripts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings.forms import AboutForm, ItemForm, RemoveForm
from meetings.models import AgendaItem
from meetings.papers.selectors import attach_papers, attach_unseen, due_day, proposals_of
from meetings.selectors.kinds import body_of
from meetings.selectors.meetings import agenda as items_of
from meetings.series.building import attach_reasons
from meetings.series.selectors import left_off
from meetings.services import conduct
from meetings.updates.selectors import attach_updates
from meetings.views.meetings import around, opened, shown_names
from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, call_service, press
from pam.search.selectors import suggest
from pam.ui.fields import row_number


def agenda(request, uuid):
    """The agenda: items in order, and adding one in free text or about a record that the reader may open."""
    reader, meeting = request.reader, opened(request, uuid, level=Level.MANAGE, operation="open agenda")
    items = items_of(reader, meeting)
    attach_reasons(reader, meeting, items)
    attach_updates(reader, meeting, items)
    attach_papers(reader, meeting, items)
    attach_unseen(meeting, items)
    words = (request.POST.get("q") or request.GET.get("q", "")).strip()[:200]
    about = {item.about_id for item in items}
    found = [
        row
        for row in suggest(reader, words, besides=meeting.pk)
        if row.kind != "meeting" and row.pk not in about
    ]
    log(reader, Verb.CONSULTATION, "search", [row.pk for row in found], detail="For an agenda")
    free = ItemForm(request.POST if "title" in request.POST else None)
    chosen = AboutForm(request.POST if "choose" in request.POST else None, reader=reader, found=found)
    if request.method == "POST" and _added(request, meeting, free, chosen):
        return redirect("meetings:agenda", uuid)
    context = {
        "items": items,
        "item_form": free,
        "about_form": chosen,
        "found": found,
        "words": words,
        "planned": sum(item.planned_minutes or 0 for item in items),
        "length": body_of(meeting).get("minutes"),
        "names": shown_names(reader, items),
        "left_off": [
            row for row in left_off(reader, meeting) if row.code not in {one.standing for one in items}
        ],
        "proposals": proposals_of(reader, meeting),
        "papers_due": due_day(meeting),
    }
    return render(request, "meetings/agenda.html", around(request, meeting) | context)


def _added(request, meeting, free, chosen):
    """Whether one of the two forms was sent, and its item added; if not, the form says why."""
    form = free if free.is_bound else chosen
    if not form.is_valid():
        return False
    taken, item = call_service(
        form, lambda: conduct.add_item(actor=request.reader, meeting=meeting, **form.cleaned_data)
    )
    if taken:
        messages.success(request, f"Added: {item.title}")
    return taken


def item_of(request, meeting, uuid):
    """The item of this meeting's agenda, if the reader may see it. Raises Http404."""
    item = visibility.get(request.reader, AgendaItem, uuid)
    if item.record_id != meeting.pk or item.removed_at:
        raise Http404
    return item


@require_POST
def move(request, uuid, item):
    """One place up or down, or to a place of the list (`to` is its number)."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open agenda")
    row = item_of(request, meeting, item)
    known = {"actor": request.reader, "meeting": meeting, "item": row}
    place = row_number(request.POST.get("to", ""))
    if place is None:
        up = request.POST.get("to") == "up"
        press(request, lambda: conduct.move_item(**known, up=up))
    else:
        press(request, lambda: conduct.place_item(**known, place=place))
    return redirect(f"{reverse('meetings:agenda', args=[uuid])}#item-{row.uuid}")


@require_POST
def put_back(request, uuid):
    """Puts a standing item that was left off back on the agenda."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open agenda")
    standing = request.POST.get("standing", "")[:60]
    press(
        request,
        lambda: conduct.put_back(actor=request.reader, meeting=meeting, standing=standing),
        "Put back. It is on the next meetings of the series too.",
    )
    return redirect("meetings:agenda", uuid)


class RemoveItem(ConfirmView):
    """Takes an item off; it can be added again. One that was brought asks why."""

    form_class = RemoveForm
    confirm_label = "Take it off"

    def open(self, uuid, item):
        """Opens the meeting, and finds the item."""
        self.meeting = opened(self.request, uuid, level=Level.MANAGE, operation="open agenda")
        self.item = item_of(self.request, self.meeting, item)
        shown_names(self.reader, [self.item])  # its title may name a record

    def form_arguments(self):
        """Whether it asks why."""
        return {"why": self.item.brought}

    def ask(self):
        """The question, with the title."""
        return f"Take “{self.item.title}” off the agenda?"

    def save(self, form):
        """Takes it off."""
        return conduct.remove_item(
            actor=self.reader,
            meeting=self.meeting,
            item=self.item,
            reason=form.cleaned_data.get("reason", ""),
        )

    def done_words(self, saved):
        """What was taken off."""
        return f"Removed: {self.item.title}"

    def next_page(self, saved):
        """The agenda."""
        return reverse("meetings:agenda", args=[self.meeting.uuid])

    def context(self):
        """The meeting; for a standing item of a series, what follows."""
        found = {**super().context(), "record": self.meeting}
        if self.meeting.of_series_id and self.item.standing and not self.item.about_id:
            words = "It is left off the next meetings of the series too, until it is put back on an agenda."
            found["consequences"] = [words]
        return found
