"""Asking for updates, and giving one."""

from copy import copy

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from meetings.updates import selectors, services
from meetings.updates.forms import UpdateForm
from meetings.views.meetings import opened
from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView, press
from pam.records.kinds import check_opening
from pam.records.views.page import record_context
from pam.ui.dates import long_date


@require_POST
def ask(request, uuid):
    """Asks who leads each record on the agenda for an update."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open agenda")
    press(request, lambda: _ask(request, meeting))
    return redirect("meetings:agenda", uuid)


def _ask(request, meeting):
    asked, not_asked = services.ask_for_updates(actor=request.reader, meeting=meeting)
    if asked:
        count = "1 update" if len(asked) == 1 else f"{len(asked)} updates"
        messages.success(request, f"Asked for {count}, due {long_date(asked[0].due)}.")
    if not_asked:
        names = ", ".join(not_asked)
        why = "you can only read it, or no one leads it"
        messages.warning(request, f"No one could be asked about {names}: {why}.")
    if not (asked or not_asked):
        messages.success(request, "Everyone on the agenda was asked already.")


class GiveUpdate(ServiceFormView):
    """What the person who leads a record says for a meeting, beside what changed since the last one."""

    form_class = UpdateForm
    template_name = "meetings/updates/give.html"
    done = "Your update is with the meeting. You can change it until the meeting starts."

    def open(self, uuid):
        """Opens the request and its record, for who may write it."""
        self.row = selectors.update_for(self.reader, uuid)
        check_opening(self.request, self.row.record)
        visibility.require_change(self.reader, self.row)
        log(self.reader, Verb.CONSULTATION, "open update", [self.row.record_id])
        self.meeting = selectors.meeting_of(self.reader, self.row)

    def form_arguments(self):
        """A copy: what is typed must not show as what was given while it is refused."""
        return {"instance": copy(self.row)}

    def save(self, form):
        """Keeps it."""
        chosen = form.cleaned_data
        return services.give_update(
            actor=self.reader, request=self.row, version=chosen["version"], text=chosen["text"]
        )

    def next_page(self, saved):
        """The record's page."""
        return self.row.record.get_absolute_url()

    def context(self):
        """The record's frame, the meeting if the reader may open it, and what changed."""
        if self.meeting:
            log(self.reader, Verb.CONSULTATION, "list", [self.meeting.pk], detail="Asks for an update")
        return {
            **record_context(self.request, self.row.record),
            "row": self.row,
            "meeting": self.meeting,
            "changes": selectors.changes_since(self.reader, self.row, self.meeting),
        }
