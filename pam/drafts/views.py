"""The one address that drafts are sent to: by the page itself, and by the buttons of what it offers."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from pam.drafts import services
from pam.drafts.keys import read
from pam.drafts.middleware import CARRIED_ON
from pam.drafts.opening import records_if_opened
from pam.forms.base import ServiceForm
from pam.forms.views import call_service

NOT_ANY_MORE = "You can no longer open this page. Copy what you need from it."
STATUS = {"too_long": 413, "sent": 409, "too_many": 409, "too_often": 429}
NEVER_KEPT = ("password", "csrfmiddlewaretoken", "form_number")


@require_POST
def draft(request):
    """Keeps what was typed so far; or carries on with it; or throws it away. 403 for a form that was not made
    for the reader.
    """
    key = read(request.reader, request.POST.get("draft", ""))
    if key is None:
        return JsonResponse({"why": NOT_ANY_MORE}, status=403)
    if "carry_on" in request.POST:
        request.not_saved = True  # nothing is: the button may be pressed again
        request.session[CARRIED_ON] = [key.action, key.form, request.POST.get("which", "")]
        return redirect(key.page)
    if "throw_away" in request.POST:
        services.throw_away(actor=request.reader, key=key, which=request.POST.get("which", ""))
        messages.success(request, "What you had typed is deleted.")
        return redirect(key.page)
    return _save(request, key)


def _save(request, key):
    values = _typed(request.POST.get("values", ""))
    if values is None:
        return JsonResponse({"why": "What you typed could not be read."}, status=400)
    records = records_if_opened(request, key.page)
    if records is None:
        return JsonResponse({"why": NOT_ANY_MORE}, status=404)
    number, form = request.POST.get("number", ""), ServiceForm({})

    def save():
        return services.save_draft(
            actor=request.reader, key=key, number=number, values=values, records=records
        )

    taken, saved = call_service(form, save)
    if not taken:
        refusal = form.non_field_errors().as_data()[0]
        return JsonResponse({"why": refusal.message, "code": refusal.code}, status=STATUS[refusal.code])
    return JsonResponse({"at": timezone.localtime(saved.saved_at).strftime("%H:%M")})


def _typed(text):
    """{name: [texts]} from the JSON [[name, text], …] that the page sends; None for anything else."""
    try:
        pairs = json.loads(text)
        values = {}
        for name, value in pairs:
            if not isinstance(name, str) or not isinstance(value, str) or "\x00" in name + value:
                return None
            (name + value).encode()  # half a sign, which no database takes
            if not any(never in name for never in NEVER_KEPT):
                values.setdefault(name, []).append(value)
    except (ValueError, TypeError, RecursionError):
        return None
    return values
