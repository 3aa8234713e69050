"""Unusual access: the list, and what came of a line."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.audit.services import Verb, log
from pam.oversight import selectors as log_selectors
from pam.oversight.forms import FollowUpForm, UnusualFilter
from pam.oversight.services import follow_up_unusual
from pam.oversight.views import AUDITOR, SIZE, cursor_of, paged, require_role, sections


@require_GET
def unusual(request):
    """Lines to follow up, newest first."""
    require_role(request.reader, AUDITOR)
    form = UnusualFilter(request.GET or None)
    state = (form.cleaned_data["state"] if form.is_bound and form.is_valid() else "") or "open"
    rows = log_selectors.unusual_looking(state=state, before=cursor_of(request), most=SIZE + 1)
    log(request.reader, Verb.CONSULTATION, "list", [], what="Unusual access")
    context = {"tabs": sections(request.reader), "form": form, "state": state, **paged(request, rows)}
    return render(request, "oversight/unusual.html", context)


@require_http_methods(["GET", "POST"])
def follow_up(request, uuid):
    """One line: why it is listed, and what came of asking."""
    require_role(request.reader, AUDITOR)
    line = log_selectors.unusual_line(uuid)
    if line is None:
        raise Http404
    form = FollowUpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            follow_up_unusual(actor=request.reader, line=line, **form.cleaned_data)
            messages.success(request, "Followed up.")
            return redirect("oversight:unusual")
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    context = {
        "tabs": sections(request.reader),
        "line": line,
        "form": form,
        "own": line.user_id == request.reader.user_id,
        "that_day": urlencode(
            {
                f"{end}_{part}": getattr(line.day, part)
                for end in ("since", "till")
                for part in ("day", "month", "year")
            }
        ),
    }
    return render(request, "oversight/follow_up.html", context)
