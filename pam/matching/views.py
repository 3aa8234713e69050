"""Covert matches, for the person who leads the record that already knew."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.matching import selectors as match_selectors
from pam.matching import services as matching
from pam.matching.forms import AnswerMatchForm
from pam.records.selectors.names import names_for
from pam.ui.sorting import Column, Sorting


@require_GET
def matches(request):
    """The matches of records that the reader leads or manages, newest first."""
    shown = page(match_selectors.matches(), Sorting(request, Column("found", "Found", "-found_at")), request)
    numbers = sorted({row.record_id for row in shown.rows})
    log(request.reader, Verb.CONSULTATION, "list", numbers, detail="Matches")
    context = {"page": shown, "names": names_for(request.reader, numbers)}
    if request.reader.has_role("supervisor"):
        context["muted_url"] = reverse("matching:muted")
    return render(request, "matching/matches.html", context)


@require_GET
def muted(request):
    """The muted keys of the reader's agency, which report no match, and why: for its supervisors."""
    rows = match_selectors.muted_keys(request.reader)
    records = sorted({row.seen_in for row in rows if row.seen_in})
    log(request.reader, Verb.CONSULTATION, "list", records, detail="Muted matches")
    context = {"rows": rows, "most": match_selectors.most_records()}
    return render(request, "matching/muted.html", context)


class OneMatch(ServiceFormView):
    """One match: what is known here, at which agency a person recorded the same, and the outcome."""

    form_class = AnswerMatchForm
    template_name = "matching/match.html"
    done = "Saved."

    def open(self, uuid):
        """Finds the match, and logs the look at it."""
        self.row = match_selectors.match_of(uuid)
        if self.row is None:
            raise Http404
        detail = f"Match {self.row.uuid}"
        log(self.reader, Verb.CONSULTATION, "open covert match", [self.row.record_id], detail=detail)

    def save(self, form):
        """Keeps the outcome."""
        return matching.answer(actor=self.reader, match=self.row, **form.cleaned_data)

    def next_page(self, saved):
        """The same page."""
        return reverse("matching:match", args=[self.row.uuid])

    def context(self):
        """The match, and what its record may be called."""
        return {"row": self.row, "names": names_for(self.reader, [self.row.record_id])}
