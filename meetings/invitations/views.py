"""Answering an invitation, and its file for a calendar."""

from django.http import Http404, HttpResponse

from meetings.invitations import services
from meetings.invitations.calendar import REQUEST, invitation, length_of
from meetings.invitations.forms import ReplyForm
from meetings.invitations.selectors import reply_of
from meetings.models import Attendance, Meeting
from meetings.views.meetings import around, opened
from pam.access import visibility
from pam.access.models import Membership
from pam.forms.views import ServiceFormView
from pam.notifications.hours import references_allowed


def _require_invited(reader, meeting):
    rows = visibility.visible_to(reader, Attendance).filter(record_id=meeting.pk, removed_at=None)
    if meeting.state != Meeting.State.CALLED or not rows.filter(person_id=reader.membership_id).exists():
        raise Http404


class Answer(ServiceFormView):
    """The page of a person's own answer."""

    form_class = ReplyForm
    template_name = "meetings/reply.html"
    done = "Your answer is sent to the chair."

    def open(self, uuid):
        """Opens the meeting that the reader is invited to, while it is still to come."""
        self.meeting = opened(self.request, uuid, operation="open to answer")
        _require_invited(self.reader, self.meeting)

    def form_arguments(self):
        """What was answered before."""
        row = reply_of(self.reader, self.meeting)
        return {"initial": {"answer": row.answer, "deputy": row.deputy, "words": row.words} if row else {}}

    def save(self, form):
        """Keeps it."""
        return services.reply(actor=self.reader, meeting=self.meeting, **form.cleaned_data)

    def next_page(self, saved):
        """The meeting."""
        return self.meeting.get_absolute_url()

    def context(self):
        """The meeting's pages."""
        return around(self.request, self.meeting)


def calendar(request, uuid):
    """The invitation as a file for a calendar."""
    reader, meeting = request.reader, opened(request, uuid, operation="download for a calendar")
    _require_invited(reader, meeting)
    body = invitation(
        meeting,
        method=REQUEST,
        to=Membership.objects.select_related("user").get(pk=reader.membership_id).user.email,
        length=length_of(reader, meeting),
        with_reference=references_allowed(reader.agency_id),
    )
    response = HttpResponse(body, content_type="text/calendar; method=REQUEST; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response
