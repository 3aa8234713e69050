"""Adding and changing. Send an Idempotency-Key with each: what comes twice is then done once."""

from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Body, Field, Status
from pydantic import create_model

from pam.api import schemas
from pam.api.endpoints.records import PROBLEMS, router
from pam.api.models import Scope
from pam.api.resources import changes, listings, resources
from pam.api.selectors.reading import address_of, open_action, open_part, open_record
from pam.api.services import writing
from pam.api.tokens import Token

RECORDS, ACTIONS = Token(Scope.WRITE_RECORDS), Token(Scope.WRITE_ACTIONS)
WRITTEN = {201: schemas.Written, 409: schemas.Problem, **PROBLEMS}
CHANGED = {200: schemas.Written, 409: schemas.Problem, **PROBLEMS}
KEY = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": False,
            "schema": {"type": "string", "maxLength": 200},
            "description": "Sent again with the same body, it gets the same answer and is not done twice.",
        }
    ]
}


def _new_records() -> Any:
    """The shapes of new records, told apart by `kind`."""
    shapes = [
        create_model(f"New{resource.new.__name__}", __base__=resource.new, kind=(Literal[resource.kind], ...))
        for resource in resources()
        if resource.new
    ]
    if not shapes:
        return schemas.NewRecord
    return Annotated[reduce(or_, shapes), Field(discriminator="kind")] if len(shapes) > 1 else shapes[0]


def _written(request, row, record, name, reference=""):
    """The answer, with a line of the log that names the token; `name` is the address where it is read."""
    caller = request.caller
    number = record if isinstance(record, int) else record.pk
    writing.note_write(actor=caller.reader, records=[number], token=caller.token.label, what=request.path)
    return {"uuid": row.uuid, "version": row.version, "reference": reference, "url": address_of(name)}


@router.post(
    "records", response=WRITTEN, url_name="records", auth=RECORDS, tags=["Writing"], openapi_extra=KEY
)
def add_record(request: HttpRequest, data: Annotated[_new_records(), Body()]) -> Any:  # type: ignore[valid-type]
    """A new record, of a team that the system belongs to."""
    row = writing.add_record(actor=request.caller.reader, kind=data.kind, data=data)
    return Status(201, _written(request, row, row, reverse("api:record", args=[row.uuid]), row.reference))


@router.post(
    "records/{uuid:uuid}/entries",
    response=WRITTEN,
    url_name="entries",
    auth=RECORDS,
    tags=["Writing"],
    openapi_extra=KEY,
)
def add_entry(request: HttpRequest, uuid: UUID, data: schemas.NewEntry) -> Any:
    """A note in a record's chronology, for all who can open it."""
    actor = request.caller.reader  # type: ignore[attr-defined]
    record = writing.open_to_add(actor=actor, uuid=uuid)
    row = writing.add_entry(actor=actor, record=record, data=data)
    return Status(201, _written(request, row, record, reverse("api:entries", args=[uuid])))


@router.post(
    "records/{uuid:uuid}/subjects",
    response=WRITTEN,
    url_name="subjects",
    auth=RECORDS,
    tags=["Writing"],
    openapi_extra=KEY,
)
def add_subject(request: HttpRequest, uuid: UUID, data: schemas.NewSubject) -> Any:
    """A person, place or object of a record."""
    actor = request.caller.reader  # type: ignore[attr-defined]
    record = writing.open_to_add(actor=actor, uuid=uuid)
    row = writing.add_person(actor=actor, record=record, data=data)
    return Status(201, _written(request, row, record, reverse("api:subjects", args=[uuid])))


@router.post(
    "records/{uuid:uuid}/actions",
    response=WRITTEN,
    url_name="record_actions",
    auth=ACTIONS,
    tags=["Writing"],
    openapi_extra=KEY,
)
def add_action(request: HttpRequest, uuid: UUID, data: schemas.NewAction) -> Any:
    """An action of a record."""
    actor = request.caller.reader  # type: ignore[attr-defined]
    record = open_record(request.caller, uuid)  # type: ignore[attr-defined]
    row = writing.add_action(actor=actor, record=record, data=data)
    row.refresh_from_db(fields=["code"])
    return Status(201, _written(request, row, record, reverse("api:action", args=[row.uuid]), row.code))


@router.post(
    "actions/{uuid:uuid}/end",
    response=CHANGED,
    url_name="action_end",
    auth=ACTIONS,
    tags=["Writing"],
    openapi_extra=KEY,
)
def end_action(request: HttpRequest, uuid: UUID, data: schemas.ActionEnd) -> Any:
    """Says how an action ended: done with its outcome, or not and why."""
    row = open_action(request.caller, uuid)  # type: ignore[attr-defined]
    row = writing.end_action(actor=request.caller.reader, action=row, data=data)  # type: ignore[attr-defined]
    return _written(request, row, row.record_id, reverse("api:action", args=[uuid]), row.code)


@router.post(
    "actions/{uuid:uuid}/due",
    response=CHANGED,
    url_name="action_due",
    auth=ACTIONS,
    tags=["Writing"],
    openapi_extra=KEY,
)
def move_action(request: HttpRequest, uuid: UUID, data: schemas.ActionMove) -> Any:
    """Gives an open action another due date, with the reason."""
    row = open_action(request.caller, uuid)  # type: ignore[attr-defined]
    row = writing.move_action(actor=request.caller.reader, action=row, data=data)  # type: ignore[attr-defined]
    return _written(request, row, row.record_id, reverse("api:action", args=[uuid]), row.code)


def _adding(one: Any) -> None:
    """Adding to a list that a room registered."""
    name = one.path.replace("-", "_")

    def added(request: HttpRequest, uuid: UUID, data: Any) -> Any:
        actor = request.caller.reader  # type: ignore[attr-defined]
        record = writing.open_to_add(actor=actor, uuid=uuid, kind=one.kind)
        row = one.add(actor, record, data)
        return Status(201, _written(request, row, record, reverse(f"api:{name}", args=[uuid])))

    _named(added, f"add_{name}", one.new, one.new_words)
    router.post(
        f"records/{{uuid:uuid}}/{one.path}",
        response=WRITTEN,
        url_name=name,
        auth=RECORDS,
        tags=["Writing"],
        openapi_extra=KEY,
    )(added)


def _changing(one: Any) -> None:
    """Changing a row of such a list."""

    def changed(request: HttpRequest, uuid: UUID, data: Any) -> Any:
        row, record = open_part(request.caller, one.model, uuid)  # type: ignore[attr-defined]
        row = one.change(request.caller.reader, row, data)  # type: ignore[attr-defined]
        listed = reverse(f"api:{one.listing.replace('-', '_')}", args=[record.uuid])
        return _written(request, row, record, listed)

    _named(changed, one.name, one.schema, one.words)
    router.post(
        f"{one.listing}/{{uuid:uuid}}/{one.path}",
        response=CHANGED,
        url_name=one.name,
        auth=RECORDS,
        tags=["Writing"],
        openapi_extra=KEY,
    )(changed)


def _named(view: Any, name: str, shape: Any, words: str) -> None:
    """Says of an endpoint what the document takes from it: its name, sentence and the shape of the body."""
    view.__name__, view.__doc__ = name, words
    view.__annotations__ = {**view.__annotations__, "data": shape}


for listing in listings():
    if listing.new is not None:
        _adding(listing)
for change in changes():
    _changing(change)
