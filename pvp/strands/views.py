"""What the strand of a case asks for: its page, and the form of its answers."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.levels import Level
from pam.records.views.base import RecordFormView
from pam.records.views.page import open_record, record_context
from pvp.models import CaseFile
from pvp.strands import services
from pvp.strands.forms import StrandForm
from pvp.strands.selectors import strand_of


@require_GET
def strand(request, uuid):
    """What comes first, tools, clocks, plans, answers, and what must be there before the case is closed."""
    case = open_record(request, CaseFile, uuid, related=["strand"], operation="open strand")
    context = record_context(request, case)
    return render(request, "pvp/strand.html", {**context, "shown": strand_of(request.reader, case)})


class AnswerStrand(RecordFormView):
    """Answers what the strand asks."""

    model = CaseFile
    level = Level.CONTRIBUTE
    related = ("strand",)
    form_class = StrandForm
    template_name = "pvp/strand_answer.html"
    done = "Saved."

    def open(self, uuid):
        """Opens the case and what its strand asks."""
        super().open(uuid)
        self.shown = strand_of(self.reader, self.record, whole=False)

    def form_arguments(self):
        """What the strand asks."""
        return {"shown": self.shown}

    def save(self, form):
        """Keeps the answers."""
        return services.answer_strand(
            actor=self.reader,
            case=self.record,
            asked=self.shown.version,
            answers=form.answers(),
            version=form.cleaned_data["version"],
        )

    def next_page(self, saved):
        """The page of the strand."""
        return reverse("pvp:strand", args=[self.record.uuid])

    def context(self):
        """What the strand asks."""
        return {**super().context(), "shown": self.shown}
