"""The terms are accepted before anything else is answered."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .models import Terms
from .terms import accepted_before, outstanding


class TermsMiddleware:
    """Sends a reader to the terms that they have not accepted, and back to where they were going.

    Only a click on a page is sent there. A form that is being saved, and a part of a page that renews itself, go
    through if the person accepted an earlier version: a new one is asked for at the next click, and nothing is lost.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Comes after the gate's own, which lets nobody but readers through to a view that isn't public."""
        reader = getattr(request, "reader", None)
        kinds = getattr(view, "pam_terms", (Terms.Kind.USE,))
        if reader is None or not kinds or getattr(view, "pam_public", False) or view.__module__.startswith("allauth."):
            return None
        terms = outstanding(reader, kinds)
        if terms is None:
            return None
        click = request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request")
        if not click and accepted_before(reader, terms.kind):
            return None
        back = request.get_full_path() if click else "/"
        return redirect(f"{reverse('people:terms', args=[terms.kind])}?{urlencode({'next': back})}")
