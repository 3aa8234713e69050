"""What was shared with the reader and their agency, the receipt of each disclosure, and corrections."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.conditions import named
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.disclosure.forms.shares import CorrectionForm
from pam.disclosure.selectors import receipts as receipt_selectors
from pam.disclosure.selectors.sharing import label_of
from pam.disclosure.services.sharing import correct_record
from pam.records.kinds import kind_of
from pam.records.parts import part_labels
from pam.records.selectors.names import Name, names_for
from pam.records.views.base import RecordFormView
from pam.ui.sorting import Column, Sorting


@require_GET
def list_receipts(request):
    """Everything that was shared with the reader,
    their teams and their agency, newest first, ended or not.
    """
    reference = request.GET.get("reference", "").strip()[:24]
    found = page(
        receipt_selectors.receipts_of(request.reader, reference=reference),
        Sorting(request, Column("given", "Given", "-given_at")),
        request,
    )
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Receipts")
    return render(request, "disclosure/receipts.html", {"page": found, "reference": reference})


@require_GET
def receipt(request, uuid):
    """One receipt. It names the record only while its reader can open it; the reference stays."""
    row = receipt_selectors.receipt(uuid)
    if row is None:
        raise Http404
    labels = part_labels(row.record_kind)
    corrections = receipt_selectors.corrections_of(row)
    for correction in corrections:
        correction.part_kind_label = labels.get(correction.part_kind, "The record’s own details")
    names = names_for(request.reader, [row.record_number])
    log(
        request.reader,
        Verb.CONSULTATION,
        "open receipt",
        [n for n, name in names.items() if isinstance(name, Name)],
        detail=row.reference,
    )
    context = {
        "row": row,
        "who": label_of(row.principal),
        "conditions": named(row.conditions, [row.condition_text]),
        "kinds": None
        if row.kinds is None
        else [label for code, label in labels.items() if code in row.kinds],
        "kind_label": kind_of(row.record_kind).label,
        "corrections": corrections,
        "names": names,
    }
    return render(request, "disclosure/receipt.html", context)


class Correct(RecordFormView):
    """Tells everyone who received a record what was wrong in it."""

    look = "open to correct"
    form_class = CorrectionForm
    template_name = "disclosure/correct.html"
    done = "Partners will be told by email, on My work and on the receipt."

    def form_arguments(self):
        """The record."""
        return {"record": self.record}

    def save(self, form):
        """Tells them."""
        return correct_record(actor=self.reader, record=self.record, **form.cleaned_data)

    def next_page(self, saved):
        """Who can see the record."""
        return reverse("disclosure:shares", args=[self.record.uuid])

    def context(self):
        """Who will be told."""
        told = {row.principal_id: label_of(row.principal) for row in receipt_selectors.disclosed(self.record)}
        return {**super().context(), "told": sorted(told.values())}
