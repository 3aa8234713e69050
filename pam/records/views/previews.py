"""Reading a document on the page: its pages as pictures, made on the server. No part of the file is run."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.audit.services import Verb, log
from pam.records.kinds import check_opening
from pam.records.looks import is_logged, picture_address
from pam.records.models import Document, DocumentPreview, DocumentText, Record
from pam.records.own_marking import highest_marking
from pam.records.previews import picture_of
from pam.records.selectors.audience import label_audiences
from pam.records.views.page import record_context
from pam.records.views.pages import refuse_closed, refuse_copy

MOST_TEXT = 20_000  # signs of the document's text that the page holds
ZOOMS = {"": "Fit", "150": "150%", "200": "200%"}
State = DocumentPreview.State


class PageWanted(forms.Form):
    """Which page of the document, and how large."""

    page = forms.IntegerField(min_value=1, required=False)
    zoom = forms.ChoiceField(choices=list(ZOOMS.items()), required=False)


def _opened(request, uuid):
    """(the document, its record) for the reader. Raises Http404 for hidden and absent alike."""
    row = visibility.get(request.reader, Document, uuid)
    rows = visibility.visible_to(request.reader, Record).select_related("team", "agency", "lead__user")
    record = rows.get(pk=row.record_id)
    check_opening(request, record)
    return row, record


def _log_look(reader, record, document):
    """A look at home, a disclosure if it leaves the owning agency."""
    detail = f"Document {document.uuid}"
    if reader.agency_id == record.agency_id:
        log(reader, Verb.CONSULTATION, "read document", [record.pk], detail=detail)
        return
    to = {"recipient": reader.agency_name, "recipient_agency": reader.agency_id}
    log(reader, Verb.DISCLOSURE, "read document", [record.pk], detail=detail, **to)


@require_GET
def read_document(request, uuid):
    """One page of a document after the other; or why it can't be shown."""
    reader = request.reader
    document, record = _opened(request, uuid)
    if document.is_closed:
        return refuse_closed(request, record, document)
    _log_look(reader, record, document)
    preview = visibility.visible_to(reader, DocumentPreview).filter(document_id=document.pk).first()
    text = visibility.visible_to(reader, DocumentText).filter(document_id=document.pk)
    text = text.values_list("text", flat=True).first() or ""
    context = record_context(request, record)
    label_audiences([document], context["level"])
    context |= {
        "document": document,
        "marking": highest_marking(record, [document]),
        "preview": preview,
        "why_not": _why_not(document, preview),
        "text": text[:MOST_TEXT],
        "text_goes_on": len(text) > MOST_TEXT,
    }
    if preview and preview.shown:
        context |= _page(request, document, preview)
    return render(request, "records/document_read.html", context)


def _page(request, document, preview):
    """The page that is asked for, and the addresses of those beside it and of the sizes."""
    form = PageWanted(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    number = min(wanted.get("page") or 1, preview.shown)
    zoom = wanted.get("zoom") or ""

    def address(to, size=zoom):
        query = f"?page={to}" + (f"&zoom={size}" if size else "")
        return f"{reverse('records:document_read', args=[document.uuid])}{query}"

    return {
        "number": number,
        "zoom": zoom,
        "picture": picture_address(request.reader, document, number),
        "before": address(number - 1) if number > 1 else "",
        "after": address(number + 1) if number < preview.shown else "",
        "zooms": [(label, address(number, size), size == zoom) for size, label in ZOOMS.items()],
    }


def _why_not(document, preview):
    """The sentence for a document that can't be shown; "" for one that can."""
    if preview is None or preview.state == State.WAITING:
        return "Its pages are being made. They are usually ready within a minute."
    if document.needs_password:
        return "It has a password, which pam does not know. Ask the person who added it."
    return {
        State.NONE: "Only PDFs and pictures can be shown here.",
        State.FAILED: "Its pages could not be made: the file may be damaged, or too large.",
        State.READY: "",
    }[State(preview.state)]


@require_GET
def document_picture(request, uuid, number):
    """One page of a document as a picture, or a small one of the first. A look of its own unless the page
    that shows it was logged; of a document that may not be copied, on such a page alone.
    """
    document, record = _opened(request, uuid)
    if document.is_closed:
        return refuse_closed(request, record, document)
    if not is_logged(request.reader, document, number, request.GET.get("look", "")):
        if conditions_of(request.reader, record).no_print:
            return refuse_copy(request, record)
        _log_look(request.reader, record, document)
    preview = visibility.visible_to(request.reader, DocumentPreview).filter(document_id=document.pk).first()
    try:
        if preview is None:
            raise Http404
        picture, content_type = picture_of(preview, number)
    except (IndexError, OSError) as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="page"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
