"""Giving a sanitised action: for whom, the text, what they will read. And the pages of those who were given
one.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.paging import page
from pam.actions.forms.sanitised import AgencyChoiceForm, ReportForm, SanitisedForm
from pam.actions.models import SanitisedAction
from pam.actions.services import sanitised
from pam.actions.views.change import record_to_add_to
from pam.audit.services import Verb, log
from pam.disclosure.selectors.sharing import in_sentence, label_of
from pam.records.page import record_context
from pam.records.views import refuse


@require_http_methods(["GET", "POST"])
def give(request, uuid):
    """Gives somebody who may not see the record an action of it."""
    record = record_to_add_to(request, uuid)
    return giving(
        request,
        record,
        sanitised.give,
        back=record.get_absolute_url(),
        context=record_context(request, record),
    )


def giving(request, record, save, *, back, context):
    """The three steps of a sanitised action of `record`: agency, text, preview; `save` takes what
    `sanitised.give` takes.

    Goes to `back` when it is done. `context` is the frame of the page.
    """
    choice = AgencyChoiceForm(request.GET or None)
    context = {**context, "choice": choice, "back": back}
    if not (choice.is_bound and choice.is_valid()):
        return render(request, "actions/sanitised_agency.html", context)
    agency, who = choice.cleaned_data["agency"], choice.cleaned_data["who"].strip()
    form = SanitisedForm(
        request.POST or None,
        reader=request.reader,
        record=record,
        level=visibility.level(request.reader, record),
        agency=agency,
        who=who,
    )
    context |= {"form": form, "agency": agency, "who": who}
    if form.is_bound and "change" not in request.POST and form.is_valid():
        if "confirm" in request.POST:
            try:
                save(actor=request.reader, record=record, **form.values())
            except Refused as error:
                refuse(form, error)
                return render(request, "actions/sanitised_form.html", context)
            messages.success(request, f"Given to {in_sentence(label_of(form.cleaned_data['receiver']))}.")
            return redirect(back)
        text = form.text()
        said = sanitised.said_of_record(request.reader, record, f"{text.title} {text.details} {text.contact}")
        context |= {
            "text": text,
            "said": said,
            "receiver": in_sentence(label_of(form.cleaned_data["receiver"])),
        }
        return render(request, "actions/sanitised_preview.html", context)
    return render(request, "actions/sanitised_form.html", context)


@require_http_methods(["GET"])
def given(request):
    """The sanitised actions that the reader, their teams or their agency were given; those to do first on
    request.
    """
    all_of_them = request.GET.get("show") == "all"
    rows = sanitised.given_to(request.reader)
    rows = rows if all_of_them else rows.filter(state__in=SanitisedAction.LIVE)
    shown = page(rows, ["due", "pk"], request)
    log(request.reader, Verb.CONSULTATION, "list", [], what="Actions from partners")
    return render(request, "actions/given.html", {"page": shown, "all": all_of_them})


@require_http_methods(["GET", "POST"])
def given_one(request, uuid):
    """One of them: its text, what was reported so far, and the next report."""
    row = sanitised.one_given_to(request.reader, uuid)
    if row is None:
        raise Http404
    form = ReportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            sanitised.report(actor=request.reader, row=row, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"Reported to {row.given_by.user.name}.")
            return redirect("actions:given_one", uuid)
    log(request.reader, Verb.CONSULTATION, "open sanitised action", [], what=f"Sanitised action {row.uuid}")
    context = {"row": row, "text": sanitised.text_of(row), "reports": sanitised.reports_of(row), "form": form}
    return render(request, "actions/given_one.html", context)
