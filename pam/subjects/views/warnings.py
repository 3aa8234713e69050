"""Warnings about a person or a place, and photographs of them."""

from django.urls import reverse

from pam.access import visibility
from pam.records.forms import EndForm
from pam.records.models import Subject
from pam.records.views.base import PartFormView
from pam.subjects.forms import (
    PhotographForm,
    SubjectPhotoForm,
    WarningEditForm,
    WarningForm,
)
from pam.subjects.models import WarningMarker
from pam.subjects.selectors.photographs import photographs_of
from pam.subjects.services import photographs, warnings
from pam.subjects.views.particulars import AddParticular
from pam.subjects.views.same import SamePage


class AddWarning(AddParticular):
    """Adds a warning about a person or a place."""

    form_class = WarningForm
    template_name = "subjects/warning_add.html"
    done = "Warning added."

    def save(self, form):
        """Keeps it."""
        return warnings.add_warning(
            actor=self.reader,
            record=self.record,
            subject=self.subject,
            warning=form.save(commit=False),
            agencies=form.addressed_to(),
        )


class OneWarning(PartFormView):
    """A page about one warning."""

    model = WarningMarker

    def open(self, uuid):
        """Opens it, with its subject: who may see it may see the subject."""
        super().open(uuid)
        self.subject = visibility.visible_to(self.reader, Subject).get(pk=self.part.subject_id)

    def next_page(self, saved):
        """The subject's page."""
        return reverse("subjects:subject", args=[self.subject.uuid])

    def context(self):
        """It, and its subject."""
        return {**super().context(), "warning": self.part, "subject": self.subject}


class EditWarning(OneWarning):
    """Changes it, or says that it was looked at again."""

    form_class = WarningEditForm
    template_name = "subjects/warning_edit.html"
    done = "Saved."

    def form_arguments(self):
        """The row itself."""
        return {"instance": self.part, "agency_id": self.reader.agency_id}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return warnings.save_warning(actor=self.reader, warning=form.save(commit=False), version=version)


class EndWarning(OneWarning):
    """Takes it off."""

    form_class = EndForm
    template_name = "subjects/warning_end.html"
    done = "Taken off. The record’s changes still show it."

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Takes it off."""
        return warnings.end_warning(actor=self.reader, warning=self.part, **form.cleaned_data)


class AddPhotograph(AddParticular):
    """Adds a photograph of a person."""

    form_class = SubjectPhotoForm
    template_name = "subjects/photograph_add.html"
    done = "Photograph added."

    def form_arguments(self):
        """Those of every form that adds to a record."""
        arguments = super().form_arguments()
        del arguments["subject"]
        return arguments

    def save(self, form):
        """Keeps it."""
        ((upload, title),) = form.titled
        return photographs.add_photograph(
            actor=self.reader,
            record=self.record,
            subject=self.subject,
            upload=upload,
            title=title,
            own_marking=form.chosen_marking(),
        )


class ChoosePhotograph(SamePage):
    """Which photograph is the main one of a person."""

    form_class = PhotographForm
    template_name = "subjects/photograph.html"

    def form_arguments(self):
        """The photographs of this row."""
        shown = [row for row in photographs_of(self.reader, [self.part]) if row.shows_id == self.part.pk]
        return {**super().form_arguments(), "photographs": shown}

    def save(self, form):
        """Keeps the choice."""
        return photographs.choose_photograph(actor=self.reader, subject=self.part, **form.cleaned_data)
