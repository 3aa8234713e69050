"""The pages that records of every kind share: search, chronology, notes, documents, people, links."""

from django.contrib import messages
from django.shortcuts import redirect, render

from pam.access.errors import Refused
from pam.audit.services import Verb, log
from pam.records import services
from pam.records.lists import attach_conditions
from pam.records.names import names_for
from pam.records.page import record_context
from pam.records.views import refuse, to_add_to
from pam.search.forms import LinkForm, SearchForm
from pam.search.services import find, found_by, sources, suggest


def link_add(request, uuid):
    """Ties the record to another one that the reader may open: search, choose, say how."""
    record, known = to_add_to(request, uuid)
    words = request.POST.get("q", request.GET.get("q", "")).strip()
    kind = request.POST.get("kind_of", request.GET.get("kind", ""))
    found = suggest(request.reader, words, kind=kind, besides=record.pk)
    log(request.reader, Verb.CONSULTATION, "search", [row.pk for row in found])
    form = LinkForm(request.POST or None, reader=request.reader, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            services.link(
                actor=request.reader, record=record, other=data["other"], kind=data["kind"], why=data["why"]
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "The two records are linked.")
            return redirect(record)
    context = {"form": form, "found": found, "words": words, "kind_of": kind}
    return render(request, "search/link_add.html", {**record_context(request, record), **context})


def search(request):
    """One box: records, people, places and actions that the reader may see."""
    form = SearchForm(request.GET or None, sources=sources())
    words = what = ""
    groups = []
    if form.is_bound and form.is_valid():
        words, what = form.cleaned_data["q"], form.cleaned_data["what"]
        groups = find(request.reader, words, what=what, after=request.GET.get("after", ""))
        attach_conditions(request.reader, [row for group in groups for row in group.rows])
        log(request.reader, Verb.CONSULTATION, "search", found_by(groups))
    names = names_for(
        request.reader, [row.record_id for group in groups for row in group.rows if group.is_part]
    )
    context = {"form": form, "words": words, "what": what, "groups": groups, "names": names}
    return render(request, "search/search.html", context)
