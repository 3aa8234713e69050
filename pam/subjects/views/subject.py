"""The page of a person, place or object."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level
from pam.records.models import Record, Subject
from pam.records.selectors.audience import label_audiences
from pam.records.views.page import open_record, record_context
from pam.subjects.selectors.particulars import particulars_of


@require_GET
def subject(request, uuid):
    """What the reader may know of a subject: its row, and its other names, addresses and numbers."""
    reader = request.reader
    row = visibility.get(reader, Subject, uuid)
    records = visibility.visible_to(reader, Record).filter(pk=row.record_id)
    record = open_record(
        request, Record, records.values_list("uuid", flat=True).get(), operation="open subject"
    )
    context = record_context(request, record)
    rows = particulars_of(reader, [row]).get(row.pk, [])
    label_audiences([row, *rows], context["level"])
    for part in (row, *rows):
        part.may_change = visibility.may_change(reader, part, context["level"])
    return render(
        request,
        "subjects/subject.html",
        context | {"subject": row, "particulars": rows, "may_add": context["level"] >= Level.CONTRIBUTE},
    )
