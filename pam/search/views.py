"""The search box, and finding a record to link to."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from pam.access.naming import MOST_SUGGESTED, key_of, name_of, open_offer
from pam.audit.services import Verb, log
from pam.records import services
from pam.records.selectors.lists import attach_conditions
from pam.records.views.base import AddToRecordView
from pam.search.beside import beside_search
from pam.search.faceted import NARROW, faceted, wants_facets
from pam.search.facets import DIMENSIONS
from pam.search.forms import LinkForm, SearchForm
from pam.search.quick import log_typed, quick_find
from pam.search.selectors import find, found_by, names_beside, suggest
from pam.search.throttle import too_often
from pam.ui.commands import commands_for


class AddLink(AddToRecordView):
    """Ties the record to another one that the reader may open: search, choose, say how."""

    form_class = LinkForm
    template_name = "search/link_add.html"
    done = "The two records are linked."

    def open(self, uuid):
        """Opens the record and searches for the words that were typed."""
        super().open(uuid)
        sent, asked = self.request.POST, self.request.GET
        self.words = sent.get("q", asked.get("q", "")).strip()
        self.kind = sent.get("kind_of", asked.get("kind", ""))
        self.found = suggest(self.reader, self.words, kind=self.kind, besides=self.record.pk)
        log(self.reader, Verb.CONSULTATION, "search", [row.pk for row in self.found])

    def form_arguments(self):
        """What was found, to choose from."""
        return {"reader": self.reader, "record": self.record, "found": self.found}

    def save(self, form):
        """Links the two."""
        data = form.cleaned_data
        return services.link(
            actor=self.reader, record=self.record, other=data["other"], kind=data["kind"], why=data["why"]
        )

    def context(self):
        """What was searched for, and what was found."""
        found = {"found": self.found, "words": self.words, "kind_of": self.kind}
        return {**super().context(), **found}


def search(request):
    """One box: records, people, places and actions that the reader may see; by kind, agency and date where
    `narrow` is in the address (it costs three times the search).
    """
    form, facets = SearchForm(request.GET or None), None
    words = ""
    groups = []
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["q"]
        if words and wants_facets(request.GET):
            facets, groups = faceted(request.reader, words, request.GET)
        elif words:
            groups = find(request.reader, words)
        attach_conditions(request.reader, [row for group in groups for row in group.every])
        log(request.reader, Verb.CONSULTATION, "search", found_by(groups))
    names = names_beside(request.reader, groups)
    context = {"form": form, "facets": facets, "words": words, "groups": groups, "names": names}
    context["narrowed"] = facets and any(facets.data[name] for name in DIMENSIONS)
    context["narrow"] = f"{request.path}?{urlencode({'q': words, NARROW: 1})}"
    context["beside"] = [] if words else beside_search(request)
    context["save"] = urlencode(
        [("q", words), *((n, facets.data[n]) for n in DIMENSIONS if facets and facets.data[n])]
    )
    context["clear"] = f"{request.path}?{urlencode({'q': words})}"
    return render(request, "search/search.html", context)


@require_GET
def quick(request):
    """A part of a page: what the box in the header finds while one types, of the same search; pages and
    commands first.
    """
    if too_often(request.reader, "search"):
        return HttpResponse(status=429)
    words = request.GET.get("q", "").strip()[:200]
    groups = quick_find(request.reader, words)
    note = log_typed(request.reader, groups, request.GET.get("note", ""))
    names = names_beside(request.reader, groups)
    commands = commands_for(request.reader, words)
    number = len(commands) + sum(len(group.every) for group in groups)
    context = {"words": words, "groups": groups, "names": names, "commands": commands}
    return render(request, "search/quick.html", context | {"note": note, "number": number})


@require_GET
def people(request, code):
    """Those people a form may name who fit what was typed into it, at most `MOST_SUGGESTED`.

    They are asked of the form's own offer (`pam.access.naming`), for the reader of this moment. Names of
    colleagues are a directory: no line in the log.
    """
    if too_often(request.reader, "people"):
        return JsonResponse(
            {"groups": [], "more": False, "words": "Wait a minute, then try again"}, status=429
        )
    offer = open_offer(request.reader, code, request.GET.dict())
    found, left, groups = offer.found(request.GET.get("q", "")[:200], MOST_SUGGESTED), MOST_SUGGESTED, []
    count = sum(len(rows) for _, rows in found)
    for label, rows in found:
        lines = [{"key": key_of(row), "words": offer.words(row), "name": name_of(row)} for row in rows[:left]]
        left -= len(lines)
        groups += [{"label": label, "found": lines}] if lines else []
    more = count > MOST_SUGGESTED
    words = "Type more of the name to see others" if more else f"{count} found" if count else "No one found"
    return JsonResponse({"groups": groups, "more": more, "words": words})
