"""A view asked by itself, past all middleware, as most of the matrix is: who may see a page, and what it
shows them, is the view's own, and a refusal costs a fifth of a request. What stands before all views, and
sends people away before any is asked, is asked by whole requests (`rules.of_the_view`).
"""

from contextlib import contextmanager, nullcontext
from functools import cache, cached_property

from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from pam.access.middleware import _openings
from pam.db.reading import ensure_reading, reading
from tests.matrix.requests import body, undone

ANY_PAGE = "help:tour_end"  # takes no GET, so that every reader is answered at once
_resolved = cache(resolve)  # the same addresses are asked by many


class Views:
    """The views as a reader asks them, whose `client` it is."""

    def __init__(self, client):
        self._client, self._send = client, RequestFactory()

    @cached_property
    def _signed_in(self):
        """A whole request of theirs: it says who they are."""
        with undone():
            return self._client.get(reverse(ANY_PAGE)).wsgi_request

    @contextmanager
    def asked(self):
        """A block behind the second wall, what it writes taken back: in it a function from an address, and a
        method but for GET, to what the view there answers.
        """
        with undone(), ensure_reading(self._signed_in.reader):
            yield self._ask

    def _session(self):
        """The reader's session, their own for each page: what one keeps in it no other finds."""
        known = self._signed_in.session
        session = type(known)(known.session_key)
        session._session_cache = dict(known._session)
        return session

    def _ask(self, address, method="GET"):
        request = self._send.generic(method, address)
        request.reader, request.user = self._signed_in.reader, self._signed_in.user
        request.session = self._session()
        request._messages = default_storage(request)
        request.opening = opening = _openings[0](
            request
        )  # what a list is asked with, as the gate's middleware
        try:
            match = request.resolver_match = _resolved(request.path)
            with reading(request.reader, opening=opening) if opening else nullcontext():
                response = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return HttpResponse(status=404)
        except PermissionDenied:
            return HttpResponse(status=403)
        body(response)
        return response
