"""An administrator's pages about invitations."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.access.paging import page
from pam.accounts.forms.invitations import InviteForm
from pam.accounts.services import administration
from pam.accounts.services import invitations as services
from pam.accounts.views.people import for_administrators, refuse
from pam.audit.services import Verb, log


@require_GET
@for_administrators
def invitations(request):
    """Who was asked to act for the agency and hasn't answered, newest first; with `?all=1` the others too."""
    every = request.GET.get("all") == "1"
    rows = services.invitations_of(request.reader) if every else services.waiting_of(request.reader)
    shown = page(rows, ["-created", "-pk"], request)
    log(request.reader, Verb.CONSULTATION, "list invitations")
    return render(
        request,
        "accounts/invitations.html",
        {"page": shown, "every": every, "teams": services.team_names(shown.rows)},
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def invite(request):
    """Invites somebody."""
    form = InviteForm(
        request.POST or None, reader=request.reader, teams=administration.teams_of(request.reader)
    )
    if form.is_bound and form.is_valid():
        try:
            row = services.invite(actor=request.reader, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"{row.name} is invited. The link is on its way to {row.email}.")
            return redirect("accounts:invitations")
    return render(
        request, "accounts/invite.html", {"form": form, "days": services.works_for_days(request.reader)}
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def resend(request, uuid):
    """Sends the link again: a new one, with a new end."""
    return _decide(
        request,
        uuid,
        services.resend,
        "Send {} the invitation again?",
        "Send it again",
        "A new link is on its way to {}.",
        [
            "The previous link stops working.",
            f"The new one works for {services.works_for_days(request.reader)} days.",
        ],
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def withdraw(request, uuid):
    """Stops the link."""
    return _decide(
        request,
        uuid,
        services.withdraw,
        "Withdraw the invitation of {}?",
        "Withdraw it",
        "The invitation of {} is withdrawn.",
        ["The link stops working immediately.", "You can invite them again."],
        danger=True,
    )


def _decide(request, uuid, service, question, label, done, consequences, *, danger=False):
    row = services.waiting_of(request.reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            service(actor=request.reader, invitation=row)
        except Refused as error:
            messages.error(request, error.message)
        else:
            messages.success(request, done.format(row.name))
        return redirect("accounts:invitations")
    context = {
        "question": question.format(row.name),
        "confirm_label": label,
        "consequences": consequences,
        "danger": danger,
        "cancel_url": reverse("accounts:invitations"),
    }
    return render(request, "ui/confirm.html", context)
