"""Adding a name, an address or a number to a subject, changing it, taking it out."""

from django.urls import reverse

from pam.access import visibility
from pam.records.forms import EndForm
from pam.records.models import Record, Subject
from pam.records.views.base import AddToRecordView, PartFormView
from pam.subjects.forms import ParticularEditForm, ParticularForm
from pam.subjects.models import Particular
from pam.subjects.services import particulars


class AddParticular(AddToRecordView):
    """Adds a name, an address or a number to a subject."""

    form_class = ParticularForm
    template_name = "subjects/particular_add.html"
    done = "Added."

    def open(self, uuid):
        """Opens the subject and its record."""
        self.subject = visibility.get(self.reader, Subject, uuid)
        rows = visibility.visible_to(self.reader, Record).filter(pk=self.subject.record_id)
        super().open(rows.values_list("uuid", flat=True).get())

    def form_arguments(self):
        """Who the subject is for, too."""
        return {**super().form_arguments(), "subject": self.subject}

    def save(self, form):
        """Keeps it."""
        return particulars.add_particular(
            actor=self.reader,
            record=self.record,
            subject=self.subject,
            particular=form.save(commit=False),
            agencies=form.addressed_to(),
        )

    def next_page(self, saved):
        """The subject's page."""
        return reverse("subjects:subject", args=[self.subject.uuid])

    def context(self):
        """The subject."""
        return {**super().context(), "subject": self.subject}


class OneParticular(PartFormView):
    """A page about one name, address or number of a subject."""

    model = Particular

    def open(self, uuid):
        """Opens it, with its subject: who may see it may see the subject."""
        super().open(uuid)
        self.subject = visibility.visible_to(self.reader, Subject).get(pk=self.part.subject_id)
        self.value = self.part.value

    def next_page(self, saved):
        """The subject's page."""
        return reverse("subjects:subject", args=[self.subject.uuid])

    def context(self):
        """It as it is, whatever is typed, and its subject."""
        return {
            **super().context(),
            "particular": self.part,
            "value": self.value,
            "subject": self.subject,
        }


class EditParticular(OneParticular):
    """Changes it."""

    form_class = ParticularEditForm
    template_name = "subjects/particular_edit.html"
    done = "Saved."

    def form_arguments(self):
        """The row itself, the record, and which kinds of number and markings are offered."""
        return {"instance": self.part, "reader": self.reader, "record": self.record}

    def save(self, form):
        """Saves it."""
        return particulars.save_particular(
            actor=self.reader,
            particular=form.save(commit=False),
            version=form.cleaned_data["version"],
        )


class RemoveParticular(OneParticular):
    """Takes it out: it was entered by mistake."""

    form_class = EndForm
    template_name = "subjects/particular_remove.html"
    done = "Removed. The record’s changes still show it."

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Removes it."""
        return particulars.remove_particular(actor=self.reader, particular=self.part, **form.cleaned_data)
