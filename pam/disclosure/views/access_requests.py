"""Requests for access: asked on one side, answered on the other."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.disclosure.forms.access_requests import AcceptForm, AskForm, DeclineForm
from pam.disclosure.services import access_requests
from pam.disclosure.views.shares import next_step
from pam.records.models import Record
from pam.records.page import open_record, record_context


def refuse(form, error):
    """Shows what a service refused, beside its field."""
    field = {"lawful_basis": "basis"}.get(error.field, error.field)
    form.add_error(field if field in form.fields else None, error.message)


@require_http_methods(["GET", "POST"])
def ask(request, uuid):
    """Asks for access to a record that the reader was told of; 404 for any other."""
    told = access_requests.told_of(uuid)
    if told is None:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = access_requests.ask(actor=request.reader, told=told, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Request sent.")
            return redirect("disclosure:access_request", row.uuid)
    waiting = access_requests.waiting_request(request.reader, told.record)
    return render(
        request, "disclosure/access_request_new.html", {"told": told, "form": form, "waiting": waiting}
    )


@require_http_methods(["GET", "POST"])
def asked(request, uuid):
    """Where a request stands, for the one who asked and
    colleagues who know of the record; POST withdraws it.
    """
    row = access_requests.asked(request.reader, uuid)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            access_requests.withdraw(actor=request.reader, request=row)
            messages.success(request, "Request withdrawn.")
        except Refused as error:
            messages.error(request, error.message)
        return redirect("disclosure:access_request", uuid)
    log(request.reader, Verb.CONSULTATION, "open access request", [], what=row.reference)
    mine = row.asker_id == request.reader.membership_id
    return render(request, "disclosure/access_request.html", {"row": row, "mine": mine})


def _to_answer(request, uuid):
    """(the request, its record) for who manages the record; 404 for others."""
    row = access_requests.to_answer(uuid)
    if row is None:
        raise Http404
    number = visibility.names(request.reader, Record, [row.record_id])[row.record_id][0]
    return row, open_record(request, Record, number, level=Level.MANAGE, how="open access request")


@require_http_methods(["GET", "POST"])
def answer(request, uuid):
    """Lets the asker in: the form, then what they will see, then it is done. An answered request is only
    shown.
    """
    row, record = _to_answer(request, uuid)
    form = AcceptForm(request.POST or None, record=record, actor=request.reader, request=row)

    def done(values):
        values.pop("principal")  # asked for anew, with the request locked
        access_requests.accept(
            actor=request.reader, request=row, whole_agency=form.cleaned_data["whole_agency"], **values
        )
        messages.success(request, f"{row.asker.user.name} can open it now.")
        return redirect("disclosure:shares", record.uuid)

    step = next_step(request, record, form, done) if row.waiting else None
    return step or render(
        request,
        "disclosure/access_request_answer.html",
        {**record_context(request, record), "row": row, "form": form},
    )


@require_http_methods(["GET", "POST"])
def decline(request, uuid):
    """Says no, with the reason."""
    row, record = _to_answer(request, uuid)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access_requests.decline(actor=request.reader, request=row, reason=form.cleaned_data["reason"])
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Request declined.")
            return redirect("disclosure:shares", record.uuid)
    context = {
        "record": record,
        "question": f"Decline access for {row.asker.user.name}?",
        "form": form,
        "confirm_label": "Decline",
        "cancel_url": reverse("disclosure:access_request_answer", args=[row.uuid]),
    }
    return render(request, "ui/confirm.html", context)
