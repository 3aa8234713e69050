"""An administrator's pages about invitations."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.paging import page
from pam.accounts.forms.invitations import InviteForm
from pam.accounts.selectors import invitations as invitation_selectors
from pam.accounts.selectors import people as people_selectors
from pam.accounts.services import invitations as services
from pam.accounts.views.people import ADMINISTRATORS, for_administrators
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.ui.sorting import Column, Sorting


@require_GET
@for_administrators
def invitations(request):
    """Who was asked to act for the agency and hasn't answered, newest first; with `?all=1` the others too."""
    every = request.GET.get("all") == "1"
    rows = (
        invitation_selectors.invitations_of(request.reader)
        if every
        else invitation_selectors.waiting_of(request.reader)
    )
    shown = page(rows, Sorting(request, Column("invited", "Invited", "-created")), request)
    log(request.reader, Verb.CONSULTATION, "list invitations")
    return render(
        request,
        "accounts/invitations.html",
        {"page": shown, "every": every, "teams": invitation_selectors.team_names(shown.rows)},
    )


class Invite(ServiceFormView):
    """Invites a person."""

    roles = ADMINISTRATORS
    form_class = InviteForm
    template_name = "accounts/invite.html"

    def form_arguments(self):
        """The reader, and the agency's teams."""
        return {"reader": self.reader, "teams": people_selectors.teams_of(self.reader)}

    def save(self, form):
        """Invites them."""
        return services.invite(actor=self.reader, **form.cleaned_data)

    def done_words(self, saved):
        """Who was invited."""
        return f"{saved.name} is invited. The link is on its way to {saved.email}."

    def next_page(self, saved):
        """The list of invitations."""
        return reverse("accounts:invitations")

    def context(self):
        """How long a link works."""
        return {"days": services.works_for_days(self.reader)}


class DecideOnInvitation(ConfirmView):
    """One step about an invitation that waits."""

    roles = ADMINISTRATORS

    def open(self, uuid):
        """Finds the invitation; 404 for one that waits no more."""
        self.invitation = invitation_selectors.waiting_of(self.reader).filter(uuid=uuid).first()
        if self.invitation is None:
            raise Http404

    def ask(self):
        """The question, with the name."""
        return self.question.format(self.invitation.name)

    def done_words(self, saved):
        """What was done, with the name."""
        return self.done.format(self.invitation.name)

    def next_page(self, saved):
        """The list of invitations."""
        return reverse("accounts:invitations")


class Resend(DecideOnInvitation):
    """Sends the link again: a new one, with a new end."""

    question = "Send {} the invitation again?"
    confirm_label = "Send it again"
    done = "A new link is on its way to {}."

    @property
    def consequences(self):
        """What happens to the two links."""
        return [
            "The previous link stops working.",
            f"The new one works for {services.works_for_days(self.reader)} days.",
        ]

    def save(self, form):
        """Sends it again."""
        return services.resend(actor=self.reader, invitation=self.invitation)


class Withdraw(DecideOnInvitation):
    """Stops the link."""

    question = "Withdraw the invitation of {}?"
    confirm_label = "Withdraw it"
    done = "The invitation of {} is withdrawn."
    consequences = ["The link stops working immediately.", "You can invite them again."]
    danger = True

    def save(self, form):
        """Withdraws it."""
        return services.withdraw(actor=self.reader, invitation=self.invitation)
