"""What the API reads: rows through the gate, in the shapes of schemas.py. Each look is logged."""

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from ninja.errors import ValidationError

from pam.access import visibility
from pam.access.conditions import HeldConditions, conditions_each, conditions_meant, conditions_of
from pam.access.levels import Level
from pam.access.models import Agency
from pam.access.naming import name_of
from pam.access.paging import page
from pam.actions.models import Action
from pam.actions.owners import owner_of
from pam.api.problems import NotToCopy
from pam.api.resources import resource_of
from pam.audit.services import Verb, log
from pam.records.kinds import kind_of
from pam.records.models import Document, Entry, Link, Record, Subject
from pam.ui.cursors import unseal

OF_RECORD = ("team", "agency", "lead__user", "lead__agency")
MOST_LINKS = 200


def address_of(path):
    """The address of a page or an endpoint, as other programs open it."""
    return settings.PUBLIC_URL.rstrip("/") + path


def note(caller, operation, records, what):
    """Logs a look: as the system, with the name of its token."""
    log(caller.reader, Verb.CONSULTATION, operation, records, detail=f"API, {caller.token.label}: {what}")


def person(membership):
    """A person as schemas.Person, of a membership fetched with `user` and `agency`."""
    if membership is None:
        return None
    return {"uuid": membership.uuid, "name": membership.user.name, "agency": membership.agency.name}


def _row(row):
    return {"uuid": row.uuid, "version": row.version, "updated": row.updated}


def record_row(row):
    """schemas.RecordRow of a record fetched with OF_RECORD."""
    return _row(row) | {
        "kind": row.kind,
        "reference": row.reference,
        "title": row.title,
        "marking": row.get_marking_display(),
        "handling": row.handling,
        "agency": row.agency.name,
        "team": row.team.name,
        "lead": person(row.lead),
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "next_review": row.next_review,
        "url": address_of(reverse("records:open", args=[row.uuid])),
    }


def _page(request, rows, order, shape, record_of, *, related=(), prepare=None, also=None):
    """One page of `rows` (a queryset through the gate) as schemas.PageOf with its items, without what may not
    be copied; and the numbers of the records that it shows: `record_of` each row, and `also` of it.
    """
    after = request.GET.get("after", "")
    values = unseal(after)
    if after and (not values or values[0] != " ".join(order)):
        wrong = {"loc": ("query", "after"), "msg": "is not a cursor of this list"}
        raise ValidationError([wrong])
    reader = request.caller.reader
    of = "pk" if rows.model is Record else "record_id"
    fetched = rows.order_by().select_related(*related).annotate(held=HeldConditions(of, reader))
    found = page(rows, order, request, size=request.api_limit, fetch=fetched.in_bulk)
    named = {row.pk: {record_of(row), also and also(row)} - {None} for row in found.rows}
    held = conditions_meant({record_of(row): row.held for row in found.rows if row.held})
    others = set().union(*named.values()) - {record_of(row) for row in found.rows}
    if others:
        held |= conditions_each(reader, others)
    kept = [row for row in found.rows if not any(n in held and held[n].no_print for n in named[row.pk])]
    numbers = sorted({number for row in kept for number in named[row.pk]})
    if prepare is not None:
        prepare(reader, kept)
    return {
        "items": [shape(row) for row in kept],
        "next": found.next or None,
        "total": found.total,
        "total_is_more": found.capped,
        "left_out": len(found.rows) - len(kept),
    }, numbers


def list_records(request, *, kind, state, updated_since):
    """A page of the records that the system may open, the newest change first."""
    rows = visibility.visible_to(request.caller.reader, Record)
    if kind:
        rows = rows.filter(kind=kind)
    if state == "current":
        rows = rows.current()
    elif state == "closed":
        rows = rows.filter(closed_at__isnull=False)
    if updated_since:
        rows = rows.filter(updated__gte=updated_since)
    answer, numbers = _page(
        request, rows, ["-updated", "-pk"], record_row, lambda row: row.pk, related=OF_RECORD
    )
    note(request.caller, "list", numbers, "records")
    return answer


def open_record(caller, uuid, *, level=Level.VIEW):
    """The record `uuid` at `level`, that may be copied. Raises Http404 for hidden and absent alike,
    PermissionDenied, NotToCopy.
    """
    record = visibility.get(caller.reader, Record, uuid, level=level)
    if conditions_of(caller.reader, record).no_print:
        raise NotToCopy
    return record


def read_record(caller, uuid):
    """A record with what its kind has besides."""
    spine = open_record(caller, uuid)
    resource = resource_of(spine.kind)
    model = apps.get_model(kind_of(spine.kind).model)
    rows = visibility.visible_to(caller.reader, model).select_related(*OF_RECORD, *resource.related)
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    note(caller, "open", [row.pk], row.reference)
    may = visibility.level(caller.reader, row).name.lower()
    return record_row(row) | {"summary": row.summary, "may": may, "own": resource.own(row)}


def _entry(row):
    return _row(row) | {
        "kind": row.kind,
        "title": row.title,
        "text": row.text,
        "happened_at": row.happened_at,
        "time_known": row.time_known,
        "author": person(row.author),
    }


def list_entries(request, record):
    """A page of a record's chronology, newest first."""
    rows = visibility.visible_to(request.caller.reader, Entry).filter(record_id=record.pk)
    related = ("author__user", "author__agency")
    return _of_record(request, record, rows, ["-happened_at", "-pk"], _entry, "chronology", related)


def _subject(row):
    return _row(row) | {
        "kind": row.kind,
        "name": row.name,
        "born": row.born.text if row.born else None,
        "category": row.category,
        "role": row.role,
        "details": row.details,
        "ended_at": row.ended_at,
    }


def list_subjects(request, record):
    """A page of a record's people, places and objects, without rows that were merged into another."""
    rows = visibility.visible_to(request.caller.reader, Subject).filter(record_id=record.pk, merged_into=None)
    return _of_record(request, record, rows, ["-updated", "-pk"], _subject, "people and places")


def _document(row):
    return _row(row) | {
        "title": row.title,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "created": row.created,
        "ready": not row.is_closed,
    }


def list_documents(request, record):
    """A page of a record's documents: what they are, and not what they say."""
    rows = visibility.visible_to(request.caller.reader, Document).filter(record_id=record.pk)
    return _of_record(request, record, rows, ["-created", "-pk"], _document, "documents")


def list_registered(listing, request, record):
    """A page of a `Listing` of a record. Raises Http404 for a record of another kind."""
    if record.kind != listing.kind:
        raise Http404
    rows = listing.rows(request.caller.reader, record)
    order, related = list(listing.order), listing.related
    more = {"prepare": listing.prepare, "also": listing.also}
    return _of_record(request, record, rows, order, listing.row, listing.what, related, **more)


def _of_record(request, record, rows, order, shape, what, related=(), **more):
    answer, numbers = _page(request, rows, order, shape, lambda row: row.record_id, related=related, **more)
    note(request.caller, "open", sorted({record.pk, *numbers}), what)
    return answer


def list_links(request, record):
    """The live links of a record from either end, to records that the system may open and copy."""
    reader = request.caller.reader
    rows = visibility.visible_to(reader, Link).filter(
        Q(record_id=record.pk) | Q(other_id=record.pk), ended_at=None
    )
    rows = list(rows.order_by("-created", "-pk")[:MOST_LINKS])
    ends = {row.pk: row.other_id if row.record_id == record.pk else row.record_id for row in rows}
    names = visibility.names(reader, Record, ends.values())
    held = conditions_each(reader, set(names)) if names else {}
    items = []
    for row in rows:
        other = ends[row.pk]
        if other in names and not (other in held and held[other].no_print):
            uuid, kind, reference, title = names[other]
            named = {"uuid": uuid, "kind": kind, "reference": reference, "title": title}
            items.append(_row(row) | {"kind": row.kind, "why": row.why, "other": named})
    note(request.caller, "open", sorted({record.pk, *(ends[row.pk] for row in rows)}), "links")
    return {"items": items, "next": None, "total": len(items), "total_is_more": False, "left_out": 0}


def open_document(caller, uuid):
    """A document whose file may be handed out, and its record. Raises as `open_record`; its download is
    logged: a disclosure if it leaves the owning agency.
    """
    row = visibility.get(caller.reader, Document, uuid)
    record = visibility.visible_to(caller.reader, Record).get(pk=row.record_id)
    if conditions_of(caller.reader, record).no_print:
        raise NotToCopy
    if row.is_closed:
        return row
    reader, what = caller.reader, f"API, {caller.token.label}: document {row.uuid}"
    if reader.agency_id == record.agency_id:
        log(reader, Verb.CONSULTATION, "download", [record.pk], detail=what)
    else:
        log(
            reader,
            Verb.DISCLOSURE,
            "download",
            [record.pk],
            detail=what,
            recipient=reader.agency_name,
            recipient_agency=reader.agency_id,
        )
    return row


OF_ACTION = ("owner__user", "owner__agency", "owner_team", "owner_agency", "record")


def action_row(row):
    """schemas.ActionRow of an action fetched with OF_ACTION."""
    owner = owner_of(row)
    kind = "person" if row.owner_id else "team" if row.owner_team_id else "agency"
    return _row(row) | {
        "code": row.code,
        "record": row.record.uuid,
        "title": row.title,
        "details": row.details,
        "strand": row.strand,
        "status": row.status,
        "owner": {"kind": kind, "uuid": owner.uuid, "name": name_of(owner), "holder": row.holder},
        "due": row.due,
        "outcome": row.outcome,
        "evidence": row.evidence,
        "ended_at": row.ended_at,
        "url": address_of(reverse("actions:detail", args=[row.uuid])),
    }


def list_actions(request, *, status, updated_since, record=None):
    """A page of the actions that the system may see, the newest change first; of one record, if given."""
    rows = visibility.visible_to(request.caller.reader, Action)
    if record is not None:
        rows = rows.filter(record_id=record.pk)
    if status:
        rows = rows.filter(status=status)
    if updated_since:
        rows = rows.filter(updated__gte=updated_since)
    answer, numbers = _page(
        request, rows, ["-updated", "-pk"], action_row, lambda row: row.record_id, related=OF_ACTION
    )
    note(request.caller, "list", numbers, "actions")
    return answer


def open_action(caller, uuid):
    """The action `uuid`, of a record that may be copied, with OF_ACTION. Raises as `open_record`."""
    row = visibility.get(caller.reader, Action, uuid)
    row = visibility.visible_to(caller.reader, Action).select_related(*OF_ACTION).get(pk=row.pk)
    if conditions_of(caller.reader, row.record).no_print:
        raise NotToCopy
    return row


def open_part(caller, model, uuid):
    """(the row `uuid` of a kind of part, its record, which may be copied). Raises as `open_record`."""
    row = visibility.get(caller.reader, model, uuid)
    record = visibility.visible_to(caller.reader, Record).get(pk=row.record_id)
    if conditions_of(caller.reader, record).no_print:
        raise NotToCopy
    return row, record


def read_action(caller, uuid):
    """One action."""
    row = open_action(caller, uuid)
    note(caller, "open", [row.record_id], f"action {row.code}")
    return action_row(row)


def list_agencies():
    """Every agency with its teams, by name: the directory of professionals is open."""
    rows = Agency.objects.prefetch_related("teams").order_by("name__folded", "pk")
    return [
        {
            "uuid": row.uuid,
            "name": row.name,
            "kind": row.kind,
            "teams": [{"uuid": team.uuid, "name": team.name} for team in row.teams.all()],
        }
        for row in rows
    ]
