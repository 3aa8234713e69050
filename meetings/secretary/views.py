"""Who was there and when, on one page."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from meetings.models import Meeting
from meetings.secretary.forms import RegisterForm
from meetings.secretary.services import record_register
from meetings.selectors.meetings import attendance
from meetings.services import conduct
from meetings.views.meetings import MeetingFormView


class Register(MeetingFormView):
    """The attendance with times and deputies, and whether the statement was read."""

    look = "take attendance"
    form_class = RegisterForm
    template_name = "meetings/secretary/register.html"
    done = "Attendance saved."

    def open(self, uuid):
        """Opens the meeting. Once its minutes are approved nothing changes after that."""
        super().open(uuid)
        if self.meeting.state == Meeting.State.APPROVED:
            messages.error(self.request, conduct.APPROVED)
            return redirect(self.meeting)
        self.rows = attendance(self.reader, self.meeting)

    def form_arguments(self):
        """The lines of the list."""
        return {"rows": self.rows, "statement_read": self.meeting.statement_read_at is not None}

    def save(self, form):
        """Notes it."""
        return record_register(
            actor=self.reader,
            meeting=self.meeting,
            noted=form.noted(),
            statement_read=form.cleaned_data["statement_read"],
        )

    def next_page(self, saved):
        """The chair's screen in the meeting, else the meeting's page."""
        if self.meeting.state == Meeting.State.CALLED:
            return self.meeting.get_absolute_url()
        return reverse("meetings:chair", args=[self.meeting.uuid])
