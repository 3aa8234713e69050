"""The pages that records of every kind share: search, chronology, notes, documents, people, links."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.errors import Refused, Stale
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records import services
from pam.records.audience import label_audiences
from pam.records.forms import ChronologyFilter, DocumentForm, EndForm, NoteForm, SubjectEditForm, SubjectForm
from pam.records.kinds import check_opening
from pam.records.models import Document, Entry, Link, Record, Subject
from pam.records.names import log_named, names_for
from pam.records.page import chronology_of, open_record, record_context


def refuse(form, error):
    """Shows what a service refused beside its field; after a `Stale` both texts. Nothing typed is lost."""
    if isinstance(error, Stale) and hasattr(form, "show_stale"):
        form.show_stale(error)
    else:
        form.add_error(error.field if error.field in form.fields else None, error.message)


def open_any(request, uuid):
    """Sends on to the record's own page, whatever its kind; that page logs the look."""
    return redirect(visibility.get(request.reader, Record, uuid).get_absolute_url())


def _add(request, record, form, template, save, done):
    """A form that adds to `record`: saves and goes back to the record, or shows the form (again)."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect(record)
    return render(request, template, {**record_context(request, record), "form": form})


def to_add_to(request, uuid):
    """The record that the reader wants to add to, and the arguments of its forms."""
    record = open_record(request, Record, uuid, level=Level.CONTRIBUTE, how="open to add")
    return record, {
        "reader": request.reader,
        "record": record,
        "level": visibility.level(request.reader, record),
    }


def note(request, uuid):
    """Adds a note to a record's chronology."""
    record, known = to_add_to(request, uuid)
    form = NoteForm(request.POST or None, **known)

    def save(form):
        data = form.cleaned_data
        services.add_note(
            actor=request.reader,
            record=record,
            title=data["title"],
            text=data["text"],
            happened_at=data["happened_at"],
            agencies=form.addressed_to(),
        )

    return _add(request, record, form, "records/note.html", save, "Note added.")


def document_add(request, uuid):
    """Adds a file to a record."""
    record, known = to_add_to(request, uuid)
    form = DocumentForm(request.POST or None, request.FILES or None, **known)

    def save(form):
        services.add_document(
            actor=request.reader,
            record=record,
            upload=form.cleaned_data["upload"],
            title=form.cleaned_data["title"],
            agencies=form.addressed_to(),
        )

    return _add(request, record, form, "records/document_add.html", save, "Document added.")


def refuse_copy(request, record):
    """The page that says that `record` was shared on
    condition that it is not printed or downloaded; logged.
    """
    log(request.reader, Verb.CONSULTATION, "download refused", [record.pk])
    return render(request, "records/no_print.html", record_context(request, record), status=403)


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
    if reader.agency_id != record.agency_id:
        log(
            reader,
            Verb.DISCLOSURE,
            "download",
            [row.record_id],
            what=f"Document {row.uuid}",
            recipient=reader.agency_name,
            recipient_agency=reader.agency_id,
        )
    else:
        log(reader, Verb.CONSULTATION, "download", [row.record_id], what=f"Document {row.uuid}")
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def subject_add(request, uuid):
    """Adds a person, place or object to a record."""
    record, known = to_add_to(request, uuid)
    form = SubjectForm(request.POST or None, **known)

    def save(form):
        services.add_subject(
            actor=request.reader, record=record, subject=form.save(commit=False), agencies=form.addressed_to()
        )

    return _add(request, record, form, "records/subject_add.html", save, "Added.")


def _part_and_record(request, model, uuid):
    """A part that the reader may change, with its record."""
    part = visibility.get(request.reader, model, uuid, level=Level.CONTRIBUTE)
    rows = visibility.visible_to(request.reader, Record).select_related(
        "team", "agency", "lead__user", "lead__agency"
    )
    record = rows.get(pk=part.record_id)
    log(request.reader, Verb.CONSULTATION, "open to change", [record.pk])
    return part, record


def subject_edit(request, uuid):
    """Changes what a record says of a person, place or object."""
    subject, record = _part_and_record(request, Subject, uuid)
    form = SubjectEditForm(request.POST or None, instance=subject)

    def save(form):
        services.save_part(
            actor=request.reader, part=form.save(commit=False), version=form.cleaned_data["version"]
        )

    context = {**record_context(request, record), "form": form, "subject": subject, "name": subject.name}
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect(record)
    return render(request, "records/subject_edit.html", context)


def subject_end(request, uuid):
    """Says that a person is no longer part of a record, or is again, and why."""
    subject, record = _part_and_record(request, Subject, uuid)
    form = EndForm(request.POST or None, initial={"version": subject.version})
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            services.end_subject(
                actor=request.reader,
                subject=subject,
                version=data["version"],
                reason=data["reason"],
                ended=not subject.ended_at,
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect(record)
    return render(
        request,
        "records/subject_end.html",
        {**record_context(request, record), "form": form, "subject": subject},
    )


def link_end(request, uuid):
    """Unties two records, with a reason."""
    link, record = _part_and_record(request, Link, uuid)
    form = EndForm(request.POST or None, initial={"version": link.version})
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            services.end_link(actor=request.reader, link=link, version=data["version"], reason=data["reason"])
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "The link is removed.")
            return redirect(record)
    context = {"form": form, "link": link, "names": names_for(request.reader, [link.other_id])}
    log_named(request.reader, context["names"])
    return render(request, "records/link_end.html", {**record_context(request, record), **context})


def chronology(request, uuid):
    """All lines of a record's chronology that the reader may see, by kind, in pages."""
    record = open_record(request, Record, uuid, how="open chronology")
    form = ChronologyFilter(request.GET or None, kinds=Entry.Kind.choices)
    rows = chronology_of(request.reader, record)
    if form.is_bound and form.is_valid() and form.cleaned_data["kind"]:
        rows = rows.filter(kind__in=form.cleaned_data["kind"])
    entries = page(rows, ["-happened_at", "-pk"], request)
    label_audiences(entries.rows)
    context = record_context(request, record)
    if context["may_contribute"]:
        context["note_form"] = NoteForm(reader=request.reader, record=record, level=context["level"])
    context |= {"page": entries, "entries": entries.rows, "filter_form": form}
    return render(request, "records/chronology.html", context)
