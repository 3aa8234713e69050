"""Covert matches, for who leads the record that already knew."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.matching import services as matching
from pam.matching.forms import AnswerMatchForm
from pam.records.names import names_for
from pam.records.views import refuse


@require_GET
def matches(request):
    """The matches of records that the reader leads or manages, newest first."""
    shown = page(matching.matches(), ["-found_at", "-pk"], request)
    numbers = sorted({row.record_id for row in shown.rows})
    log(request.reader, Verb.CONSULTATION, "list", numbers, what="Matches")
    return render(
        request, "matching/matches.html", {"page": shown, "names": names_for(request.reader, numbers)}
    )


@require_http_methods(["GET", "POST"])
def match(request, uuid):
    """One match: what is known here, at which agency somebody recorded the same, and what came of it."""
    row = matching.one(uuid)
    if row is None:
        raise Http404
    form = AnswerMatchForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            matching.answer(actor=request.reader, match=row, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("matching:match", uuid)
    log(request.reader, Verb.CONSULTATION, "open covert match", [row.record_id], what=f"Match {row.uuid}")
    context = {"row": row, "form": form, "names": names_for(request.reader, [row.record_id])}
    return render(request, "matching/match.html", context)
