"""An administrator's pages about those who leave. Numbers only: never which records."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.accounts.forms.leaving import LeaveForm, StayForm
from pam.accounts.selectors import leaving as leaving_selectors
from pam.accounts.selectors.work import leaderless, work_of
from pam.accounts.services import leaving
from pam.accounts.views.people import ADMINISTRATORS, for_administrators, person_or_404
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.ui.dates import long_date


def _another_person(request, uuid):
    """The membership of one's own agency, or 404; also for oneself."""
    person = person_or_404(request, uuid)
    if person.user_id == request.reader.user_id:
        raise Http404
    return person


class Leave(ServiceFormView):
    """What a person leads and does, who takes over, and when; in one step."""

    roles = ADMINISTRATORS
    form_class = LeaveForm
    template_name = "accounts/leave.html"

    def open(self, uuid):
        """Finds the person, and what they lead and do. If they are leaving already, the page says so."""
        self.person = _another_person(self.request, uuid)
        departure = leaving_selectors.open_departure(self.person)
        if departure is not None:
            context = {"person": self.person, "departure": departure}
            return render(self.request, "accounts/leaving.html", context)
        self.work = work_of(self.person)
        log(self.reader, Verb.CONSULTATION, "open leaving", detail=self.person.user.name)

    def form_arguments(self):
        """The person and their work."""
        return {
            "membership": self.person,
            "work": self.work,
            "asks_when": not self.person.ended,
            "initial": {"version": self.person.version},
        }

    def save(self, form):
        """Ends the membership."""
        return leaving.leave(actor=self.reader, membership=self.person, **form.values())

    def done_words(self, saved):
        """When they leave, and what happens to their work."""
        name, chosen = self.person.user.name, self.form.cleaned_data
        if chosen.get("when") == "day":
            return f"{name} leaves at the end of {long_date(chosen['day'])}. Their work is handed over then."
        if "when" not in chosen:
            return f"The work of {name} is being handed over."
        return f"{name} can no longer act for your agency. Their work is being handed over."

    def next_page(self, saved):
        """The person's page."""
        return reverse("accounts:person", args=[self.person.uuid])

    def context(self):
        """The person, their work, and when they last left."""
        last = leaving_selectors.last_departure(self.person)
        return {"person": self.person, "work": self.work, "last": last}


class Stay(ConfirmView):
    """Takes a departure back whose day is still to come."""

    roles = ADMINISTRATORS
    form_class = StayForm
    confirm_label = "Keep them"
    consequences = ["Their membership does not end.", "Nothing is handed over."]

    def open(self, uuid):
        """Finds the person."""
        self.person = _another_person(self.request, uuid)

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.person.version}}

    def ask(self):
        """The question, with the name."""
        return f"Keep {self.person.user.name} in your agency?"

    def save(self, form):
        """Takes it back."""
        return leaving.cancel_departure(actor=self.reader, membership=self.person, **form.cleaned_data)

    def done_words(self, saved):
        """Who stays."""
        return f"{self.person.user.name} stays."

    def next_page(self, saved):
        """The person's page."""
        return reverse("accounts:person", args=[self.person.uuid])


@require_GET
@for_administrators
def leaderless_people(request):
    """Who can't act for the agency now and still leads records or has open actions."""
    rows = [
        (person, leads, actions, leaving_selectors.open_departure(person))
        for person, leads, actions in leaderless()
    ]
    log(request.reader, Verb.CONSULTATION, "list leaderless")
    return render(request, "accounts/unassigned.html", {"rows": rows})
