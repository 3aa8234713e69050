"""New frameworks, copies, next drafts, files, throwing away and retiring."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from pam.access.errors import Refused
from pam.audit.services import Verb, log
from pam.forms.base import ServiceForm
from pam.forms.views import ConfirmView, ServiceFormView
from pam.frameworks import selectors, services
from pam.frameworks.editor.forms import CopyForm, NewForm, UploadForm, VersionForm
from pam.frameworks.editor.places import free_code
from pam.frameworks.editor.views import DraftView, edit_address
from pam.frameworks.models import AUTHOR


class NewView(ServiceFormView):
    """A framework that begins empty."""

    roles = (AUTHOR,)
    form_class: type[ServiceForm] = NewForm
    template_name = "frameworks/new.html"
    done = "The draft is made. Only authors see it until it is published."

    def save(self, form):
        """Makes the first draft."""
        values = form.cleaned_data
        code = values["code"] or free_code(values["name"], set())
        return services.create_draft(actor=self.reader, kind=values["kind"], name=values["name"], code=code)

    def next_page(self, saved):
        """The editor."""
        return edit_address(saved)


class CopyView(NewView):
    """A copy of a version that the reader can read, as a draft of the agency."""

    form_class = CopyForm
    template_name = "frameworks/copy.html"

    def open(self, uuid):
        """Finds the version."""
        self.version = selectors.version(self.reader, uuid)
        log(self.reader, Verb.CONSULTATION, "open framework", detail=self.version.name)

    def form_arguments(self):
        """The name of the original."""
        return {"initial": {"name": self.version.name}}

    def save(self, form):
        """Copies it."""
        return services.copy_version(actor=self.reader, version=self.version, **form.cleaned_data)

    def context(self):
        """What is copied."""
        return {"version": self.version}


class UploadView(NewView):
    """A YAML file as a draft. A file with faults is shown as text beside what is wrong, line by line."""

    form_class = UploadForm
    template_name = "frameworks/upload.html"

    def valid(self):
        """Puts a file's text into the box, so that it can be mended there."""
        if not self.form.is_valid():
            return False
        sent = self.form.cleaned_data.get("file")
        if sent:
            self.source = sent.read(1_100_000)
            self.form.carry(text=self.source.decode("utf-8", "replace").replace("\x00", ""))
        else:
            self.source = self.form.cleaned_data["text"].encode()
        return True

    def save(self, form):
        """Takes it in."""
        try:
            return services.import_file(actor=self.reader, source=self.source)
        except Refused as refusal:
            self.faults = refusal.message.splitlines()
            raise Refused(f"It was not taken in: {self.faults[0]}", code="faulty", field="text") from None

    def context(self):
        """The faults by line."""
        return {"faults": getattr(self, "faults", [])}


class OwnFrameworkView(ConfirmView):
    """A question about a framework of the agency."""

    roles = (AUTHOR,)
    form_class = VersionForm

    def open(self, uuid):
        """Finds the framework."""
        self.row = selectors.framework(self.reader, uuid)
        if self.row.agency_id != self.reader.agency_id:
            raise Http404

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.row.version}}

    def next_page(self, saved):
        """The framework."""
        return reverse("frameworks:framework", args=[self.row.uuid])


class RetireView(OwnFrameworkView):
    """Offers a framework no more, or again."""

    def ask(self):
        """The question."""
        return f"{'Bring back' if self.row.retired else 'Retire'} “{self.row.name}”?"

    @property
    def confirm_label(self):
        """The button."""
        return "Bring back" if self.row.retired else "Retire"

    @property
    def consequences(self):
        """What it does."""
        if self.row.retired:
            return ["It can be chosen again."]
        return ["It can no longer be chosen.", "What was made with it keeps it.", "You can bring it back."]

    def save(self, form):
        """Retires it, or brings it back."""
        version = form.cleaned_data["version"]
        retired = not self.row.retired
        return services.retire(actor=self.reader, framework=self.row, version=version, retired=retired)

    def done_words(self, saved):
        """What is done."""
        return f"{saved.name} is {'retired' if saved.retired else 'in use again'}."


class StartView(OwnFrameworkView):
    """The next draft of a framework, a copy of its newest version."""

    confirm_label = "Start the next version"
    consequences = ("It begins as the newest version is.", "Nothing changes for others until you publish it.")

    def open(self, uuid):
        """Leads to the draft if there is one."""
        super().open(uuid)
        draft = selectors.draft_of(self.reader, self.row)
        return redirect(edit_address(draft)) if draft else None

    def ask(self):
        """The question."""
        return f"Start the next version of “{self.row.name}”?"

    def save(self, form):
        """Starts it."""
        return services.start_draft(actor=self.reader, framework=self.row)

    def next_page(self, saved):
        """The editor."""
        return edit_address(saved) if saved else super().next_page(saved)


class DiscardView(ConfirmView, DraftView):
    """Throws a draft away."""

    form_class = VersionForm
    confirm_label, danger = "Throw it away", True
    consequences = (
        "It cannot be brought back. You can download it as a file first.",
        "Published versions stay.",
    )
    done = "The draft is thrown away."

    def ask(self):
        """The question."""
        return f"Throw the draft of “{self.draft.name}” away?"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.draft.version}}

    def save(self, form):
        """Throws it away."""
        services.discard_draft(actor=self.reader, draft=self.draft, version=form.cleaned_data["version"])

    def cancel_page(self):
        """The editor."""
        return edit_address(self.draft)

    def next_page(self, saved):
        """The library."""
        return reverse("frameworks:library")
