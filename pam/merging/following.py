"""The way from a record that went into another: its pages lead there."""

from django.http import HttpRequest
from django.shortcuts import redirect

from pam.merging import selectors
from pam.records.models import Record


class WentInto(Exception):
    """What was asked for is part of another record by now; `response` leads there."""

    def __init__(self, response) -> None:
        super().__init__()
        self.response = response


def follow_closed(request: HttpRequest, record: Record) -> None:
    """Raises WentInto for a record that went into another one which the reader may open. Only a closed record
    did; others cost no query. `?stayed` shows what stayed with it: its stages, a second plan.
    """
    if record.closed_at and "stayed" not in request.GET:
        follow(request, record.uuid)


def follow(request: HttpRequest, uuid) -> None:
    """The same for the address of a record that the reader cannot open."""
    reader = getattr(request, "reader", None)
    found = reader and selectors.went_into(reader, uuid)
    if found:
        raise WentInto(redirect(found.get_absolute_url()))


class FollowMerges:
    """Leads from the pages of a record that went into another to that one."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        """Passes the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Leads on where a page was of a record that went into another."""
        return exception.response if isinstance(exception, WentInto) else None
