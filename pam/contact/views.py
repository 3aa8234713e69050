"""The public front page, its two forms, and the administrators' queue of what was written there."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pam.access.middleware import public
from pam.access.paging import page
from pam.accounts.forms.invitations import InviteForm
from pam.accounts.selectors.people import teams_of
from pam.accounts.services.invitations import works_for_days
from pam.accounts.views.people import ADMINISTRATORS, for_administrators
from pam.audit.services import Verb, log
from pam.contact import limits, selectors, services
from pam.contact.forms import AccountForm, AnswerForm, GetInTouchForm
from pam.contact.purposes import purposes
from pam.forms.views import ConfirmView, ServiceFormView, press
from pam.ui.sorting import Column, Sorting

TOO_MANY = "Too many messages have come from your building or internet connection. Try again in an hour."


@public
@require_GET
def front(request):
    """What pam is, signing in, and where to ask."""
    return render(request, "contact/front.html", {"answers": selectors.answers(), "purposes": purposes()})


@public
@require_GET
def sent(request):
    """The same page for each message that was sent."""
    return render(request, "contact/sent.html")


class WriteToUs(ServiceFormView):
    """A form that anyone may send."""

    template_name = "contact/write.html"

    @classmethod
    def as_view(cls, **initkwargs):
        """The view, which answers people who are not signed in too."""
        return public(super().as_view(**initkwargs))

    def open(self):
        """404 where no agency answers."""
        if not selectors.answers():
            raise Http404

    def form_arguments(self):
        """Of a person who is signed in, their name and agency."""
        if not self.reader:
            return {}
        known = {"name": self.reader.name, "organisation": self.reader.agency_name}
        return {"initial": known | {"email": self.request.user.email}}

    def valid(self):
        """What was sent, if not too much came from the same address."""
        if not super().valid():
            return False
        if limits.count_sending(self.request):
            return True
        self.form.add_error(None, TOO_MANY)
        return False

    def save(self, form):
        """Keeps it."""
        services.send(**form.values())

    def next_page(self, saved):
        """That it was sent."""
        return reverse("contact:sent")

    def context(self):
        """Which of the two it is."""
        return {"account": self.form_class is AccountForm}


class GetInTouch(WriteToUs):
    """A question."""

    form_class = GetInTouchForm


class RequestAccount(WriteToUs):
    """A request for an account."""

    form_class = AccountForm


@require_GET
@for_administrators
def messages_list(request):
    """What people wrote, the newest first: open ones, or all with `?all=1`."""
    every = request.GET.get("all") == "1"
    rows = selectors.messages_of(request.reader)
    order = Sorting(request, Column("received", "Received", "-received_at"))
    shown = page(rows if every else rows.open(), order, request)
    log(request.reader, Verb.CONSULTATION, "list messages from the front page")
    context = {"page": shown, "every": every, "answers": selectors.answers()}
    return render(request, "contact/messages.html", context)


def _found(reader, uuid):
    row = selectors.messages_of(reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


@require_GET
@for_administrators
def message(request, uuid):
    """One message, and what was done about it."""
    row = _found(request.reader, uuid)
    log(request.reader, Verb.CONSULTATION, "open message", detail=f"Message {str(row.uuid)[:8]}")
    return render(request, "contact/message.html", {"row": row})


@require_POST
@for_administrators
def take(request, uuid):
    """Looks after one message from now on."""
    row = _found(request.reader, uuid)
    press(request, lambda: services.take(actor=request.reader, message=row), "You look after this message.")
    return redirect("contact:message", uuid)


class OneMessage:
    """A page about one message."""

    roles = ADMINISTRATORS

    def open(self, uuid):
        """Finds the message."""
        self.row = _found(self.reader, uuid)

    def next_page(self, saved):
        """The message."""
        return reverse("contact:message", args=[self.row.uuid])


class Answer(OneMessage, ServiceFormView):
    """Notes how a message was answered."""

    form_class = AnswerForm
    template_name = "contact/answer.html"
    done = "Your answer is noted."

    def save(self, form):
        """Notes it."""
        return services.answer(actor=self.reader, message=self.row, **form.cleaned_data)

    def context(self):
        """The message."""
        return {"row": self.row}


class Invite(OneMessage, ServiceFormView):
    """Invites the person who wrote."""

    form_class = InviteForm
    template_name = "accounts/invite.html"

    def form_arguments(self):
        """The agency's teams, and what the person wrote about themselves."""
        known = {"name": self.row.name, "email": self.row.email, "post": self.row.post}
        return {"reader": self.reader, "teams": teams_of(self.reader), "initial": known}

    def save(self, form):
        """Invites them."""
        return services.invite(actor=self.reader, message=self.row, **form.cleaned_data)

    def done_words(self, saved):
        """Who was invited."""
        return f"{saved.invitation.name} is invited. The link is on its way to {saved.invitation.email}."

    def context(self):
        """How long a link works."""
        return {"days": works_for_days(self.reader)}


class EndUpdates(OneMessage, ConfirmView):
    """Takes a person off the updates."""

    question = "End updates to this person?"
    consequences = ["They agreed to updates, and have told you to end them.", "Only they can agree again."]
    confirm_label = "End updates"
    done = "They no longer get updates."

    def save(self, form):
        """Ends them."""
        return services.end_updates(actor=self.reader, message=self.row)
