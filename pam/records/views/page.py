"""What every record page shows, whatever its kind: the frame, the people, the chronology, documents, links.

A room's view opens its record by `open_record`, and gives its template `record_page(request, record)`.
"""

from django.db.models import F
from django.http import Http404
from django.urls import reverse

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.kept_rows import RowsOf, with_uuid
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records.attached import attach_to_subjects, heads_of
from pam.records.kinds import check_opening, follow
from pam.records.looks import picture_address
from pam.records.models import Document, DocumentPreview, Subject
from pam.records.own_marking import highest_marking
from pam.records.owning import is_owner
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.chronology import LIMIT, _links, latest_of
from pam.records.selectors.names import Name, names_for
from pam.ui.panels import asides_for

OWNERS = ("team", "agency", "lead__user", "lead__agency")  # who a record is with


def open_record(request, model, uuid, *, level=Level.VIEW, operation="open", related=()):
    """The record of `model` with this `uuid` for `request.reader`, with its team, agency and lead; logs the
    look.

    `related` names further foreign keys to fetch with it. Raises Http404 for hidden and absent alike,
    PermissionDenied if the reader may see it but not go to `level`.
    """
    record = with_uuid(request.reader, model, uuid, (*OWNERS, *related))
    if record is None:
        follow(request, uuid)
        raise Http404
    visibility.require(request.reader, record, level)
    check_opening(request, record)
    log(request.reader, Verb.CONSULTATION, operation, [record.pk])
    return record


def record_context(request, record):
    """The context of `records/page.html`: the record, what the reader may do with it, and on which
    conditions.

    A `guest` is outside of the owner team: an empty part may be one that isn't theirs to see, and isn't
    called empty.
    """
    check_opening(request, record)
    level = visibility.level(request.reader, record)
    request.section = record.get_absolute_url()  # the navigation marks the list that the record is in
    return {
        "record": record,
        "marking": record.get_marking_display(),
        "level": level,
        "may_contribute": level >= Level.CONTRIBUTE,
        "may_manage": level >= Level.MANAGE,
        "may_close": level >= Level.MANAGE and is_owner(request.reader, record),
        "guest": record.team.principal_id not in request.reader.principals,
        "conditions": conditions_of(request.reader, record),
        "heads": heads_of(request.reader, record),
        "record_url": record.get_absolute_url(),
        "record_nav": _navigation(record, level),
    }


def _navigation(record, level):
    """The sub-navigation: [(label, address)]. Sections of the record's page, then the pages beside it."""
    home = record.get_absolute_url()
    items = [("Overview", home), ("Plan", f"{home}#plan"), ("People", f"{home}#people")]
    items += [("Chronology", reverse("records:chronology", args=[record.uuid]))]
    items += [("Documents", f"{home}#documents"), ("Links", f"{home}#links")]
    items += [("Network", reverse("network:record", args=[record.uuid]))]
    if level >= Level.MANAGE:
        for label, name in [("Sharing", "disclosure:shares"), ("Access log", "oversight:access_log")]:
            items.append((label, reverse(name, args=[record.uuid])))
    return items


def record_page(request, record):
    """The context of a record's own page: the frame, and the parts that every kind of record has.

    Adds `note_form`, `people`, `earlier_people`, `entries`, `documents`, `links` (pairs of link and the other
    record's number), `asides` and `names` for the tag `record_name`. A constant number of queries.
    """
    from pam.records.forms import NoteForm

    reader = request.reader
    context = record_context(request, record)
    people = _people_of(reader, record.pk)
    newest = _newest_versions(_documents_of(reader, record.pk))
    tag = " ".join(request.GET.get("tag", "").split())
    context |= {
        "entries": latest_of(reader, record),
        "documents": [row for row in newest if tag in row.tags] if tag else newest,
        "documents_tag": tag,
        "links": _links(reader, record),
        "people": [person for person in people if not person.ended_at],
        "earlier_people": [person for person in people if person.ended_at],
    }
    label_audiences([*context["entries"], *context["documents"], *people], context["level"])
    attach_to_subjects(reader, people)
    for part in [*people, *context["documents"], *(link for link, _ in context["links"])]:
        part.may_change = visibility.may_change(reader, part, context["level"])
    for document in context["documents"]:
        can_be_shown = document.preview_state == DocumentPreview.State.READY and not document.is_closed
        document.small_picture = picture_address(reader, document, 0) if can_be_shown else ""
    context["names"] = names_for(reader, [number for _, number in context["links"]])
    log_named(reader, context["names"])
    context["marking"] = highest_marking(record, [*context["entries"], *newest])
    context["asides"] = asides_for(request, record)
    if context["may_contribute"]:
        context["note_form"] = NoteForm(reader=reader, record=record, level=context["level"])
    return context


def _people(reader, number, today):
    rows = visibility.visible_to(reader, Subject).filter(record_id=number, merged_into=None)
    return rows.order_by("name__folded", "name", "pk")[:LIMIT]


def _documents(reader, number, today):
    rows = visibility.visible_to(reader, Document).filter(record_id=number).select_related("author__user")
    return rows.annotate(text_state=F("reading__state"), preview_state=F("preview__state"))[:LIMIT]


_people_of, _documents_of = RowsOf(_people), RowsOf(_documents)


def _newest_versions(documents):
    """The newest version of each of `documents`, with the `earlier` ones, the newest of them first."""
    rows = {document.pk: document for document in documents}
    replaced = {document.replaces_id for document in rows.values()}
    for document in rows.values():
        document.earlier, before = [], rows.get(document.replaces_id)
        while before is not None:
            document.earlier.append(before)
            before = rows.get(before.replaces_id)
    return [document for document in rows.values() if document.pk not in replaced]


def log_named(reader, names):
    """Logs that the records in `names` were named to `reader` on the page of something else.

    Not where: the person who reads the log of one record need not know of the other.
    """
    if numbers := sorted(number for number, name in names.items() if isinstance(name, Name)):
        log(reader, Verb.CONSULTATION, "list", numbers)
