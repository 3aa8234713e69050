"""Saying that two rows are the same human, place or object, and that they are not after all."""

from django.urls import reverse

from pam.records.forms import EndForm
from pam.records.models import Subject
from pam.records.selectors.names import names_for
from pam.records.views.base import PartFormView
from pam.records.views.page import log_named
from pam.subjects.forms import MergeForm, TieForm
from pam.subjects.selectors.alike import subjects_alike
from pam.subjects.selectors.person import others_in_record
from pam.subjects.services import identities


class SamePage(PartFormView):
    """A page about which row of a subject is the same as another."""

    model = Subject
    form_class = EndForm
    done = "Saved."

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.part.version}}

    def next_page(self, saved):
        """The subject's page."""
        return reverse("subjects:subject", args=[self.part.uuid])

    def context(self):
        """The subject."""
        return {**super().context(), "subject": self.part}


class MergeSubject(SamePage):
    """Merges a row into another one of the record."""

    form_class = MergeForm
    template_name = "subjects/merge.html"
    done = "Merged. You can undo this."

    def form_arguments(self):
        """The others of the record."""
        return {**super().form_arguments(), "rows": others_in_record(self.reader, self.part)}

    def save(self, form):
        """Merges them."""
        return identities.merge_subject(actor=self.reader, subject=self.part, **form.cleaned_data)

    def next_page(self, saved):
        """The page of the row that is kept."""
        return reverse("subjects:subject", args=[saved.merged_into.uuid])


class UndoMerge(SamePage):
    """Undoes the merge of a row."""

    template_name = "subjects/undo_merge.html"

    def save(self, form):
        """Undoes it."""
        return identities.undo_merge(actor=self.reader, subject=self.part, **form.cleaned_data)


class TieSubject(SamePage):
    """Ties a row to one of another record that looks alike."""

    form_class = TieForm
    template_name = "subjects/tie.html"
    done = "Saved. You can undo this."

    def open(self, uuid):
        """Opens the subject and looks for those that are alike."""
        super().open(uuid)
        row = self.part
        found = subjects_alike(self.reader, kind=row.kind, name=row.name, born=row.born, details=row.details)
        self.found = [
            one for one in found if one.record_id != row.record_id and one.identity_id != row.identity_id
        ]
        self.names = names_for(self.reader, [one.record_id for one in self.found])
        log_named(self.reader, self.names)

    def form_arguments(self):
        """Those that look alike."""
        return {**super().form_arguments(), "rows": self.found, "names": self.names}

    def save(self, form):
        """Ties them."""
        data = form.cleaned_data
        return identities.tie_subject(
            actor=self.reader, subject=self.part, same_as=data["same"], version=data["version"]
        )

    def context(self):
        """Whether there are any."""
        return {**super().context(), "found": self.found}


class UntieSubject(SamePage):
    """Says that a row is not the same as those in other records."""

    template_name = "subjects/untie.html"

    def save(self, form):
        """Unties it."""
        return identities.untie_subject(actor=self.reader, subject=self.part, **form.cleaned_data)
