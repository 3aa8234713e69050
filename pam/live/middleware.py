"""Answers a page that follows a record, where that needs neither a session nor a view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pam.live.following import HEADER, answer_at_once


class Unchanged:
    """Answers a question that carries a ticket from what the gate says at this moment, if one like it was
    answered before (see `following`).

    Before the middleware of sessions: so it costs a question to Redis, one statement and a signature.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = None
        if request.method == "GET" and HEADER in request.headers:
            response = answer_at_once(request)
        return response or self.get_response(request)
