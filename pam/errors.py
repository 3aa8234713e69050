"""What pam answers when something went wrong, with a number to give to those who look after it.

Not so the page for what is absent or hidden: it is the same, byte for byte, for everyone and each time.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template import loader


def _page(template: str, request: HttpRequest) -> str:
    """Rendered without the request's context processors: what failed may be what they ask."""
    return loader.get_template(template).render({"request_id": getattr(request, "id", "")})


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours."""
    return HttpResponseServerError(_page("500.html", request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what no browser sends by itself."""
    return HttpResponseBadRequest(_page("400.html", request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was opened before the person signed in anew, where it can't be shown again."""
    request.csrf_failed = True  # type: ignore[attr-defined]  # see pam/forms/middleware.py
    return HttpResponse(_page("403_csrf.html", request), status=403)
