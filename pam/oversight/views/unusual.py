"""Unusual access: the list, and what came of a line."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.oversight import selectors as log_selectors
from pam.oversight.forms import FollowUpForm, UnusualFilter
from pam.oversight.services import follow_up_unusual
from pam.oversight.views.log import AUDITOR, SIZE, cursor_of, paged, require_role, sections


@require_GET
def unusual(request):
    """Lines to follow up, newest first."""
    require_role(request.reader, AUDITOR)
    form = UnusualFilter(request.GET or None)
    state = (form.cleaned_data["state"] if form.is_bound and form.is_valid() else "") or "open"
    rows = log_selectors.unusual_looking(state=state, before=cursor_of(request), limit=SIZE + 1)
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Unusual access")
    context = {"tabs": sections(request.reader), "form": form, "state": state, **paged(request, rows)}
    return render(request, "oversight/unusual.html", context)


class FollowUp(ServiceFormView):
    """One line: why it is listed, and what came of asking."""

    roles = (AUDITOR,)
    form_class = FollowUpForm
    template_name = "oversight/follow_up.html"
    done = "Followed up."

    def open(self, uuid):
        """Finds the line."""
        self.line = log_selectors.unusual_line(uuid)
        if self.line is None:
            raise Http404

    def save(self, form):
        """Keeps the outcome."""
        return follow_up_unusual(actor=self.reader, line=self.line, **form.cleaned_data)

    def next_page(self, saved):
        """The list."""
        return reverse("oversight:unusual")

    def context(self):
        """The line, and whether it is about the reader."""
        day = self.line.day
        return {
            "tabs": sections(self.reader),
            "line": self.line,
            "own": self.line.user_id == self.reader.user_id,
            "that_day": urlencode(
                {
                    f"{end}_{part}": getattr(day, part)
                    for end in ("since", "until")
                    for part in ("day", "month", "year")
                }
            ),
        }
