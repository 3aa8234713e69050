"""Saved searches: the list, saving one, what is new in one, renaming and deleting it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView, press
from pam.lists.selectors import teams_to_keep_for
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_for
from pam.search import selectors as search
from pam.ui.direction import isolated
from pam.watching.forms import NameForm, SaveSearchForm
from pam.watching.selectors import searches as selectors
from pam.watching.selectors.watches import watch_of
from pam.watching.services import searches as services
from pam.watching.services.watches import stop, watch_search


@require_GET
def saved(request):
    """The saved searches of the reader and of their teams."""
    rows = selectors.searches_of(request.reader)
    for row in rows:
        row.team, row.may_change = selectors.team_of(row), selectors.may_change(request.reader, row)
        row.address, row.narrowing = selectors.address_of(row), selectors.in_words(row)
    return render(request, "watching/searches.html", {"rows": rows})


@require_GET
def fresh(request, uuid):
    """The results of a saved search that its reader was last notified about, as far as still visible."""
    reader = request.reader
    row = selectors.search_or_404(reader, uuid)
    watch = watch_of(reader, search_id=row.pk)
    now = timezone.now()
    numbers = {code: [(n, now, 1) for n in some] for code, some in (watch.fresh if watch else {}).items()}
    groups = search.find(reader, row.words, few=selectors.MOST_TOLD, numbers=numbers, query={"new": "1"})
    attach_conditions(reader, [found for group in groups for found in group.every])
    log(reader, Verb.CONSULTATION, "search", search.found_by(groups))
    parts = [found.record_id for group in groups if group.is_part for found in group.every]
    context = {"search": row, "groups": groups, "words": row.words, "watch": watch}
    context |= {"names": names_for(reader, parts), "address": selectors.address_of(row)}
    return render(request, "watching/fresh.html", context)


@require_POST
def tell(request, uuid):
    """Tells the reader of new results of a search from now on, or no longer."""
    row = selectors.search_or_404(request.reader, uuid)
    watch = watch_of(request.reader, search_id=row.pk)
    if watch:
        words = "You are no longer told about new results."
        press(request, lambda: stop(actor=request.reader, watch=watch), words)
    else:
        words = "You are told about new results from now on."
        press(request, lambda: watch_search(actor=request.reader, search=row), words)
    return redirect("watching:searches")


class SaveSearch(ServiceFormView):
    """Saves what is in the box of the search, with its narrowing."""

    form_class = SaveSearchForm
    template_name = "watching/save.html"

    def open(self):
        """Takes what is searched for out of the address; back to the search if it is nothing."""
        self.words = self.request.GET.get("q", "").strip()[:200]
        self.query = selectors.narrowing_in(self.request.GET)[:400]
        return None if self.words else redirect("search:results")

    def form_arguments(self):
        """The teams that searches are saved for, and the words as a name."""
        return {"teams": teams_to_keep_for(self.reader), "initial": {"name": self.words[:60], "tell": True}}

    def save(self, form):
        """Saves it."""
        return services.save_search(
            actor=self.reader,
            name=form.cleaned_data["name"],
            words=self.words,
            query=self.query,
            team=form.chosen_team(),
            tell=form.cleaned_data["tell"],
        )

    def done_words(self, saved):
        """Its name."""
        return f"Search saved: {saved.name}"

    def next_page(self, saved):
        """The saved searches."""
        return reverse("watching:searches")

    def context(self):
        """What is saved, in words, and the way back."""
        shown = services.SavedSearch(words=self.words, query=self.query)
        facts = [("Search for", self.words), ("Narrowed to", selectors.in_words(shown) or "Nothing")]
        return {"facts": facts, "back": selectors.address_of(shown)}


class _OfSearch(ServiceFormView):
    """A form about one saved search that the reader may change."""

    def open(self, uuid):
        """Finds it. Raises Http404 for hidden and absent alike, and for one that is not theirs to change."""
        self.row = selectors.search_or_404(self.reader, uuid, to_change=True)
        self.team = selectors.team_of(self.row)

    def next_page(self, saved):
        """The saved searches."""
        return reverse("watching:searches")


class RenameSearch(_OfSearch):
    """Gives a saved search another name."""

    form_class = NameForm
    template_name = "watching/rename.html"
    done = "The search has a new name."

    def form_arguments(self):
        """Its name."""
        return {"initial": {"name": self.row.name}}

    def save(self, form):
        """Renames it."""
        return services.rename_search(actor=self.reader, search=self.row, name=form.cleaned_data["name"])

    def context(self):
        """The search."""
        return {"name": self.row.name, "team": self.team, "back": self.next_page(None)}


class DeleteSearch(_OfSearch, ConfirmView):
    """Deletes a saved search, after one question."""

    confirm_label = "Delete"
    danger = True
    explanation = "What it finds stays as it is. No one is told about its new results from now on."
    done = "The search is deleted."

    def ask(self):
        """The question names it."""
        return f"Delete the saved search “{self.row.name}”?"

    def context(self):
        """Who else has it."""
        lines = [f"All in {isolated(self.team.name)} have this search."] if self.team else []
        return {**super().context(), "consequences": lines}

    def save(self, form):
        """Deletes it."""
        return services.delete_search(actor=self.reader, search=self.row)
