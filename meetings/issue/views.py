"""Pages of the life of minutes: tidying, sending, who has read, correcting, agreeing a correction."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from meetings.issue import services
from meetings.issue.forms import AgreeForm, CorrectForm, TidyForm
from meetings.issue.selectors import passages, proposed, versions, who_has_read
from meetings.models import Meeting, MinutesCopy, MinutesVersion
from meetings.selectors.sight import may_approve
from meetings.views.meetings import MeetingFormView, around, opened, shown_names
from pam.access import visibility
from pam.access.levels import Level
from pam.forms.views import press

State = Meeting.State


def _passages(request, meeting):
    """The passages, logged as far as they name records."""
    rows = passages(request.reader, meeting)
    shown_names(request.reader, [row.item for row in rows])
    return rows


@require_GET
def words(request, uuid):
    """The passages of the minutes: to tidy while they wait, to correct once they are approved."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open minutes")
    if meeting.state not in {State.CLOSED, State.APPROVED}:
        raise Http404
    found = versions(request.reader, meeting)
    open_one = next((row for row in found if row.state == MinutesVersion.State.PROPOSED), None)
    context = around(request, meeting)
    context |= {
        "passages": _passages(request, meeting),
        "versions": found,
        "sent": any(row.number == 1 for row in found),
        "proposed": proposed(request.reader, open_one) if open_one else [],
        "may_approve": may_approve(request.reader, meeting, context["level"]),
    }
    return render(request, "meetings/issue/words.html", context)


class Words(MeetingFormView):
    """The words of one passage: tidied while the minutes wait, corrected once they are approved."""

    template_name = "meetings/issue/wording.html"

    def open(self, uuid, passage):
        """Opens the meeting and finds the passage."""
        super().open(uuid)
        if self.meeting.state not in {State.CLOSED, State.APPROVED}:
            raise Http404
        self.approved = self.meeting.state == State.APPROVED
        rows = [row for row in _passages(self.request, self.meeting) if row.row.uuid == passage]
        if not rows:
            raise Http404
        self.passage = rows[0]
        self.form_class = CorrectForm if self.approved else TidyForm

    def form_arguments(self):
        """What the minutes say now."""
        wording = self.passage.wording
        return {"initial": {"text": self.passage.text, "version": wording.version if wording else 0}}

    def save(self, form):
        """Keeps the words."""
        verb = services.propose_correction if self.approved else services.tidy
        return verb(
            actor=self.reader,
            meeting=self.meeting,
            item=self.passage.item,
            decision=self.passage.decision,
            **form.cleaned_data,
        )

    def done_words(self, saved):
        """What comes next."""
        if self.approved:
            return "Correction proposed. The next meeting agrees it."
        return f"Saved: {self.passage.name}"

    def next_page(self, saved):
        """The list of passages."""
        return reverse("meetings:words", args=[self.meeting.uuid])

    def context(self):
        """The passage."""
        more = {"passage": self.passage, "is_correction": self.approved}
        return {**super().context(), **more}


@require_POST
def send(request, uuid):
    """The minutes are tidy: the chair is told."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open minutes")
    press(
        request,
        lambda: services.send_to_chair(actor=request.reader, meeting=meeting),
        "Sent. The chair has been told that the minutes wait for approval.",
    )
    return redirect("meetings:minutes", uuid)


class Agree(MeetingFormView):
    """The chair notes that a later meeting agreed the correction."""

    form_class = AgreeForm
    template_name = "meetings/issue/agree.html"

    def open(self, uuid):
        """Opens the meeting; leads back where nothing is proposed, or the reader does not chair."""
        super().open(uuid)
        level = visibility.level(self.reader, self.meeting)
        rows = versions(self.reader, self.meeting)
        self.version = next((row for row in rows if row.state == MinutesVersion.State.PROPOSED), None)
        if self.version is None or not may_approve(self.reader, self.meeting, level):
            messages.error(self.request, "The chair agrees a correction, once one is proposed.")
            return redirect("meetings:words", uuid)
        return None

    def form_arguments(self):
        """The meetings to choose from."""
        return {"reader": self.reader, "meeting": self.meeting}

    def save(self, form):
        """Makes the new version."""
        return services.agree_correction(actor=self.reader, meeting=self.meeting, **form.cleaned_data)

    def done_words(self, saved):
        """How many copies say something else now."""
        return f"Agreed. {len(saved)} cop{'y' if len(saved) == 1 else 'ies'} will be made and sent as a link."

    def next_page(self, saved):
        """The minutes."""
        return reverse("meetings:minutes", args=[self.meeting.uuid])

    def context(self):
        """What is corrected."""
        return {
            **super().context(),
            "version": self.version,
            "proposed": proposed(self.reader, self.version),
        }


@require_GET
def readers(request, uuid):
    """Who has each copy of the minutes, and when they opened it: for chair and secretary."""
    meeting = opened(request, uuid, level=Level.MANAGE, operation="open readers of minutes")
    if meeting.state != State.APPROVED:
        raise Http404
    copies = visibility.visible_to(request.reader, MinutesCopy).filter(record_id=meeting.pk)
    rows = who_has_read(request.reader, copies.order_by("-edition", "number"))
    return render(request, "meetings/issue/readers.html", {**around(request, meeting), "rows": rows})


@require_POST
def again(request, uuid):
    """Has the file of a copy made now that could not be made."""
    copy = visibility.get(request.reader, MinutesCopy, uuid, level=Level.MANAGE)
    meeting = visibility.visible_to(request.reader, Meeting).get(pk=copy.record_id)
    press(
        request,
        lambda: services.make_again(actor=request.reader, copy=copy),
        "The file is being made. This page shows it when it is ready.",
    )
    return redirect("meetings:minutes", meeting.uuid)
