"""Why something was done, in its doer's own words: opened line by line, for a purpose that is logged."""

from django.http import Http404
from django.shortcuts import render

from pam.forms.views import ServiceFormView
from pam.oversight import selectors as log_selectors
from pam.oversight.forms import ReasonForm
from pam.oversight.services import open_reason
from pam.oversight.views.log import AUDITOR, sections


class OpenReason(ServiceFormView):
    """Asks for which purpose the reason of a line of the log is read, then shows it, that once."""

    roles = (AUDITOR,)
    form_class = ReasonForm
    template_name = "oversight/reason.html"

    def open(self, line):
        """Finds the line; 404 for one that is not the reader's to open, as for none."""
        self.line = log_selectors.line_to_open(line)
        if self.line is None:
            raise Http404
        log_selectors.with_references([self.line])

    def save(self, form):
        """Opens the reason, which logs it."""
        return open_reason(actor=self.reader, line=self.line, **form.cleaned_data)

    def answer(self, saved):
        """The page with the reason. It is in no address: to read it again one says again why."""
        return render(self.request, self.template_name, {"words": saved, **self.context()})

    def context(self):
        """The line."""
        return {"tabs": sections(self.reader), "line": self.line}
