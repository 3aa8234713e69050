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
from pam.reference.models import SettingRequest
from pam.reference.selectors import settings as selectors
from pam.reference.selectors.setting_requests import waiting_setting_requests
from pam.reference.services import settings as services
from pam.reference.views.administrators import for_administrators

SECOND = "This loosens the setting. It changes once a supervisor or a second administrator accepts."


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
        taken, saved = call_service(
            form, lambda: services.change_setting(actor=request.reader, key=key, **form.cleaned_data)
        )
        if taken:
            return _saved(request, shown, saved, "changed")
    if request.method == "GET":
        log(request.reader, Verb.CONSULTATION, "open setting", detail=shown.declaration.label)
    context = {
        "shown": shown,
        "form": form,
        "changes": selectors.setting_changes(request.reader.agency_id, key),
        "waiting": waiting_setting_requests(request.reader, key) if shown.declaration.needs_second else [],
    }
    return render(request, "reference/setting.html", context)


def _saved(request, shown, saved, how):
    """Says that a setting is changed, or that it is asked for, and leads on."""
    if isinstance(saved, SettingRequest):
        messages.success(
            request, f"The change of “{shown.declaration.label}” is waiting for a second person."
        )
        return redirect("reference:setting", shown.declaration.key)
    messages.success(request, f"“{shown.declaration.label}” is {how}.")
    return redirect("reference:settings")


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
        "second": selectors.loosens(shown.declaration.key, shown.value, value),
        "typed": [(name, text) for name in ("version", "value") for text in request.POST.getlist(name)],
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
        taken, saved = call_service(
            form, lambda: services.reset_setting(actor=request.reader, key=key, **form.cleaned_data)
        )
        if taken:
            return _saved(request, shown, saved, "reset")
    second = bool(shown.own) and selectors.loosens(key, shown.value, selectors.setting(key))
    context = {
        "question": f"Reset “{shown.declaration.label}”?",
        "facts": [("Now", shown.words), ("After the reset", shown.inherited_words)],
        "explanation": SECOND if second else "",
        "confirm_label": "Ask for the reset" if second else "Reset",
        "cancel_url": reverse("reference:setting", args=[key]),
    }
    return render(request, "ui/confirm.html", {**context, "form": form})
