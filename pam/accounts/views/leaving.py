"""An administrator's pages about those who leave. Numbers only: never which records."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.accounts.forms.leaving import LeaveForm, StayForm
from pam.accounts.selectors.work import leaderless, work_of
from pam.accounts.services import administration, leaving
from pam.accounts.views.people import for_administrators
from pam.audit.services import Verb, log
from pam.ui.dates import long_date


def _person(request, uuid):
    person = administration.person_of(request.reader, uuid)
    if person is None or person.user_id == request.reader.user_id:
        raise Http404
    return person


@require_http_methods(["GET", "POST"])
@for_administrators
def leave(request, uuid):
    """What somebody leads and does, who takes over, and when; in one step."""
    person = _person(request, uuid)
    departure = leaving.open_departure(person)
    if departure is not None:
        return render(request, "accounts/leaving.html", {"person": person, "departure": departure})
    work = work_of(person)
    form = LeaveForm(
        request.POST or None,
        membership=person,
        work=work,
        asks_when=not person.ended,
        initial={"version": person.version},
    )
    log(request.reader, Verb.CONSULTATION, "open leaving", what=person.user.name)
    if form.is_bound and form.is_valid():
        try:
            departure = leaving.leave(actor=request.reader, membership=person, **form.values())
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _done(person, departure, form))
            return redirect("accounts:person", person.uuid)
    context = {"person": person, "work": work, "form": form, "last": leaving.last_departure(person)}
    return render(request, "accounts/leave.html", context)


def _done(person, departure, form):
    name = person.user.name
    if form.cleaned_data.get("when") == "day":
        return (
            f"{name} leaves at the end of {long_date(form.cleaned_data['day'])}. "
            "Their work is handed over then."
        )
    if "when" not in form.cleaned_data:
        return f"The work of {name} is being handed over."
    return f"{name} can no longer act for your agency. Their work is being handed over."


@require_http_methods(["GET", "POST"])
@for_administrators
def stay(request, uuid):
    """Takes a departure back whose day is still to come."""
    person = _person(request, uuid)
    form = StayForm(request.POST or None, initial={"version": person.version})
    if form.is_bound and form.is_valid():
        try:
            leaving.stay(actor=request.reader, membership=person, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{person.user.name} stays.")
            return redirect("accounts:person", person.uuid)
    context = {
        "question": f"Keep {person.user.name} in your agency?",
        "confirm_label": "Keep them",
        "form": form,
        "consequences": ["Their membership does not end.", "Nothing is handed over."],
        "cancel_url": reverse("accounts:person", args=[person.uuid]),
    }
    return render(request, "ui/confirm.html", context)


@require_GET
@for_administrators
def leaderless_people(request):
    """Who can't act for the agency now and still leads records or has open actions."""
    rows = [
        (person, leads, actions, leaving.open_departure(person)) for person, leads, actions in leaderless()
    ]
    log(request.reader, Verb.CONSULTATION, "list leaderless")
    return render(request, "accounts/unassigned.html", {"rows": rows})
