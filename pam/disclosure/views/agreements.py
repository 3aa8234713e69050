"""Pages of information sharing agreements: read by their parties,
looked after by administrators and owners.
"""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.disclosure.forms.agreements import (
    EditAgreementForm,
    EndForm,
    ListFilter,
    NewAgreementForm,
    RenewForm,
)
from pam.disclosure.selectors import agreements as agreement_selectors
from pam.disclosure.selectors.sharing import end_of_day
from pam.disclosure.services import agreements
from pam.records.views import refuse


def _found(request, uuid, *, to_change=False):
    """The agreement, for the parties' people; 404 for others. With `to_change` 403 for who doesn't look after
    it.
    """
    agreement = agreement_selectors.agreements_of(request.reader).filter(uuid=uuid).first()
    if agreement is None:
        raise Http404
    if to_change and not agreement_selectors.may_look_after(request.reader, agreement):
        raise PermissionDenied
    return agreement


@require_GET
def list_agreements(request):
    """The agreements of the agency that the reader acts for; those that end last come first."""
    form = ListFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    rows = agreement_selectors.agreements_of(request.reader)
    if state != "all":
        rows = (
            rows.filter(ends_at__lte=timezone.now())
            if state == "ended"
            else rows.filter(ends_at__gt=timezone.now())
        )
    found = page(rows, ["-ends_at", "-pk"], request)
    for agreement in found.rows:
        agreement.ends_soon = agreement_selectors.is_ending(agreement)
    log(request.reader, Verb.CONSULTATION, "list agreements")
    may_make = request.reader.has_role(Membership.Role.ADMINISTRATOR)
    return render(
        request,
        "disclosure/agreements.html",
        {"page": found, "filter_form": form, "may_make": may_make, "state": state},
    )


@require_GET
def detail(request, uuid):
    """One agreement, and what was done with it."""
    agreement = _found(request, uuid)
    kinds, data = agreement_selectors.labels(agreement)
    context = {
        "agreement": agreement,
        "kinds": kinds,
        "data": data,
        "parties": agreement.parties.all(),
        "bases": agreement.bases.all(),
        "left": agreement_selectors.days_left(agreement),
        "ends_soon": agreement_selectors.is_ending(agreement),
        "may_change": agreement_selectors.may_look_after(request.reader, agreement),
        "changes": agreement_selectors.changes_of(agreement),
    }
    log(request.reader, Verb.CONSULTATION, "open agreement", [], what=agreement.name)
    return render(request, "disclosure/agreement.html", context)


@require_GET
def document(request, uuid):
    """Hands out the signed document, as a download."""
    agreement = _found(request, uuid)
    if not agreement.file:
        raise Http404
    log(request.reader, Verb.CONSULTATION, "download agreement", [], what=agreement.name)
    response = FileResponse(
        agreement.file.open("rb"),
        as_attachment=True,
        filename=agreement.file_name,
        content_type=agreement.file_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _form(request, form, save, title, done, agreement=None, **context):
    """Shows a form, or saves it and goes to the agreement; what is refused stands beside its field, nothing
    lost.
    """
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect("disclosure:agreement", saved.uuid)
    return render(
        request,
        "disclosure/agreement_form.html",
        {"form": form, "title": title, "agreement": agreement, **context},
    )


@require_http_methods(["GET", "POST"])
def new(request):
    """Writes down a new agreement."""
    reader = request.reader
    if not reader.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    form = NewAgreementForm(request.POST or None, request.FILES or None, reader=reader)

    def save(form):
        return agreements.make(actor=reader, agreement=form.agreement(), **form.verbs())

    return _form(
        request, form, save, "Add an agreement", "The agreement was added.", button="Add the agreement"
    )


@require_http_methods(["GET", "POST"])
def edit(request, uuid):
    """Changes what an agreement covers; a save that comes too late shows both texts."""
    agreement = _found(request, uuid, to_change=True)
    form = EditAgreementForm(
        request.POST or None,
        request.FILES or None,
        instance=copy(agreement),
        reader=request.reader,
        initial={"version": agreement.version},
    )

    def save(form):
        version = form.cleaned_data["version"]
        return agreements.change(
            actor=request.reader, agreement=form.save(commit=False), version=version, **form.verbs()
        )

    return _form(request, form, save, "Change the agreement", "Saved.", agreement, button="Save")


@require_http_methods(["GET", "POST"])
def renew(request, uuid):
    """Lets an agreement go on; shares that rest on it work again."""
    agreement = _found(request, uuid, to_change=True)
    form = RenewForm(request.POST or None, request.FILES or None, initial={"version": agreement.version})

    def save(form):
        data = form.cleaned_data
        return agreements.renew(
            actor=request.reader,
            agreement=agreement,
            version=data["version"],
            ends_at=end_of_day(data["ends"]),
            upload=data["upload"],
        )

    consequences = [
        (
            "Sharing under it continues. If it had ended, shares that have not reached their "
            "own last day start again."
        ),
        "A share whose own last day has passed stays ended.",
    ]
    done = "Agreement renewed. Sharing under it continues."
    return _form(
        request, form, save, "Renew the agreement", done, agreement, button="Renew", consequences=consequences
    )


@require_http_methods(["GET", "POST"])
def end(request, uuid):
    """Ends an agreement before its time, after saying what that does."""
    agreement = _found(request, uuid, to_change=True)
    form = EndForm(request.POST or None, initial={"version": agreement.version})

    def save(form):
        return agreements.end(actor=request.reader, agreement=agreement, **form.cleaned_data)

    consequences = [
        "All sharing under it stops immediately, in every agency.",
        "You cannot take back what people have read or downloaded.",
        "You can renew it later. Shares then start again until their own last day.",
    ]
    return _form(
        request,
        form,
        save,
        "End the agreement?",
        "The agreement has ended. All sharing under it has stopped.",
        agreement,
        button="End the agreement",
        danger=True,
        consequences=consequences,
    )
