"""What is offered: the library of it, one as people read it, and its copies."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.frameworks.kinds import names
from pam.frameworks.models import AUTHOR
from pam.frameworks.named import found_by
from pam.practice.bodies import kind_of, shown, shown_changes
from pam.practice.forms import CopyForm, PracticeFilter, TakeOverForm
from pam.practice.selectors import offers as selectors
from pam.practice.services import copying
from pam.ui.sorting import Column, Sorting


@require_GET
def library(request):
    """What agencies offer to the reader's, by name."""
    form = PracticeFilter(request.GET or None, reader=request.reader)
    order = Sorting(request, Column("name", "Name", "name__folded"))
    found = page(selectors.offers(request.reader, **form.narrows()), order, request)
    for row in found.rows:
        row.kind_name, row.labels = kind_of(row.kind).name, found_by(row.tags)
    log(request.reader, Verb.CONSULTATION, "list", detail="Best practice")
    context = {"filter_form": form, "page": found, "may_prepare": selectors.may_prepare(request.reader)}
    return render(request, "practice/library.html", context)


@require_GET
def offer(request, uuid):
    """One offer as people read it, with where it comes from."""
    reader = request.reader
    row = selectors.offer(reader, uuid)
    text = selectors.text_of(reader, row)
    own = row.agency_id == reader.agency_id and selectors.may_prepare(reader)
    prepared = list(selectors.preparations_of(reader, [row])) if own else []
    if text is None and prepared:
        return redirect("practice:preparation", uuid=prepared[0].uuid)
    records = {one.record_id for one in prepared if one.record_id}
    log(reader, Verb.CONSULTATION, "open offer", records, detail=f"{row.agency.name}: {row.name}"[:200])
    context = {
        "offer": row,
        "text": text,
        "texts": selectors.texts_of_offer(reader, row),
        "labels": found_by(row.tags),
        "used_for": [names("record_kind").get(code, code) for code in row.for_kinds],
        "own": own,
        "prepared": prepared,
        "open": next((one for one in prepared if one.open), None),
        "published_since": selectors.published_since(reader, prepared),
        "copies": selectors.copies_of(reader, row),
        "may_copy": selectors.may_ask(reader) and row.agency_id != reader.agency_id and not row.is_learning,
        **shown(row.kind, text.body if text else {}),
    }
    return render(request, "practice/offer.html", context)


class CopyView(ServiceFormView):
    """A copy of what is offered, as a draft of the reader's agency."""

    roles = (AUTHOR,)
    form_class = CopyForm
    template_name = "practice/copy.html"
    done = "The copy is made, as a draft. Only authors see it until it is published."

    def open(self, uuid):
        """Finds the offer."""
        self.offer = selectors.offer(self.reader, uuid)
        if self.offer.agency_id == self.reader.agency_id or self.offer.is_learning:
            raise Http404
        log(self.reader, Verb.CONSULTATION, "open offer", detail=self.offer.name)

    def form_arguments(self):
        """The name of the original."""
        return {"initial": {"name": self.offer.name}}

    def save(self, form):
        """Copies it."""
        return copying.copy_offer(actor=self.reader, offer=self.offer, **form.cleaned_data)

    def next_page(self, saved):
        """The editor."""
        return reverse("frameworks:edit", args=[saved.uuid])

    def context(self):
        """What is copied."""
        return {"offer": self.offer}


class ChangesView(ServiceFormView):
    """What is another in the newest version of what was copied, and what becomes of it."""

    roles = (AUTHOR,)
    form_class = TakeOverForm
    template_name = "practice/changes.html"

    def open(self, uuid):
        """Finds the copy; without anything newer it shows the framework."""
        self.copy = selectors.framework_of(self.reader, uuid)
        self.newer = selectors.newer_than(self.reader, self.copy)
        if self.newer is None:
            return redirect("frameworks:framework", uuid=uuid)
        log(self.reader, Verb.CONSULTATION, "open offer", detail=self.copy.name)
        return None

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"number": self.newer.number}}

    def save(self, form):
        """Begins a draft, or notes that they looked."""
        return copying.take_over(actor=self.reader, copy=self.copy, **form.cleaned_data)

    def done_words(self, saved):
        """What was done."""
        return (
            "The draft is begun. Your own changes are shown beside it when you publish."
            if saved
            else "Noted."
        )

    def next_page(self, saved):
        """The editor, or the framework."""
        if saved:
            return reverse("frameworks:edit", args=[saved.uuid])
        return reverse("frameworks:framework", args=[self.copy.framework.uuid])

    def context(self):
        """The differences in what is offered, since the copy."""
        kind = kind_of(self.copy.framework.kind)
        return {
            "copy": self.copy,
            "newer": self.newer,
            "rows": shown_changes(kind, self.copy.text.body, self.newer.body),
            "before": {"label": f"version {self.copy.number}"},
            "version": {"label": f"version {self.newer.number}"},
        }
