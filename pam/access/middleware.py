"""Who is reading, for each request; and nothing personal is kept by caches."""

import logging

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.utils import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.defaults import page_not_found

from pam.access.no_longer_visible import is_no_longer_visible
from pam.access.reader import ACTING_FOR, reader_of, who_signs_in
from pam.access.visibility import reading
from pam.db.stale_plans import is_stale

logger = logging.getLogger(__name__)
_openings = []


def register_opening(opening_of):
    """Names the function that says of a request what its first statement asks besides who is reading
    (`pam.db.reading.FirstStatement`), or None. The room that knows what pages show does, once.
    """
    _openings[:] = [opening_of]


def public(view):
    """Marks a view that answers people who are not (fully) signed in. All others never run for them."""
    view.pam_public = True
    return view


class PrivateByDefault:
    """`private, no-store` on every answer that didn't choose otherwise (static files do)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


def _same_agency_or_told(request):
    """None, or for a person whose membership of the agency that they acted for has stopped: a page that says
    so.

    Without it an open tab would go on in the name of another agency of theirs.
    """
    acting_for, now = request.session.get(ACTING_FOR), request.reader.membership_id
    if acting_for is None or acting_for == now:
        return None
    request.session[ACTING_FOR] = now
    messages.warning(
        request,
        "Your membership of the agency you were acting for has ended. You now act for "
        f"{request.reader.agency_name}. What you just sent was not saved.",
    )
    return redirect("accounts:account")


class NoNulBytes:
    """Answers 400 to a NUL in an address or a form:
    no person types one, and PostgreSQL takes none in text.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Raises BadRequest before anything asks the database."""
        sent = [values for data in (request.GET, request.POST) for values in data.lists()]
        if "\x00" in request.path or any("\x00" in text for name, values in sent for text in (name, *values)):
            raise BadRequest("NUL")


class GateMiddleware:
    """Sets `request.reader` and runs the request in one transaction behind the second wall.

    Without a reader only public views and allauth's own pages run. What a failed request wrote is rolled
    back; what a finished one wrote is kept whole. One that met a column which an upgrade has just changed is
    run once more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path in {"/healthz", "/readyz"}:  # they answer also when the database does not
            return self.get_response(request)
        request.reader = reader_of(request)
        try:
            response = self._in_one_transaction(request)
            if getattr(request, "stale_plan", False):
                response = self._in_one_transaction(request)
        except IntegrityError as error:
            # Foreign keys are asked at the commit: the record was disposed of while the view wrote.
            if not is_no_longer_visible(error):
                raise
            return self._gone(request, error)
        return response

    def _in_one_transaction(self, request):
        person = None if request.reader else who_signs_in(request)
        request.opening = _openings[0](request) if request.reader and _openings else None
        with reading(request.reader, person=person, opening=request.opening):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(self, request, view, args, kwargs):
        """Sends the person who isn't a reader to sign in, to set up a second factor, or to be told why
        not. What a page asks for in the background gets no page instead: htmx would put it into the middle.
        """
        if getattr(view, "pam_public", False) or view.__module__.startswith("allauth."):
            return None
        if getattr(request, "reader", None):
            return _same_agency_or_told(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        if not request.user.is_authenticated:
            if request.path == "/" and request.method in {"GET", "HEAD"}:
                return redirect(settings.FRONT_PAGE_URL)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return redirect("accounts:incomplete")

    def process_exception(self, request, exception):
        """Takes back what the view had written before it raised. allauth raises some of its answers: they
        stay.
        """
        if isinstance(exception, ImmediateHttpResponse | ReauthenticationRequired):
            return None
        transaction.set_rollback(True)
        if is_stale(exception) and not getattr(request, "stale_plan", False):
            request.stale_plan = True  # an upgrade changed a column: all is taken back, and done once more
            return HttpResponse(status=503)
        return self._gone(request, exception) if is_no_longer_visible(exception) else None

    def _gone(self, request, exception):
        logger.warning(
            "%s: gone since the gate had answered (%s)",
            request.resolver_match.view_name,
            type(exception).__name__,
        )
        return page_not_found(request, exception)
