"""The page on which a group is laid out for typing, and noting that a section was typed."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.models import Ocg
from ocg.reentry import selectors, services
from ocg.reentry.forms import TypingForm
from pam.access.levels import Level
from pam.records.owning import is_owner
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context
from pam.records.views.pages import refuse_copy

RELATED = ("sro__user", "coordinator__user", "stage_version")


@require_GET
def pack(request, uuid):
    """The group in the order that it is typed in, with what changed since. Refused where it may not be
    copied.
    """
    record = open_record(request, Ocg, uuid, operation="open to type", related=RELATED)
    context = record_context(request, record)
    if context["conditions"] and context["conditions"].no_print:
        return refuse_copy(request, record)
    sections = selectors.pack_of(request.reader, record)
    context |= {
        "sections": sections,
        "may_note": context["may_contribute"] and is_owner(request.reader, record),
        "history": list(selectors.typings_of(request.reader, record)[:20]),
        "labels": {section.term.pk: section.term.label for section in sections},
    }
    for row in context["history"]:
        row.section_label = context["labels"].get(row.section_id, "")
    return render(request, "ocg/reentry/pack.html", context)


class NoteTyped(RecordFormView):
    """That one section was typed into another system."""

    model = Ocg
    level = Level.CONTRIBUTE
    related = RELATED
    owner_only = True
    look = "open to note typing"
    form_class = TypingForm
    template_name = "ocg/reentry/typed.html"
    done = "Noted."

    def open(self, uuid, code):
        """Opens the group and the section."""
        super().open(uuid)
        self.section = selectors.section_or_404(code)

    def save(self, form):
        """Notes it."""
        return services.note_typed(
            actor=self.reader, ocg=self.record, section=self.section, **form.cleaned_data
        )

    def next_page(self, saved):
        """The pack, at the section."""
        return reverse("ocg:reentry", args=[self.record.uuid]) + f"#{self.section.code}"

    def context(self):
        """The section."""
        return {**super().context(), "section": self.section}
