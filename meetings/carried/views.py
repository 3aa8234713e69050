"""Going through a carried action."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from meetings.carried import services
from meetings.carried.forms import GoThroughForm
from meetings.carried.models import CarriedAction
from meetings.carried.selectors import describe
from meetings.models import Meeting
from meetings.views.meetings import MeetingFormView
from pam.access import visibility
from pam.actions.models import Action
from pam.audit.services import Verb, log


class GoThrough(MeetingFormView):
    """What came of an action of an earlier meeting."""

    look = "open carried action"
    form_class = GoThroughForm
    template_name = "meetings/carried/go_through.html"

    def open(self, uuid, carried):
        """Opens the meeting while it can be minuted, and finds the line and its action."""
        super().open(uuid)
        rows = visibility.visible_to(self.reader, CarriedAction).filter(record_id=self.meeting.pk)
        self.row = rows.select_related("item").filter(uuid=carried).first()
        actions = visibility.visible_to(self.reader, Action).with_owner()
        action = self.row and actions.filter(pk=self.row.action_id).first()
        if action is None:
            raise Http404
        self.row.action = action
        describe(self.row)
        log(self.reader, Verb.CONSULTATION, "open carried action", [action.record_id])
        if self.meeting.state not in (Meeting.State.HELD, Meeting.State.CLOSED):
            messages.error(self.request, "Start the meeting first.")
            return redirect(self.meeting)

    def save(self, form):
        """Notes it, and does it."""
        return services.go_through(
            actor=self.reader, meeting=self.meeting, carried=self.row, **form.cleaned_data
        )

    def done_words(self, saved):
        """Which action."""
        return f"{self.row.action.code} is noted."

    def next_page(self, saved):
        """The item on the chair's screen."""
        return reverse("meetings:chair_item", args=[self.meeting.uuid, self.row.item.uuid]) + "#carried"

    def context(self):
        """The line."""
        back = self.next_page(None)
        return {**super().context(), "row": self.row, "back": back}
