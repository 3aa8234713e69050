"""Whether a person could open a page now: the page itself is asked, and what that writes is taken back."""

from copy import copy
from urllib.parse import urlsplit

from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django.utils.datastructures import MultiValueDict

from pam.access import visibility
from pam.records.models import Record


def records_if_opened(request: HttpRequest, page: str) -> list[int] | None:
    """The numbers of the records that `page` (its address) is about, if the reader of `request` may open it;
    None if not.

    Its view runs as for a click on it, only as far as to the form (`only_open`). Neither log nor session keep
    that: nobody looked.
    """
    address = urlsplit(page)
    match = resolve(address.path)
    asked = copy(request)
    asked.method, asked.path, asked.path_info = "GET", address.path, address.path
    asked.META = request.META | {"REQUEST_METHOD": "GET", "QUERY_STRING": address.query}
    asked.GET, asked.POST, asked._files = QueryDict(address.query), QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    asked.resolver_match, asked.only_open = match, True  # type: ignore[attr-defined]
    asked._messages = default_storage(asked)  # type: ignore[attr-defined]  # what it says is for nobody
    try:
        with transaction.atomic():
            answer = match.func(asked, *match.args, **match.kwargs)
            transaction.set_rollback(True)
    except (Http404, PermissionDenied):
        return None
    if answer.status_code not in {200, 204}:
        return None
    return _records(asked, match.kwargs)


def _records(asked: HttpRequest, address: dict) -> list[int]:
    """The records that the opened page holds on to, or that its address names."""
    view = getattr(asked, "opened_view", None)
    held = list(vars(view).values()) if view else []
    found = {row.pk for row in held if isinstance(row, Record)}
    found |= {row.record_id for row in held if getattr(row, "record_id", None)}
    if "uuid" in address:
        named = visibility.visible_to(asked.reader, Record).filter(uuid=address["uuid"])  # type: ignore[attr-defined]
        found |= set(named.values_list("pk", flat=True))
    return sorted(found)
