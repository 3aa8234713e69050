"""One short id for each request: in the logs, in the rows of the access log, on error pages, in a header.

The number that a person reads out on the telephone ("the page says K7QX-M2PD") leads to the lines that tell
what happened.
"""

import logging
import secrets
from contextvars import ContextVar

# Letters and digits that nobody mistakes for one another, also when they are read aloud.
LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"
HEADER = "X-Request-ID"
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request that is being answered; "" outside of one (a job, a command)."""
    return _current.get()


def new_request_id() -> str:
    """Two groups of four letters and digits: 38 bits, which never repeat within what logs are kept for."""
    drawn = [secrets.choice(LETTERS) for _ in range(8)]
    return f"{''.join(drawn[:4])}-{''.join(drawn[4:])}"


class RequestId:
    """Middleware, the first of all: gives the request an id of our own, whatever the client sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = new_request_id()
        token = _current.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response[HEADER] = request.id
        return response


class WithRequestId(logging.Filter):
    """Gives each line of the logs `request_id`; "-" outside of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: nothing is left out."""
        request = getattr(record, "request", None)  # Django logs an answer when its request is over
        record.request_id = getattr(request, "id", "") or current_request_id() or "-"
        return True
