"""The API's door: who comes with a token, as who they read, and what an answer that failed takes back."""

import hashlib
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.middleware import public
from pam.access.visibility import Reader
from pam.api import problems
from pam.api.endpoints import actions, writing
from pam.api.selectors.terms import owed_by
from pam.api.selectors.tokens import Known, allowed, known_by
from pam.api.services import answers
from pam.api.tokens import bearer

PREFIX = "api/v1/"
LONGEST_KEY = 200
api = NinjaAPI(
    title="pam",
    version="1",
    description="Records and actions for an agency's own systems. A system sees what its teams, "
    "shares and clearance allow; what is hidden answers as what is absent.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
assert actions.router is writing.router  # one router: an address that reads and writes is one view
api.add_router("", writing.router)


@dataclass(frozen=True)
class Caller:
    """A system that came with a token: as which member it reads, and what the token is for."""

    reader: Reader
    token: Known


def caller_of(request):
    """The `Caller` behind a request, asked anew at each one; None without a working token."""
    found = known_by(bearer(request), request.META.get("REMOTE_ADDR", ""))
    if found is None:
        return None
    known, reader = found
    return Caller(reader, known) if allowed(reader.agency_id) else None


def through(view):
    """A view of the API as a view of the project: run as the system that the token names, in a transaction
    of its own, of which an answer that failed leaves nothing.
    """

    @csrf_exempt
    @public
    @wraps(view)
    def door(request, *args, **kwargs):
        request.caller = caller_of(request)
        if request.caller is None:
            return view(request, *args, **kwargs)
        before, request.reader = request.reader, request.caller.reader
        try:
            with visibility.reading(request.reader):
                response = _accepted(request, lambda: view(request, *args, **kwargs))
                if response.status_code >= 400:
                    transaction.set_rollback(True)
            return response
        finally:
            request.reader = before

    return door


def _accepted(request, answer):
    """The answer, if the terms for systems are accepted for this one, or may still be for some days."""
    owed = owed_by(request.caller.reader)
    if owed and owed.until is None:
        return problems.problem(403, problems.TERMS.format(terms=owed.terms), code="terms_lapsed")
    response = _answered(request, answer)
    if request.caller.reader.training:
        response["Pam-Training"] = "not real"
    if owed:
        response["Pam-Terms-Until"] = owed.until.isoformat(timespec="seconds")
    return response


def _answered(request, answer):
    """The answer; of what comes again under the same Idempotency-Key the first one."""
    key = request.headers.get("Idempotency-Key", "")
    if request.method != "POST" or not key:
        return answer()
    if len(key) > LONGEST_KEY:
        return problems.problem(422, f"An Idempotency-Key has at most {LONGEST_KEY} characters.", code="key")
    sent = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    # What one token may ask for is not answered to another of the same system that may not.
    key = f"{' '.join(sorted(request.caller.token.scopes))} {key}"
    first = answers.claim(actor=request.caller.reader, key=key, digest=sent)
    if first is None:
        response = answer()
        if response.status_code < 300:
            answers.keep(actor=request.caller.reader, key=key, response=response)
        return response
    if first.digest != sent:
        return problems.problem(422, "This Idempotency-Key was sent with something else.", code="other_body")
    return answers.again(first)


def addresses():
    """The addresses of the API, each once, for the room's urls."""
    found = {}
    for pattern in api.urls[0]:
        if pattern.name not in {"api-root", None}:
            found.setdefault(
                pattern.name,
                path(PREFIX + str(pattern.pattern), through(pattern.callback), name=pattern.name),
            )
    return list(found.values())


def _say(kind, answer):
    api.add_exception_handler(kind, lambda request, error: answer(error))


_say(Http404, lambda error: problems.absent())
_say(NoLongerVisible, lambda error: problems.absent())
_say(
    PermissionDenied,
    lambda error: problems.problem(403, "This system does not have permission.", code="not_allowed"),
)
_say(
    problems.NotToCopy,
    lambda error: problems.problem(
        403, "Shared on condition that nothing is printed or copied: a program gets none.", code="no_copy"
    ),
)
_say(
    problems.OutOfScope,
    lambda error: problems.problem(403, f"The token is not for {error.scope}.", code="out_of_scope"),
)
_say(AuthenticationError, lambda error: problems.problem(401, problems.NO_TOKEN, code="no_token"))
_say(ValidationError, lambda error: problems.invalid(error.errors))
_say(Refused, problems.refused)
_say(HttpError, lambda error: problems.problem(error.status_code, "The body is not JSON.", code="not_json"))
