"""What the API answers when it does not do what was asked: problem details (RFC 9457)."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse

from pam.access.errors import Refused, Stale

PREFIX = "/api/v1/"
CONTENT_TYPE = "application/problem+json"
ABSENT = "There is nothing here, or nothing that this system may see."
TERMS = (
    "{terms}, are not accepted for this system, so its tokens have stopped. An administrator of its agency"
    " accepts them in pam: Administration, Systems and tokens."
)
NO_TOKEN = "Send a working token: Authorization: Bearer pam_…"


SAID = {
    400: "The request cannot be read, or is larger than pam takes.",
    500: "Something went wrong in pam. Try again later.",
    503: "pam does not answer at the moment. Try again later.",
}


class OnlyProblems:
    """Middleware outside of all others: what they answer to a program as a page, is a problem here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.status_code < 400 or not is_page or not request.path.startswith(PREFIX):
            return response
        if response.status_code == 404:
            return absent()
        told = problem(response.status_code, SAID.get(response.status_code, ""))
        if "Retry-After" in response:
            told["Retry-After"] = response["Retry-After"]
        return told


class NotToCopy(Exception):
    """What was asked for was shared on condition that nothing is printed or copied: a program gets none."""


class OutOfScope(Exception):
    """The token is not for this; `scope` is the one that it lacks."""

    def __init__(self, scope):
        super().__init__(scope)
        self.scope = scope


def problem(status: int, detail: str = "", *, code: str = "", errors: list | None = None) -> HttpResponse:
    """The answer with `status`: a sentence for people (`detail`), a code for programs, and for each field
    that is wrong {"field", "detail"}.
    """
    body: dict = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        body["detail"] = detail
    if code:
        body["code"] = code
    if errors:
        body["errors"] = errors
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="pam"'
    return response


def absent() -> HttpResponse:
    """The answer for what is hidden and for what is not there: the same bytes."""
    return problem(404, ABSENT, code="absent")


def refused(refusal: Refused) -> HttpResponse:
    """What a service refused: 409 for a version that is no longer the newest, else 422."""
    if isinstance(refusal, Stale):
        words = "It was saved since you read it. Read it again, then send the change with its version."
        response = problem(409, words, code="stale")
        response["ETag"] = f'"{refusal.current.version}"'
        return response
    errors = [{"field": refusal.field, "detail": refusal.message}] if refusal.field else None
    return problem(422, refusal.message, code=refusal.code, errors=errors)


def invalid(found: list) -> HttpResponse:
    """What was sent does not have the shape that the OpenAPI document says; `found` is pydantic's."""
    errors = []
    for one in found:
        place = [str(part) for part in one.get("loc", ()) if part not in {"body", "query", "path", "data"}]
        errors.append({"field": ".".join(place), "detail": str(one.get("msg", ""))})
    return problem(422, "What was sent is not what this address takes.", code="invalid", errors=errors)
