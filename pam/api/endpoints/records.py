"""Reading records and what hangs off them."""

from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.errors import ValidationError
from pydantic import AfterValidator

from pam.api import schemas
from pam.api.models import Scope
from pam.api.problems import problem
from pam.api.resources import listings, resources
from pam.api.selectors import reading
from pam.api.tokens import Token
from pam.records.kinds import all_kinds

router = Router()
MAY_READ, MAY_DOWNLOAD = Token(Scope.READ_RECORDS), Token(Scope.READ_DOCUMENTS)
PROBLEMS = {code: schemas.Problem for code in (401, 403, 404, 422, 429)}
Limit = Annotated[int, Query(ge=1, le=100, description="Rows of a page.")]
After = Annotated[str, Query(max_length=2000, description="`next` of the page before.")]
Since = Annotated[datetime | None, AfterValidator(lambda m: m and schemas._kept_moment(m))]
LISTS: dict[str, Any] = {"auth": MAY_READ, "tags": ["Records"]}


def _own() -> Any:
    shapes = [resource.schema for resource in resources()]
    return reduce(or_, shapes) if shapes else dict


class WholeRecord(schemas.RecordRow):
    """A record. `own` is what its kind has besides; `may` is how far the system may go: view, contribute or
    manage.
    """

    summary: str
    may: str
    own: _own()  # type: ignore[valid-type]


def _kind(code):
    if code and code not in {kind.code for kind in all_kinds()}:
        raise ValidationError([{"loc": ("query", "kind"), "msg": "is no kind of record"}])
    return code


@router.get("records", response={200: schemas.RecordPage, **PROBLEMS}, url_name="records", **LISTS)
def list_records(
    request: HttpRequest,
    kind: Annotated[str, Query(max_length=16)] = "",
    state: Literal["all", "current", "closed"] = "all",
    updated_since: Since = None,
    after: After = "",
    limit: Limit = 25,
) -> Any:
    """The records that the system may open, of every kind, the newest change first."""
    request.api_limit = limit  # type: ignore[attr-defined]
    return reading.list_records(request, kind=_kind(kind), state=state, updated_since=updated_since)


@router.get(
    "records/{uuid:uuid}",
    response={200: WholeRecord, **PROBLEMS},
    url_name="record",
    auth=MAY_READ,
    tags=["Records"],
)
def read_record(request: HttpRequest, uuid: UUID, response: HttpResponse) -> Any:
    """One record with what its kind has besides. Its ETag is its version."""
    found = reading.read_record(request.caller, uuid)  # type: ignore[attr-defined]
    response["ETag"] = f'"{found["version"]}"'
    return found


def _listing(path: str, shape: Any, name: str, read: Any, words: str) -> None:
    """A list of what hangs off a record."""

    def listed(request: HttpRequest, uuid: UUID, after: After = "", limit: Limit = 25) -> Any:
        request.api_limit = limit  # type: ignore[attr-defined]
        return read(request, reading.open_record(request.caller, uuid))  # type: ignore[attr-defined]

    listed.__doc__, listed.__name__ = words, f"list_{name}"
    router.get(
        f"records/{{uuid:uuid}}/{path}",
        response={200: shape, **PROBLEMS},
        url_name=name,
        auth=MAY_READ,
        tags=["Records"],
    )(listed)


_listing(
    "entries", schemas.EntryPage, "entries", reading.list_entries, "A record's chronology, newest first."
)
_listing(
    "subjects",
    schemas.SubjectPage,
    "subjects",
    reading.list_subjects,
    "A record's people, places and objects.",
)
_listing(
    "documents",
    schemas.DocumentPage,
    "documents",
    reading.list_documents,
    "A record's documents: what they are.",
)
_listing("links", schemas.LinkPage, "links", reading.list_links, "A record's links to other records.")
for one in listings():
    shape = schemas.page_schema(f"{one.schema.__name__.removesuffix('Row')}Page", one.schema)
    _listing(one.path, shape, one.path.replace("-", "_"), partial(reading.list_registered, one), one.words)


@router.get(
    "documents/{uuid:uuid}/file",
    url_name="document_file",
    auth=MAY_DOWNLOAD,
    tags=["Records"],
    openapi_extra={
        "responses": {
            200: {
                "description": "The file",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def download(request: HttpRequest, uuid: UUID) -> Any:
    """A document's file. 409 while the virus scanner has not passed it."""
    row = reading.open_document(request.caller, uuid)  # type: ignore[attr-defined]
    if row.is_closed:
        return problem(409, "The file has not been passed by the virus scanner.", code="not_scanned")
    answer = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get(
    "agencies",
    response={200: list[schemas.AgencyRow], **PROBLEMS},
    url_name="agencies",
    auth=Token(),
    tags=["Records"],
)
def list_agencies(request: HttpRequest) -> Any:
    """Every agency with its teams: who an action can be given to."""
    return reading.list_agencies()
