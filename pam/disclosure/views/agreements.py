"""Pages of information sharing agreements: read by their parties, looked after by administrators and
owners.
"""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pam.access.in_force import AGREEMENT
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
from pam.disclosure.selectors import bases
from pam.disclosure.selectors.grounds import end_of_day
from pam.disclosure.services import agreements
from pam.forms.views import ServiceFormView
from pam.ui.sorting import Column, Sorting


def _found(request, uuid, *, to_change=False):
    """The agreement, for the parties' people; 404 for others. With `to_change` 403 if the reader does not
    manage it.
    """
    agreement = agreement_selectors.agreements_of(request.reader).filter(uuid=uuid).first()
    if agreement is None:
        raise Http404
    if to_change and not agreement_selectors.may_maintain(request.reader, agreement):
        raise PermissionDenied
    return agreement


@require_GET
def list_agreements(request):
    """The agreements of the agency that the reader acts for; those that end last come first."""
    form = ListFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    rows = agreement_selectors.agreements_of(request.reader)
    if state != "all":
        over = AGREEMENT.over(timezone.now())
        rows = rows.filter(over if state == "ended" else ~over)
    order = Sorting(
        request, Column("until", "Until", "-ends_at"), Column("name", "Agreement", "name__folded")
    )
    found = page(rows, order, request)
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
def list_bases(request):
    """The lawful bases, each with the kinds of agency that can disclose on it, and whether one's own can."""
    log(request.reader, Verb.CONSULTATION, "list lawful bases")
    context = {
        "bases": bases.attach_use(list(bases.bases_in_use()), request.reader.agency_id),
        "may_change": request.reader.has_role(Membership.Role.ADMINISTRATOR),
        "not_used": bases.NOT_USED,
        "further": bases.FURTHER,
    }
    return render(request, "disclosure/lawful_bases.html", context)


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
        "may_change": agreement_selectors.may_maintain(request.reader, agreement),
        "changes": agreement_selectors.changes_of(agreement),
    }
    log(request.reader, Verb.CONSULTATION, "open agreement", [], detail=agreement.name)
    return render(request, "disclosure/agreement.html", context)


@require_GET
def document(request, uuid):
    """Hands out the signed document, as a download."""
    agreement = _found(request, uuid)
    if not agreement.file:
        raise Http404
    if agreement.is_closed:
        detail = f"{agreement.name}: {agreement.scan}"[:200]
        log(request.reader, Verb.CONSULTATION, "download agreement refused", [], detail=detail)
        return render(request, "disclosure/agreement_file_closed.html", {"agreement": agreement}, status=403)
    log(request.reader, Verb.CONSULTATION, "download agreement", [], detail=agreement.name)
    response = FileResponse(
        agreement.file.open("rb"),
        as_attachment=True,
        filename=agreement.file_name,
        content_type=agreement.file_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class AgreementFormView(ServiceFormView):
    """A form about an agreement, `self.agreement`, for those who look after it."""

    template_name = "disclosure/agreement_form.html"
    title = button = ""
    consequences = ()
    danger = False

    def open(self, uuid):
        """Finds the agreement."""
        self.agreement = _found(self.request, uuid, to_change=True)

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.agreement.version}}

    def next_page(self, saved):
        """The agreement's page."""
        return reverse("disclosure:agreement", args=[saved.uuid])

    def context(self):
        """The words of the page."""
        return {
            "title": self.title,
            "agreement": self.agreement,
            "button": self.button,
            "consequences": self.consequences,
            "danger": self.danger,
        }


class NewAgreement(AgreementFormView):
    """Writes down a new agreement."""

    roles = (Membership.Role.ADMINISTRATOR,)
    form_class = NewAgreementForm
    title = "Add an agreement"
    button = "Add the agreement"
    done = "The agreement was added."
    agreement = None

    def open(self):
        """There is none yet."""

    def form_arguments(self):
        """The reader, whose agency keeps it."""
        return {"reader": self.reader}

    def save(self, form):
        """Adds the agreement."""
        return agreements.make(actor=self.reader, agreement=form.agreement(), **form.verbs())


class EditAgreement(AgreementFormView):
    """Changes what an agreement covers; a save that comes too late shows both texts."""

    form_class = EditAgreementForm
    title = "Change the agreement"
    button = "Save"
    done = "Saved."

    def form_arguments(self):
        """A copy: what is typed must not show as saved while it is refused."""
        return {**super().form_arguments(), "instance": copy(self.agreement), "reader": self.reader}

    def save(self, form):
        """Saves the agreement."""
        version = form.cleaned_data["version"]
        return agreements.change(
            actor=self.reader, agreement=form.save(commit=False), version=version, **form.verbs()
        )


class RenewAgreement(AgreementFormView):
    """Lets an agreement go on; shares that rest on it work again."""

    form_class = RenewForm
    title = "Renew the agreement"
    button = "Renew"
    done = "Agreement renewed. Sharing under it continues."
    consequences = [
        (
            "Sharing under it continues. If it had ended, shares that have not reached their "
            "own last day start again."
        ),
        "A share whose own last day has passed stays ended.",
    ]

    def save(self, form):
        """Renews the agreement."""
        data = form.cleaned_data
        return agreements.renew(
            actor=self.reader,
            agreement=self.agreement,
            version=data["version"],
            ends_at=end_of_day(data["ends"]),
            upload=data["upload"],
        )


class EndAgreement(AgreementFormView):
    """Ends an agreement before its time, after saying what that does."""

    form_class = EndForm
    title = "End the agreement?"
    button = "End the agreement"
    done = "The agreement has ended. All sharing under it has stopped."
    danger = True
    consequences = [
        "All sharing under it stops immediately, in every agency.",
        "You cannot take back what people have read or downloaded.",
        "You can renew it later. Shares then start again until their own last day.",
    ]

    def save(self, form):
        """Ends the agreement."""
        return agreements.end(actor=self.reader, agreement=self.agreement, **form.cleaned_data)
