"""Help: what is new, the tour, the glossary, and the pages where an agency keeps its own."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from pam.forms.base import ServiceForm
from pam.forms.views import ConfirmView, ServiceFormView, press
from pam.help import services
from pam.help.forms import LineForm, TermForm
from pam.help.models import HelpText
from pam.help.selectors import (
    KEEPERS,
    lines_for,
    news,
    own_text,
    shipped_line,
    terms_for,
    tour_for,
)


def _may_keep(request):
    return request.reader.has_role(*KEEPERS)


@require_GET
def index(request):
    """Where to find help."""
    return render(
        request, "help/index.html", {"tour": tour_for(request.reader), "may_keep": _may_keep(request)}
    )


@require_GET
def news_page(request):
    """What is new; who opens it has read it."""
    services.read_news(actor=request.reader, newest=news()[0])
    return render(request, "help/news.html", {"news": news()})


@require_GET
def tour(request):
    """One step of the reader's tour."""
    found = tour_for(request.reader)
    asked = request.GET.get("step", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1
    number = min(max(number, 1), len(found.steps))
    step = found.steps[number - 1]
    try:
        page = reverse(step.page) if step.page else ""
    except NoReverseMatch:
        page = ""
    context = {
        "tour": found,
        "step": step,
        "number": number,
        "page": page,
        "last": number == len(found.steps),
    }
    return render(request, "help/tour.html", {**context, "next": number + 1, "previous": number - 1})


@require_POST
def tour_end(request):
    """The reader has seen the tour, or puts it away."""
    words = "You can start the tour again from your account page or from Help."
    press(request, lambda: services.end_tour(actor=request.reader, tour=tour_for(request.reader)), words)
    return redirect("home")


@require_GET
def glossary(request):
    """The words of the trade, searchable."""
    words = request.GET.get("q", "")[:80]
    context = {"terms": terms_for(request.reader, words), "q": words, "may_keep": _may_keep(request)}
    return render(request, "help/glossary.html", context)


@require_GET
def lines(request):
    """Every line of procedure, and where it is shown."""
    if not _may_keep(request):
        raise PermissionDenied
    return render(request, "help/lines.html", {"lines": lines_for(request.reader)})


class EditLine(ServiceFormView):
    """What the agency's people read on a page or at a stage."""

    roles = KEEPERS
    form_class = LineForm
    template_name = "help/line_edit.html"
    done = "Saved. It is shown within half a minute."

    def open(self, uuid):
        """Finds pam's own line and the agency's."""
        self.line = shipped_line(uuid)
        if self.line is None:
            raise Http404
        self.own = own_text(self.reader, HelpText.Kind.LINE, place=self.line.place)

    def form_arguments(self):
        """The line as it is shown now."""
        shown = self.own or self.line
        return {"initial": {"text": shown.text, "version": self.own.version if self.own else 0}}

    def save(self, form):
        """Saves the agency's line."""
        typed = form.cleaned_data
        return services.set_line(
            actor=self.reader, line=self.line, text=typed["text"], version=typed["version"]
        )

    def next_page(self, saved):
        """Every line."""
        return reverse("help:lines")

    def context(self):
        """Pam's own line and the agency's."""
        return {"line": self.line, "own": self.own}


class ResetLine(ConfirmView):
    """Takes the agency's own line away."""

    roles = KEEPERS
    form_class = ServiceForm
    question = "Use the line that comes with pam?"
    confirm_label = "Use pam’s line"
    done = "The line that comes with pam is shown again."

    def open(self, uuid):
        """Finds the line."""
        self.line = shipped_line(uuid)
        if self.line is None:
            raise Http404
        self.consequences = [f"People read: {self.line.text}", "Your agency’s own words are removed."]

    def save(self, form):
        """Removes the agency's own."""
        return services.reset_line(actor=self.reader, line=self.line)

    def next_page(self, saved):
        """Every line."""
        return reverse("help:lines")


class AddTerm(ServiceFormView):
    """A new word of the agency's glossary."""

    roles = KEEPERS
    form_class = TermForm
    template_name = "help/term.html"
    done = "Saved."
    term = None

    def form_arguments(self):
        """A new one."""
        return {"initial": {"version": 0}}

    def save(self, form):
        """Adds or changes it."""
        return services.set_term(actor=self.reader, term=self.term, **form.cleaned_data)

    def next_page(self, saved):
        """The glossary."""
        return reverse("help:glossary")

    def context(self):
        """The word that is changed."""
        return {"term": self.term}


class EditTerm(AddTerm):
    """Changes a word of the agency's own."""

    def open(self, uuid):
        """Finds the word."""
        self.term = own_text(self.reader, HelpText.Kind.TERM, uuid=uuid)
        if self.term is None:
            raise Http404

    def form_arguments(self):
        """The word as it is."""
        term = self.term
        return {"initial": {"label": term.label, "text": term.text, "version": term.version}}


class RemoveTerm(ConfirmView):
    """Removes a word of the agency's own."""

    roles = KEEPERS
    form_class = ServiceForm
    question = "Remove this word from the glossary?"
    confirm_label = "Remove"
    done = "Removed."
    danger = True
    open = EditTerm.open

    def save(self, form):
        """Removes it."""
        return services.remove_term(actor=self.reader, term=self.term)

    def next_page(self, saved):
        """The glossary."""
        return reverse("help:glossary")
