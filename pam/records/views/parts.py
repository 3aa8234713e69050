"""Adding notes, documents and people to a record, and changing them."""

from django.urls import reverse
from django.utils.html import format_html

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView
from pam.records import services
from pam.records.documents import save_document
from pam.records.forms import (
    DocumentEditForm,
    DocumentForm,
    EndForm,
    MoveForm,
    PhotoForm,
    SubjectEditForm,
    VersionForm,
)
from pam.records.forms_note import NoteWithPhotosForm
from pam.records.models import Document, Link, Subject
from pam.records.moving import move_document, move_or_404, moved_document, undo_move
from pam.records.own_marking import highest_marking
from pam.records.selectors.names import names_for
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import log_named


class AddNote(AddToRecordView):
    """Adds a note to a record's chronology."""

    form_class = NoteWithPhotosForm
    template_name = "records/note.html"
    done = "Note added."

    def save(self, form):
        """Adds the note."""
        data = form.cleaned_data
        return services.add_note(
            actor=self.reader,
            record=self.record,
            title=data["title"],
            text=data["text"],
            photos=data["photos"],
            happened_at=data["happened_at"],
            time_known=data["time_known"],
            agencies=form.addressed_to(),
        )

    def done_words(self, saved):
        """That it is there, and how many photographs with it."""
        many = len(self.form.cleaned_data["photos"])
        return f"Note added with {many} photograph{'s' * (many > 1)}." if many else self.done


class AddDocument(AddToRecordView):
    """Adds files to a record."""

    form_class = DocumentForm
    template_name = "records/document_add.html"
    done = "Document added."

    def done_words(self, saved):
        """That it is there; that a photo was converted, and that the file waits for the scan."""
        words = [self.done if len(saved) == 1 else f"{len(saved)} documents added."]
        names = [upload.name for upload in self.request.FILES.getlist("upload")]
        if converted := [row.name for row, name in zip(saved, names, strict=True) if row.name != name]:
            kept = "The photo is" if len(converted) == 1 else "The photos are"
            words.append(f"{kept} kept as JPEG, {', '.join(converted)}, so that everyone can open it.")
        return " ".join([*words, *self.scan_words(saved)])

    def scan_words(self, saved):
        """That they wait for the scan, if they do."""
        it = "It" if len(saved) == 1 else "They"
        waits = any(row.is_closed for row in saved)
        return [f"{it} can be opened after the virus scan, usually within a minute."] if waits else []

    def save(self, form):
        """Keeps the files, all or none."""
        return services.add_documents(
            actor=self.reader,
            record=self.record,
            titled=form.titled,
            agencies=form.addressed_to(),
            facts=form.facts,
        )

    def next_page(self, saved):
        """The record's own page."""
        return self.record


class AddVersion(PartFormView):
    """Adds a new version of a document; the old one stays."""

    model = Document
    level = Level.CONTRIBUTE
    form_class = VersionForm
    template_name = "records/document_version.html"
    done = "New version added."

    def form_arguments(self):
        """The record, and the title that the document has."""
        level = visibility.level(self.reader, self.record)
        initial = {"title": self.part.title}
        return {"reader": self.reader, "record": self.record, "level": level, "initial": initial}

    def save(self, form):
        """Keeps the file."""
        ((upload, title),) = form.titled
        return services.add_version(actor=self.reader, document=self.part, upload=upload, title=title)

    def context(self):
        """The document."""
        return {**super().context(), "document": self.part}


class EditDocument(PartFormView):
    """Changes what is said of a document: what it is, tags, marking."""

    model = Document
    form_class = DocumentEditForm
    template_name = "records/document_edit.html"
    done = "Saved."

    def open(self, uuid):
        """Opens the document; its title as it is, whatever is typed."""
        super().open(uuid)
        self.name = self.part.title

    def form_arguments(self):
        """The document and its record."""
        return {"reader": self.reader, "record": self.record, "document": self.part}

    def save(self, form):
        """Saves it."""
        data = form.cleaned_data
        return save_document(
            actor=self.reader,
            document=self.part,
            version=data["version"],
            title=data["title"],
            tags=data["tags"],
            own_marking=form.chosen_marking(self.part.own_marking),
        )

    def context(self):
        """The document, and its title."""
        return {**super().context(), "document": self.part, "name": self.name}


class MoveDocument(PartFormView):
    """Moves a document to another record."""

    model = Document
    form_class = MoveForm
    template_name = "records/document_move.html"

    def done_words(self, saved):
        """That it is here, and the way to undo it."""
        undo = reverse("records:undo_move", args=[saved.moved.uuid])
        return format_html(
            'The document is in this record now. <a class="govuk-link" href="{}">Undo</a>', undo
        )

    def open(self, uuid):
        """Opens the document. Raises PermissionDenied unless the reader manages its record."""
        super().open(uuid)
        visibility.require(self.reader, self.record, Level.MANAGE)

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"reader": self.reader, "initial": {"version": self.part.version}}

    def save(self, form):
        """Moves it."""
        data = form.cleaned_data
        self.target = data["reference"]
        return move_document(
            actor=self.reader, document=self.part, version=data["version"], target=self.target
        )

    def next_page(self, saved):
        """The record where it is now."""
        return self.target

    def context(self):
        """The document."""
        return {**super().context(), "document": self.part}


class UndoMove(ConfirmView):
    """Moves a document back to where it was."""

    question = "Move the document back?"
    confirm_label = "Move it back"
    done = "The document is where it was, for the agencies that could see it there."
    consequences = (
        "It goes back to the record that it came from, with its versions, marked as it was.",
        "The agencies that could see it there can see it again.",
        "Both chronologies keep what happened.",
    )

    def open(self, uuid):
        """Finds one's own move. Raises Http404 for another's, and one that was undone."""
        self.batch = move_or_404(self.reader, uuid)
        self.document = moved_document(self.reader, self.batch)
        log(self.reader, Verb.CONSULTATION, "open", [self.document.record_id], detail="Undo a move")

    def context(self):
        """Which document, of which record, and the highest marking of both."""
        record, facts = self.document.record, [("Document", self.document.title)]
        marking = highest_marking(record, [self.document])
        return {**super().context(), "facts": facts, "record": record, "marking": marking}

    def save(self, form):
        """Moves it back."""
        return undo_move(actor=self.reader, batch=self.batch)

    def next_page(self, saved):
        """The record where it is now."""
        return reverse("records:open", args=[saved.record.uuid]) if saved else reverse("home")


class AddPhoto(AddDocument):
    """Adds a photograph, smaller and without what the camera wrote into it."""

    form_class = PhotoForm
    template_name = "records/photo_add.html"

    def done_words(self, saved):
        """That they are there, and that they wait for the scan."""
        words = "Photograph added." if len(saved) == 1 else f"{len(saved)} photographs added."
        return " ".join([words, *self.scan_words(saved)])


class EditSubject(PartFormView):
    """Changes what a record says of a person, place or object."""

    model = Subject
    form_class = SubjectEditForm
    template_name = "records/subject_edit.html"
    done = "Saved."

    def open(self, uuid):
        """Opens the subject; its name as it is, whatever is typed."""
        super().open(uuid)
        self.name = self.part.name

    def form_arguments(self):
        """The subject itself."""
        return {"instance": self.part}

    def save(self, form):
        """Saves the subject."""
        version = form.cleaned_data["version"]
        return services.save_part(actor=self.reader, part=form.save(commit=False), version=version)

    def context(self):
        """The subject, and its name."""
        return {**super().context(), "subject": self.part, "name": self.name}


class EndPartView(PartFormView):
    """Asks why a part ends."""

    form_class = EndForm

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.part.version}}


class EndSubject(EndPartView):
    """Says that a person is no longer part of a record, or is again, and why."""

    model = Subject
    template_name = "records/subject_end.html"
    done = "Saved."

    def save(self, form):
        """Ends the subject, or brings it back."""
        return services.end_subject(
            actor=self.reader, subject=self.part, ended=not self.part.ended_at, **form.cleaned_data
        )

    def context(self):
        """The subject."""
        return {**super().context(), "subject": self.part}


class EndLink(EndPartView):
    """Unties two records, with a reason."""

    model = Link
    template_name = "records/link_end.html"
    done = "The link is removed."

    def save(self, form):
        """Ends the link."""
        return services.end_link(actor=self.reader, link=self.part, **form.cleaned_data)

    def context(self):
        """The link, and what the record at its other end may be called."""
        names = names_for(self.reader, [self.part.other_id])
        log_named(self.reader, names)
        return {**super().context(), "link": self.part, "names": names}
