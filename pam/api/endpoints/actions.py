"""Reading actions."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from pam.api import schemas
from pam.api.endpoints.records import PROBLEMS, After, Limit, Since, router
from pam.api.models import Scope
from pam.api.selectors import reading
from pam.api.tokens import Token

MAY_READ = Token(Scope.READ_ACTIONS)
Status = Literal["", "open", "done", "impossible", "not_done", "superseded", "withdrawn"]
PAGES = {200: schemas.ActionPage, **PROBLEMS}


@router.get("actions", response=PAGES, url_name="actions", auth=MAY_READ, tags=["Actions"])
def list_actions(
    request: HttpRequest,
    status: Status = "",
    updated_since: Since = None,
    after: After = "",
    limit: Limit = 25,
) -> Any:
    """The actions that the system may see, over all records, the newest change first."""
    request.api_limit = limit  # type: ignore[attr-defined]
    return reading.list_actions(request, status=status, updated_since=updated_since)


@router.get(
    "records/{uuid:uuid}/actions", response=PAGES, url_name="record_actions", auth=MAY_READ, tags=["Actions"]
)
def list_actions_of_record(
    request: HttpRequest, uuid: UUID, status: Status = "", after: After = "", limit: Limit = 25
) -> Any:
    """The actions of one record."""
    request.api_limit = limit  # type: ignore[attr-defined]
    record = reading.open_record(request.caller, uuid)  # type: ignore[attr-defined]
    return reading.list_actions(request, status=status, updated_since=None, record=record)


@router.get(
    "actions/{uuid:uuid}",
    response={200: schemas.ActionRow, **PROBLEMS},
    url_name="action",
    auth=MAY_READ,
    tags=["Actions"],
)
def read_action(request: HttpRequest, uuid: UUID, response: HttpResponse) -> Any:
    """One action. Its ETag is its version."""
    found = reading.read_action(request.caller, uuid)  # type: ignore[attr-defined]
    response["ETag"] = f'"{found["version"]}"'
    return found
