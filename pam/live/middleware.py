"""Says "unchanged" to a page that follows a record, before a session or the database is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pam.live.following import HEADER, stands, unchanged


class Unchanged:
    """Answers 304 to a question that carries a ticket which holds, about a record that has not changed.

    Before the middleware of sessions: so it costs two keys of Redis and a signature.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and HEADER in request.headers and stands(request):
            return unchanged()
        return self.get_response(request)
