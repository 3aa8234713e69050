"""What was shared with the reader and their agency, the receipt of each disclosure, and corrections."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.conditions import named
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.disclosure.forms.shares import CorrectionForm
from pam.disclosure.selectors.sharing import label_of
from pam.disclosure.services import receipts
from pam.disclosure.services.sharing import correct_record
from pam.records.kinds import kind_of
from pam.records.models import Record
from pam.records.names import Name, names_for
from pam.records.page import open_record, record_context
from pam.records.parts import part_labels
from pam.records.views import refuse


@require_GET
def list_receipts(request):
    """Everything that was shared with the reader,
    their teams and their agency, newest first, ended or not.
    """
    reference = request.GET.get("reference", "").strip()[:24]
    found = page(receipts.receipts_of(request.reader, reference=reference), ["-given_at", "-pk"], request)
    log(request.reader, Verb.CONSULTATION, "list", [], what="Receipts")
    return render(request, "disclosure/receipts.html", {"page": found, "reference": reference})


@require_GET
def receipt(request, uuid):
    """One receipt. It names the record only while its reader can open it; the reference stays."""
    row = receipts.receipt(uuid)
    if row is None:
        raise Http404
    labels = part_labels(row.record_kind)
    corrections = receipts.corrections_of(row)
    for correction in corrections:
        correction.what_label = labels.get(correction.what, "The record’s own details")
    names = names_for(request.reader, [row.record_number])
    log(
        request.reader,
        Verb.CONSULTATION,
        "open receipt",
        [n for n, name in names.items() if isinstance(name, Name)],
        what=row.reference,
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


@require_http_methods(["GET", "POST"])
def correct(request, uuid):
    """Tells everybody to whom a record was disclosed what was wrong in it."""
    record = open_record(request, Record, uuid, level=Level.MANAGE, how="open to correct")
    form = CorrectionForm(request.POST or None, record=record)
    if request.method == "POST" and form.is_valid():
        try:
            correct_record(actor=request.reader, record=record, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Partners will be told by email, on My work and on the receipt.")
            return redirect("disclosure:shares", record.uuid)
    told = {row.principal_id: label_of(row.principal) for row in receipts.disclosed(record)}
    return render(
        request,
        "disclosure/correct.html",
        {**record_context(request, record), "form": form, "told": sorted(told.values())},
    )
