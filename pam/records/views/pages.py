"""The pages that records of every kind share: a record's address, its chronology, its files."""

from django.http import FileResponse
from django.shortcuts import redirect, render

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.entry_kinds import entry_kind_choices
from pam.records.forms import ChronologyFilter, NoteForm
from pam.records.kinds import check_opening
from pam.records.models import Document, Record
from pam.records.own_marking import highest_marking
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.chronology import chronology_of
from pam.records.views.page import open_record, record_context


def open_any(request, uuid):
    """Sends on to the record's own page, whatever its kind; that page logs the look."""
    return redirect(visibility.get(request.reader, Record, uuid).get_absolute_url())


def refuse_copy(request, record):
    """The page that says that `record` was shared on condition that it is not printed or downloaded;
    logged.
    """
    log(request.reader, Verb.CONSULTATION, "download refused", [record.pk])
    return render(request, "records/no_print.html", record_context(request, record), status=403)


def refuse_closed(request, record, document):
    """The page that says why a file of `record` can't be opened; logged."""
    detail = f"Document {document.uuid}: {document.scan}"
    log(request.reader, Verb.CONSULTATION, "download refused", [record.pk], detail=detail)
    context = record_context(request, record) | {"document": document}
    return render(request, "records/document_closed.html", context, status=403)


def document(request, uuid):
    """Hands out a file: always as a download, never kept by caches. A disclosure if it leaves the owning
    agency.
    """
    reader = request.reader
    row = visibility.get(reader, Document, uuid)
    record = (
        visibility.visible_to(reader, Record)
        .select_related("team", "agency", "lead__user")
        .get(pk=row.record_id)
    )
    check_opening(request, record)
    if conditions_of(reader, record).no_print:
        return refuse_copy(request, record)
    if row.is_closed:
        return refuse_closed(request, record, row)
    if reader.agency_id != record.agency_id:
        log(
            reader,
            Verb.DISCLOSURE,
            "download",
            [row.record_id],
            detail=f"Document {row.uuid}",
            recipient=reader.agency_name,
            recipient_agency=reader.agency_id,
        )
    else:
        log(reader, Verb.CONSULTATION, "download", [row.record_id], detail=f"Document {row.uuid}")
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def chronology(request, uuid):
    """All lines of a record's chronology that the reader may see, by kind, in pages."""
    record = open_record(request, Record, uuid, operation="open chronology")
    form = ChronologyFilter(request.GET or None, kinds=entry_kind_choices())
    rows = chronology_of(request.reader, record)
    if form.is_bound and form.is_valid() and form.cleaned_data["kind"]:
        rows = rows.filter(kind__in=form.cleaned_data["kind"])
    entries = page(rows, ["-happened_at", "-pk"], request)
    context = record_context(request, record)
    label_audiences(entries.rows, context["level"])
    context["marking"] = highest_marking(record, entries.rows)
    if context["may_contribute"]:
        context["note_form"] = NoteForm(reader=request.reader, record=record, level=context["level"])
    context |= {"page": entries, "entries": entries.rows, "filter_form": form}
    return render(request, "records/chronology.html", context)
