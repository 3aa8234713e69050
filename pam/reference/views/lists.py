"""An administrator's pages of the lists that people choose from."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.audit.services import Verb, log
from pam.forms.views import call_service
from pam.reference.forms.lists import ValueForm
from pam.reference.forms.settings import ResetForm
from pam.reference.list_declarations import all_lists, list_named
from pam.reference.selectors import lists as selectors
from pam.reference.services import lists as services
from pam.reference.views.administrators import for_administrators


@require_GET
@for_administrators
def lists(request):
    """The lists by name."""
    log(request.reader, Verb.CONSULTATION, "list", detail="Lists")
    return render(request, "reference/lists.html", {"lists": all_lists()})


def _list(key):
    found = list_named(key)
    if found is None:
        raise Http404
    return found


@require_GET
@for_administrators
def values(request, key):
    """The values of a list that the agency uses, and how many of its records bear each."""
    shown, agency = _list(key), request.reader.agency_id
    uses, rows = selectors.uses_of(key, agency), list(selectors.values_of(key, agency))
    for row in rows:
        row.uses = uses.get(row.pk)
        row.many = (row.uses or 0) > selectors.MAX_COUNTED
    log(request.reader, Verb.CONSULTATION, "list", detail=shown.label)
    context = {"list": shown, "values": rows, "most": selectors.MAX_COUNTED, "counted": bool(uses)}
    return render(request, "reference/values.html", context)


def _form(request, shown, form, save, title, value=None):
    """Shows the form of a value, or saves it and goes back to its list."""
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields if name != "version"}
        taken, row = call_service(form, lambda: save(values))
        if taken:
            messages.success(request, f"“{row.label}” is saved.")
            return redirect("reference:values", shown.key)
    changes = selectors.value_changes(value) if value else []
    context = {"list": shown, "form": form, "title": title, "changes": changes}
    return render(request, "reference/value_form.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators
def value_new(request, key):
    """Adds a value of the agency."""
    shown = _list(key)
    if not shown.own:
        raise PermissionDenied
    form = ValueForm(request.POST or None, initial={"order": selectors.values_of(key, None).count()})

    def save(values):
        return services.add_value(actor=request.reader, listing=key, **values)

    return _form(request, shown, form, save, "Add a value")


def _own(request, uuid):
    value = selectors.own_value(request.reader.agency_id, uuid)
    if value is None:
        raise Http404
    return value, _list(value.listing)


@require_http_methods(["GET", "POST"])
@for_administrators
def value_edit(request, uuid):
    """Changes a value of the agency: its name, help, colour and place."""
    value, shown = _own(request, uuid)
    form = ValueForm(request.POST or None, instance=copy(value))

    def save(values):
        version = form.cleaned_data["version"]
        return services.change_value(actor=request.reader, value=value, version=version, **values)

    return _form(request, shown, form, save, "Change a value", value)


@require_http_methods(["GET", "POST"])
@for_administrators
def value_retire(request, uuid):
    """Takes a value of the agency out of use, or brings it back, after asking."""
    value, shown = _own(request, uuid)
    form, retire = ResetForm(request.POST or None, initial={"version": value.version}), not value.retired
    if request.method == "POST" and form.is_valid():
        taken, _ = call_service(
            form,
            lambda: services.retire_value(
                actor=request.reader, value=value, retired=retire, **form.cleaned_data
            ),
        )
        if taken:
            messages.success(request, f"“{value.label}” is {'retired' if retire else 'in use again'}.")
            return redirect("reference:values", shown.key)
    uses = selectors.uses_of(shown.key, request.reader.agency_id).get(value.pk, 0)
    most = selectors.MAX_COUNTED
    context = {
        "question": f"{'Retire' if retire else 'Bring back'} “{value.label}”?",
        "consequences": [
            "It can no longer be chosen." if retire else "It can be chosen again.",
            f"Records that use it keep it: {f'more than {most}' if uses > most else uses} of your agency.",
        ],
        "confirm_label": "Retire" if retire else "Bring back",
        "cancel_url": reverse("reference:values", args=[shown.key]),
    }
    return render(request, "ui/confirm.html", {**context, "form": form})
