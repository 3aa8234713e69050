"""Adding a person, place or object to a record, unless it is one that is known already."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pam.access import visibility
from pam.records.kinds import check_opening
from pam.records.models import Record
from pam.records.services import add_subject
from pam.records.views.base import AddToRecordView
from pam.records.views.page import log_named
from pam.search.throttle import too_often
from pam.subjects.forms import NewSubjectForm
from pam.subjects.services.identities import add_known_subject


class AddSubject(AddToRecordView):
    """Adds a person, place or object to a record."""

    form_class = NewSubjectForm
    template_name = "subjects/subject_add.html"
    done = "Added."

    def save(self, form):
        """Adds the subject: a new one, or one that is tied to the row that was chosen. One that the record
        has already is not added again.
        """
        chosen, values = form.chosen, {"subject": form.save(commit=False), "agencies": form.addressed_to()}
        if chosen is None:
            return add_subject(actor=self.reader, record=self.record, **values)
        if chosen.record_id == self.record.pk:
            return chosen
        return add_known_subject(actor=self.reader, record=self.record, same_as=chosen, **values)

    def answer(self, saved):
        """The record; of one that it has already the page of that one."""
        if self.form.chosen is not None and saved.pk == self.form.chosen.pk:
            messages.info(self.request, "This record has them already. Nothing was added.")
            return redirect(reverse("subjects:subject", args=[saved.uuid]))
        return super().answer(saved)

    def show(self):
        """The page; who is offered is logged."""
        log_named(self.reader, getattr(self.form, "alike_names", {}))
        return super().show()


class SubjectsAlike(AddSubject):
    """A part of a page: who looks like what is typed into the form so far, to choose from."""

    http_method_names = ["get", "head"]

    def open(self, uuid):
        """Opens the record, which the form's own page has logged."""
        self.record = visibility.get(self.reader, Record, uuid, level=self.level)
        check_opening(self.request, self.record)

    def get(self, request, **address):
        """The question, or nothing."""
        if too_often(self.reader, "alike"):
            return HttpResponse(status=429)
        self.form = self.make_form(request.GET)
        self.form.is_valid()
        self.form.errors.clear()
        log_named(self.reader, getattr(self.form, "alike_names", {}))
        return render(request, "subjects/parts/alike.html", {"form": self.form})
