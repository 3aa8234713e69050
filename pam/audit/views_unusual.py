"""Unusual looking: the list, and what came of a line."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from . import reading
from .forms import FollowUpForm, UnusualFilter
from .services import Verb, follow_up_unusual, log
from .views import AUDITOR, SIZE, cursor_of, paged, require_role, sections


@require_GET
def unusual(request):
    """Lines to follow up, newest first."""
    require_role(request.reader, AUDITOR)
    form = UnusualFilter(request.GET or None)
    state = (form.cleaned_data["state"] if form.is_bound and form.is_valid() else "") or "open"
    rows = reading.unusual_looking(state=state, before=cursor_of(request), most=SIZE + 1)
    log(request.reader, Verb.CONSULTATION, "list", [], what="Unusual looking")
    context = {"tabs": sections(request.reader), "form": form, "state": state, **paged(request, rows)}
    return render(request, "audit/unusual.html", context)


@require_http_methods(["GET", "POST"])
def follow_up(request, uuid):
    """One line: why it is listed, and what came of asking."""
    require_role(request.reader, AUDITOR)
    line = reading.unusual_line(uuid)
    if line is None:
        raise Http404
    form = FollowUpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            follow_up_unusual(actor=request.reader, line=line, **form.cleaned_data)
            messages.success(request, "Followed up.")
            return redirect("audit:unusual")
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    context = {
        "tabs": sections(request.reader),
        "line": line,
        "form": form,
        "own": line.user_id == request.reader.user_id,
    }
    return render(request, "audit/follow_up.html", context)
