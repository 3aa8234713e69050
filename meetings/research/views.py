"""Pages of an agency's research on a case: its own paper, releasing a line, keeping one back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings.caselist import selectors
from meetings.caselist.forms import CallForm, KeepBackForm, LineForm, ReleaseForm
from meetings.caselist.models import CasePerson, Research, ResearchLine
from meetings.caselist.views import opened_case
from meetings.research import services
from meetings.views.meetings import around, opened
from pam.access import visibility
from pam.access.levels import Level
from pam.forms.views import ConfirmView, ServiceFormView, press


class OwnPaper(ServiceFormView):
    """What the reader's agency knows of a case, and adding a line to it."""

    form_class = LineForm
    template_name = "meetings/caselist/research.html"
    done = "Added to your agency’s own paper. Release it for the meeting to read it."

    def open(self, uuid):
        """Finds the case. Raises Http404 for an agency that is not asked."""
        self.case, self.meeting = opened_case(self.request, uuid)
        if self.case.own is None:
            raise Http404

    def form_arguments(self):
        """The people of the case."""
        rows = visibility.visible_to(self.reader, CasePerson).filter(entry_id=self.case.entry.pk)
        return {"people": rows.order_by("pk")}

    def save(self, form):
        """Adds the line."""
        return services.add_line(actor=self.reader, research=self.case.own, **form.cleaned_data)

    def next_page(self, saved):
        """The same page."""
        return reverse("meetings:research", args=[self.case.entry.uuid])

    def context(self):
        """The case and the agency's lines."""
        own = [line for line in self.case.lines if line.author_agency_id == self.reader.agency_id]
        more = {"case": self.case, "entry": self.case.entry, "lines": own}
        return {**around(self.request, self.meeting), **more}


@require_POST
def nothing_known(request, uuid):
    """The agency knows no one in the case."""
    found, _ = opened_case(request, uuid)
    if found.own is None:
        raise Http404
    research = found.own
    press(
        request,
        lambda: services.answer(
            actor=request.reader, research=research, version=research.version, state=Research.State.NOTHING
        ),
        "Nothing known to your agency.",
    )
    return redirect("meetings:case", uuid)


class LineView(ServiceFormView):
    """A step with one line of the agency's own paper."""

    def open(self, uuid):
        """Finds the line, of the reader's agency, that is not released."""
        self.line = visibility.get(self.reader, ResearchLine, uuid)
        if self.line.author_agency_id != self.reader.agency_id:
            raise Http404
        self.meeting = opened(
            self.request, selectors.meeting_of(self.reader, self.line).uuid, operation="open case"
        )
        self.entry = selectors.case(self.reader, self.line.entry.uuid).entry
        if self.line.state == ResearchLine.State.RELEASED:
            messages.error(self.request, "The meeting has this line already.")
            return redirect(self.next_page(None))
        return None

    def form_arguments(self):
        """The version that is shown."""
        return {"initial": {"version": self.line.version}}

    def next_page(self, saved):
        """The agency's paper."""
        return reverse("meetings:research", args=[self.line.entry.uuid])


class Release(LineView, ConfirmView):
    """Releases a line to the meeting, after showing what that means."""

    form_class = ReleaseForm
    template_name = "ui/confirm.html"
    question = "Release this line to the meeting?"
    confirm_label = "Release it"
    consequences = ("Everyone the list is open to can read it.", "You cannot take it back.")
    done = "Released to the meeting."

    def save(self, form):
        """Releases it."""
        return services.release(actor=self.reader, line=self.line, **form.cleaned_data)

    def context(self):
        """The words of the line, and the meeting."""
        return {**super().context(), "explanation": self.line.text, "record": self.meeting}


class KeepBack(LineView):
    """Keeps a line back, with the reason."""

    form_class = KeepBackForm
    template_name = "meetings/caselist/keep_back.html"
    done = "Kept back. The reason is kept with it."

    def save(self, form):
        """Keeps it back."""
        return services.keep_back(actor=self.reader, line=self.line, **form.cleaned_data)

    def context(self):
        """The line."""
        return {**around(self.request, self.meeting), "line": self.line, "entry": self.entry}


class Call(ServiceFormView):
    """What an agency said by telephone about an emergency."""

    form_class = CallForm
    template_name = "meetings/caselist/call.html"
    done = "Saved."

    def open(self, uuid):
        """Finds what was asked. Raises PermissionDenied below `manage`."""
        self.research = visibility.get(self.reader, Research, uuid, level=Level.MANAGE)
        self.case, self.meeting = opened_case(self.request, self.research.entry.uuid)

    def form_arguments(self):
        """The version that is shown."""
        return {"initial": {"version": self.research.version}}

    def save(self, form):
        """Keeps it."""
        return services.note_call(actor=self.reader, research=self.research, **form.cleaned_data)

    def next_page(self, saved):
        """The case."""
        return reverse("meetings:case", args=[self.research.entry.uuid])

    def context(self):
        """The case and the agency."""
        more = {"case": self.case, "entry": self.case.entry, "research": self.research}
        return {**around(self.request, self.meeting), **more}
