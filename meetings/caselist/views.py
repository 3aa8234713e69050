"""Pages of the list of cases: the list, one case, referring, deciding, opening it to agencies."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from meetings.caselist import selectors, services
from meetings.caselist.forms import DecideForm, OpenListForm, ReferForm, ToldForm
from meetings.models import Meeting
from meetings.views.meetings import MeetingFormView, around, opened
from pam.access import visibility
from pam.access.levels import Level
from pam.forms.views import ServiceFormView, press
from pam.records.views.page import open_record


def _opened(request, uuid, **more):
    """The meeting, if it has a list of cases. Raises Http404."""
    meeting = opened(request, uuid, **more)
    if not selectors.has_list(meeting):
        raise Http404
    return meeting


@require_GET
def cases(request, uuid):
    """The list of cases of a meeting, as the reader sees it."""
    meeting = _opened(request, uuid, operation="open list of cases")
    context = around(request, meeting)
    rows = selectors.cases(request.reader, meeting)
    context["cases"] = rows
    context["refers"] = meeting.state in (Meeting.State.CALLED, Meeting.State.HELD)
    if context["may_manage"]:
        context["openings"] = selectors.openings(request.reader, meeting)
        waiting = selectors.referrals_waiting(request.reader, meeting) if context["refers"] else []
        context["waiting_referrals"] = waiting
        for one in waiting:
            open_record(request, type(one.record), one.record.uuid, operation="list referral")
    return render(request, "meetings/caselist/list.html", context)


class Refer(MeetingFormView):
    """Refers a case to the list."""

    form_class = ReferForm
    template_name = "meetings/caselist/refer.html"

    def open(self, uuid):
        """Opens the meeting for people who can see its list."""
        self.meeting = _opened(self.request, uuid, operation="open list of cases")

    def save(self, form):
        """Refers it."""
        return services.refer(actor=self.reader, meeting=self.meeting, **form.chosen())

    def done_words(self, saved):
        """Its code."""
        return f"Referred. The case is {saved.code}."

    def next_page(self, saved):
        """The case."""
        return reverse("meetings:case", args=[saved.uuid])


class OpenList(MeetingFormView):
    """Opens the list to agencies in one act."""

    form_class = OpenListForm
    template_name = "meetings/caselist/open.html"

    def open(self, uuid):
        """Opens the meeting."""
        self.meeting = _opened(self.request, uuid, level=Level.MANAGE, operation="open list of cases")

    def form_arguments(self):
        """Which agencies there are."""
        return {"reader": self.reader, "meeting": self.meeting}

    def save(self, form):
        """Opens it."""
        return services.open_list(actor=self.reader, meeting=self.meeting, **form.chosen())

    def done_words(self, saved):
        """How many."""
        return f"The list is open to {len(saved)} more. They have been asked what they know of each case."

    def next_page(self, saved):
        """The list."""
        return reverse("meetings:cases", args=[self.meeting.uuid])


@require_POST
def take(request, uuid, provider, referral):
    """Takes a referral that waits onto the list."""
    meeting = _opened(request, uuid, level=Level.MANAGE, operation="open list of cases")
    press(
        request,
        lambda: services.take_referral(
            actor=request.reader, meeting=meeting, provider=provider, referral=referral
        ),
        "On the list. Each agency has been asked what it knows.",
    )
    return redirect("meetings:cases", uuid)


def opened_case(request, uuid):
    """(Case, meeting) of an address; logs the look at the meeting."""
    found = selectors.case(request.reader, uuid)
    meeting = selectors.meeting_of(request.reader, found.entry)
    return found, opened(request, meeting.uuid, operation="open case")


@require_GET
def case(request, uuid):
    """One case: who it is about, why, what each agency was asked, what was released."""
    found, meeting = opened_case(request, uuid)
    context = around(request, meeting)
    context |= {"case": found, "entry": found.entry}
    return render(request, "meetings/caselist/case.html", context)


class CaseFormView(ServiceFormView):
    """A form about one case, for people who manage the meeting."""

    def open(self, uuid):
        """Finds the case. Raises PermissionDenied below `manage`."""
        self.case, self.meeting = opened_case(self.request, uuid)
        visibility.require(self.reader, self.meeting, Level.MANAGE)

    def form_arguments(self):
        """The version that is shown."""
        return {"initial": {"version": self.case.entry.version}}

    def next_page(self, saved):
        """The case."""
        return reverse("meetings:case", args=[self.case.entry.uuid])

    def context(self):
        """The case."""
        return {**around(self.request, self.meeting), "case": self.case, "entry": self.case.entry}


class Decide(CaseFormView):
    """Accepts a case, returns it, sends it on, or defers it."""

    form_class = DecideForm
    template_name = "meetings/caselist/decide.html"

    def save(self, form):
        """Takes the step."""
        typed = dict(form.cleaned_data)
        known = {"actor": self.reader, "meeting": self.meeting, "entry": self.case.entry}
        if typed["state"] == "accepted":
            return services.accept(**known, version=typed["version"])
        return services.set_aside(**known, **typed)

    def done_words(self, saved):
        """What it is now."""
        return f"{saved.code}: {saved.get_state_display().lower()}."


class Told(CaseFormView):
    """Notes that the victim was told."""

    form_class = ToldForm
    template_name = "meetings/caselist/told.html"
    done = "Saved."

    def open(self, uuid):
        """Leads back until the case is heard."""
        super().open(uuid)
        if self.case.entry.state != "heard":
            messages.error(self.request, "The case was not heard yet.")
            return redirect("meetings:case", self.case.entry.uuid)
        return None

    def save(self, form):
        """Keeps it."""
        return services.note_told(actor=self.reader, entry=self.case.entry, **form.cleaned_data)
