"""A view asked by itself, past all middleware, as most of the matrix is: who may see a page, and what it
shows them, is the view's own, and a refusal costs a fifth of a request. What stands before all views, and
sends people away before any is asked, is asked by whole requests (`rules.of_the_view`).
"""

from contextlib import contextmanager, nullcontext
from copy import copy
from functools import cache, cached_property

from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from pam.access.middleware import _openings
from pam.db.reading import ensure_reading, reading
from pam.forms.middleware import NothingTypedIsLost
from tests.matrix.requests import body, undone

ANY_PAGE = "help:tour_end"  # takes no GET, so that every reader is answered at once
_resolved = cache(resolve)  # the same addresses are asked by many


def _answer(request):
    """What the view that a request is for answers."""
    match = request.resolver_match
    return match.func(request, *match.args, **match.kwargs)


class Views:
    """The views as a reader asks them, whose `client` it is."""

    def __init__(self, client):
        self._client, self._send = client, RequestFactory()

    @cached_property
    def _signed_in(self):
        """A whole request of theirs: it says who they are."""
        with undone():
            return self._client.get(reverse(ANY_PAGE)).wsgi_request

    @property
    def reader(self):
        """The reader, or None of a person who is none."""
        return self._signed_in.reader

    @contextmanager
    def asked(self):
        """A block behind the second wall, what it writes taken back: in it a function from an address, and a
        method but for GET, and what is sent, to what the view there answers: with what was typed below it,
        if it is sent.
        """
        with undone(), ensure_reading(self._signed_in.reader):
            yield self._ask

    def _session(self):
        """The reader's session, their own for each page: what one keeps in it no other finds."""
        known = self._signed_in.session
        session = type(known)(known.session_key)
        session._session_cache = dict(known._session)
        return session

    def _ask(self, address, method="GET", sent=None):
        if sent is None:
            request = self._send.generic(method, address)
        else:
            request = self._send.post(address, sent)
            request._dont_enforce_csrf_checks = True  # as of any test client
        request.reader, request.user = self._signed_in.reader, self._signed_in.user
        if sent is not None:
            request.user = copy(request.user)  # what a form changes of it no other finds
        request.session = self._session()
        request._messages = default_storage(request)
        request.opening = opening = _openings[0](
            request
        )  # what a list is asked with, as the gate's middleware
        try:
            request.resolver_match = _resolved(request.path)
            with reading(request.reader, opening=opening) if opening else nullcontext():
                response = _answer(request) if sent is None else NothingTypedIsLost(_answer)(request)
        except Http404:
            return HttpResponse(status=404)
        except PermissionDenied:
            return HttpResponse(status=403)
        body(response)
        response.wsgi_request = request  # as of any test client
        return response
