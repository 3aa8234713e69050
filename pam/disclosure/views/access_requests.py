"""Requests for access: asked on one side, answered on the other."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.disclosure.forms.access_requests import AcceptForm, AskForm, DeclineForm
from pam.disclosure.selectors import access_requests as access_request_selectors
from pam.disclosure.selectors import signposts as signpost_selectors
from pam.disclosure.services import access_requests
from pam.disclosure.views.shares import ShareFormView
from pam.forms.views import ConfirmView, ServiceFormView, press
from pam.records.models import Record
from pam.records.views.page import open_record


class Ask(ServiceFormView):
    """Asks for access to a record that the reader was told about; 404 for any other."""

    form_class = AskForm
    template_name = "disclosure/access_request_new.html"
    done = "Request sent."

    def open(self, uuid):
        """Finds the signpost."""
        self.signpost = signpost_selectors.signpost_of(uuid)
        if self.signpost is None:
            raise Http404

    def save(self, form):
        """Asks."""
        return access_requests.ask(actor=self.reader, signpost=self.signpost, **form.cleaned_data)

    def next_page(self, saved):
        """The request's page."""
        return reverse("disclosure:access_request", args=[saved.uuid])

    def context(self):
        """The signpost, and the request that waits already."""
        waiting = access_request_selectors.waiting_request(self.reader, self.signpost.record)
        return {"signpost": self.signpost, "waiting": waiting}


@require_http_methods(["GET", "POST"])
def asked(request, uuid):
    """The state of a request, for the one who asked and
    colleagues who know of the record; POST withdraws it.
    """
    row = access_request_selectors.asked(request.reader, uuid)
    if row is None:
        raise Http404
    if request.method == "POST":
        press(
            request,
            lambda: access_requests.withdraw(actor=request.reader, request=row),
            "Request withdrawn.",
        )
        return redirect("disclosure:access_request", uuid)
    log(request.reader, Verb.CONSULTATION, "open access request", [], detail=row.reference)
    mine = row.asker_id == request.reader.membership_id
    return render(request, "disclosure/access_request.html", {"row": row, "mine": mine})


def _to_answer(request, uuid):
    """(the request, its record) for the person who manages the record; 404 for others."""
    row = access_request_selectors.to_answer(uuid)
    if row is None:
        raise Http404
    number = visibility.names(request.reader, Record, [row.record_id])[row.record_id][0]
    return row, open_record(request, Record, number, level=Level.MANAGE, operation="open access request")


class Answer(ShareFormView):
    """Lets the asker in: the form, then what they will see, then it is done. An answered request is only
    shown.
    """

    form_class = AcceptForm
    template_name = "disclosure/access_request_answer.html"

    def open(self, uuid):
        """Finds the request and opens its record."""
        self.row, self.record = _to_answer(self.request, uuid)

    def form_arguments(self):
        """The request too."""
        return {**super().form_arguments(), "request": self.row}

    def valid(self):
        """An answered request takes no second answer."""
        return self.row.waiting and super().valid()

    def save(self, form):
        """Lets them in."""
        whole_agency = form.cleaned_data["whole_agency"]
        return access_requests.accept(
            actor=self.reader, request=self.row, proposal=self.proposal, whole_agency=whole_agency
        )

    def done_words(self, saved):
        """Who was let in."""
        return f"{self.row.asker.user.name} can open it now."

    def context(self):
        """The request."""
        return {**super().context(), "row": self.row}


class Decline(ConfirmView):
    """Says no, with the reason."""

    form_class = DeclineForm
    confirm_label = "Decline"
    done = "Request declined."

    def open(self, uuid):
        """Finds the request and opens its record."""
        self.row, self.record = _to_answer(self.request, uuid)

    def ask(self):
        """The question, with the name."""
        return f"Decline access for {self.row.asker.user.name}?"

    def save(self, form):
        """Declines."""
        return access_requests.decline(actor=self.reader, request=self.row, **form.cleaned_data)

    def next_page(self, saved):
        """Who can see the record."""
        return reverse("disclosure:shares", args=[self.record.uuid])

    def cancel_page(self):
        """The request."""
        return reverse("disclosure:access_request_answer", args=[self.row.uuid])

    def context(self):
        """The record too."""
        return {**super().context(), "record": self.record}
