"""An administrator's pages of settings: all of them, one to change, and back to the default."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.audit.services import Verb, log
from pam.forms.views import call_service
from pam.reference.forms.settings import ResetForm, SettingForm, SettingsFilter
from pam.reference.selectors import settings as selectors
from pam.reference.services import settings as services
from pam.reference.views.administrators import for_administrators


@require_GET
@for_administrators
def settings(request):
    """Every setting with its value for the agency, by heading."""
    form = SettingsFilter(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = selectors.shown_settings(request.reader.agency_id, words)
    groups = [(name, list(rows)) for name, rows in groupby(found, key=lambda shown: shown.declaration.group)]
    log(request.reader, Verb.CONSULTATION, "list", detail="Settings")
    return render(request, "reference/settings.html", {"form": form, "groups": groups, "words": words})


def _found(request, key):
    shown = selectors.shown_setting(request.reader.agency_id, key)
    if shown is None:
        raise Http404
    return shown


@require_http_methods(["GET", "POST"])
@for_administrators
def setting(request, key):
    """One setting and its history. A change is shown once more, with what it was, before it is saved."""
    shown = _found(request, key)
    if not shown.declaration.agency and request.method == "POST":
        raise PermissionDenied
    form = SettingForm(request.POST or None, shown=shown)
    if request.method == "POST" and form.is_valid():
        if "confirm" not in request.POST:
            return _confirm(request, shown, form)
        taken, _ = call_service(
            form, lambda: services.change_setting(actor=request.reader, key=key, **form.cleaned_data)
        )
        if taken:
            messages.success(request, f"“{shown.declaration.label}” is changed.")
            return redirect("reference:settings")
    if request.method == "GET":
        log(request.reader, Verb.CONSULTATION, "open setting", detail=shown.declaration.label)
    changes = selectors.setting_changes(request.reader.agency_id, key)
    return render(request, "reference/setting.html", {"shown": shown, "form": form, "changes": changes})


def _confirm(request, shown, form):
    """Asks once more, with what was typed; a value that it has already is not asked about."""
    value = form.cleaned_data["value"]
    if shown.own and value == shown.value:
        messages.info(request, f"“{shown.declaration.label}” is {shown.words} already.")
        return redirect("reference:setting", shown.declaration.key)
    after = shown.declaration.words(value, shown.agency_id)
    context = {
        "shown": shown,
        "after": after,
        "typed": [(name, request.POST.get(name, "")) for name in ("version", "value")],
    }
    return render(request, "reference/setting_confirm.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators
def reset(request, key):
    """Takes the agency's own value away, after asking."""
    shown = _found(request, key)
    if not shown.own and request.method == "GET":
        raise Http404
    form = ResetForm(request.POST or None, initial={"version": shown.own.version if shown.own else 0})
    if request.method == "POST" and form.is_valid():
        taken, _ = call_service(
            form, lambda: services.reset_setting(actor=request.reader, key=key, **form.cleaned_data)
        )
        if taken:
            messages.success(request, f"“{shown.declaration.label}” is reset.")
            return redirect("reference:settings")
    context = {
        "question": f"Reset “{shown.declaration.label}”?",
        "facts": [("Now", shown.words), ("After the reset", shown.inherited_words)],
        "confirm_label": "Reset",
        "cancel_url": reverse("reference:setting", args=[key]),
    }
    return render(request, "ui/confirm.html", {**context, "form": form})
