"""Giving a sanitised action: for which person, the text, what they will read. And the pages of those who were
given one.
"""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pam.access import visibility
from pam.access.levels import Level
from pam.access.paging import page
from pam.actions.forms.sanitised import AgencyChoiceForm, ReportForm, SanitisedForm
from pam.actions.models import SanitisedAction
from pam.actions.selectors import sanitised as sanitised_selectors
from pam.actions.services import sanitised
from pam.audit.services import Verb, log
from pam.disclosure.selectors.sharing import in_sentence, label_of
from pam.forms.views import CheckedFormView, ServiceFormView
from pam.records.models import Record
from pam.records.views.page import open_record, record_context
from pam.ui.sorting import Column, Sorting


class GiveSanitised(CheckedFormView):
    """Gives an action of `self.record` to a person who may not see it: agency, text, preview."""

    form_class = SanitisedForm
    template_name = "actions/sanitised_form.html"
    check_template_name = "actions/sanitised_preview.html"

    def open(self, uuid):
        """Opens the record. Until an agency is chosen, the page is the choice."""
        self.record = open_record(self.request, Record, uuid, level=Level.CONTRIBUTE, operation="open to add")
        return self.choose_agency()

    def choose_agency(self):
        """The page with the choice of an agency (`?agency=`), or None once one is chosen."""
        self.choice = AgencyChoiceForm(self.request.GET or None, reader=self.reader)
        if not (self.choice.is_bound and self.choice.is_valid()):
            return render(self.request, "actions/sanitised_agency.html", self.page_context())
        self.agency = self.choice.cleaned_data["agency"]
        self.person_name = self.choice.cleaned_data["who"].strip()

    def page_context(self):
        """The context of the record's pages, the choice, and the way back."""
        page = record_context(self.request, self.record)
        return {**page, "choice": self.choice, "back": self.back()}

    def back(self):
        """The address to go back to, and on to when it is done."""
        return self.record.get_absolute_url()

    def form_arguments(self):
        """The record, and at which agency the receiver is."""
        return {
            "reader": self.reader,
            "record": self.record,
            "level": visibility.level(self.reader, self.record),
            "agency": self.agency,
            "person_name": self.person_name,
        }

    def check(self):
        """The text as its receiver would read it, and what it says of the record."""
        text = self.form.text()
        words = f"{text.title} {text.details} {text.contact} {text.warnings}"
        said = sanitised_selectors.record_words_in(self.reader, self.record, words)
        return {"text": text, "said": said, "receiver": self.receiver()}

    def receiver(self):
        """Who gets it, as inside of a sentence."""
        return in_sentence(label_of(self.form.cleaned_data["receiver"]))

    def save(self, form):
        """Gives the action."""
        return sanitised.give(actor=self.reader, record=self.record, proposal=form.proposal())

    def done_words(self, saved):
        """Who got it."""
        return f"Given to {self.receiver()}."

    def next_page(self, saved):
        """Back to where it began."""
        return self.back()

    def context(self):
        """The context, and at which agency the receiver is."""
        return {**self.page_context(), "agency": self.agency, "person_name": self.person_name}


@require_http_methods(["GET"])
def given(request):
    """The sanitised actions that the reader, their teams or their agency were given; those to do first on
    request.
    """
    all_of_them = request.GET.get("show") == "all"
    rows = sanitised_selectors.given_to(request.reader)
    rows = rows if all_of_them else rows.filter(state__in=SanitisedAction.LIVE)
    shown = page(rows, Sorting(request, Column("due", "Due", "due")), request)
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Actions from partners")
    return render(request, "actions/given.html", {"page": shown, "all": all_of_them})


class GivenOne(ServiceFormView):
    """One of them: its text, what was reported so far, and the next report."""

    form_class = ReportForm
    template_name = "actions/given_one.html"

    def open(self, uuid):
        """Opens the sanitised action; 404 for any that the reader was not given."""
        self.row = sanitised_selectors.sanitised_given_to(self.reader, uuid)
        if self.row is None:
            raise Http404
        detail = f"Sanitised action {self.row.uuid}"
        log(self.reader, Verb.CONSULTATION, "open sanitised action", [], detail=detail)

    def save(self, form):
        """Keeps the report."""
        return sanitised.report(actor=self.reader, row=self.row, **form.cleaned_data)

    def done_words(self, saved):
        """Who reads it."""
        return f"Reported to {self.row.given_by.user.name}."

    def next_page(self, saved):
        """The same page."""
        return reverse("actions:given_one", args=[self.row.uuid])

    def context(self):
        """The text and the reports."""
        text, reports = sanitised_selectors.text_of(self.row), sanitised_selectors.reports_of(self.row)
        return {"row": self.row, "text": text, "reports": reports}
