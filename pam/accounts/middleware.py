"""The terms are accepted before anything else is answered."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from pam.accounts.models import TermsOfUse
from pam.accounts.selectors.terms_of_use import accepted_before, outstanding
from pam.records.kinds import kind_of


class AcceptFirst(Exception):
    """Terms come before what was asked for; `response` leads to them."""

    def __init__(self, response):
        super().__init__()
        self.response = response


def require_acceptance(request, record):
    """Raises AcceptFirst if `record` is of a kind that asks for terms which the reader has not accepted.

    Pages that show any kind of record (its chronology, a document of it) ask so; a meeting's own pages asked
    already.
    """
    kind, asked = kind_of(record.kind).required_terms, getattr(request, "terms_asked", ())
    if kind and kind not in asked:
        request.terms_asked = (*asked, kind)
        if response := _to_terms(request, (kind,)):
            raise AcceptFirst(response)


def _to_terms(request, kinds):
    """The way to the first of these terms that the reader
    has to accept before this request; None for none.
    """
    terms = (
        outstanding(request.reader, kinds) if request.reader.unaccepted_terms.intersection(kinds) else None
    )
    if terms is None:
        return None
    click = request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request")
    if not click and accepted_before(request.reader, terms.kind):
        return None
    back = request.get_full_path() if click else "/"
    return redirect(f"{reverse('accounts:terms', args=[terms.kind])}?{urlencode({'next': back})}")


class TermsMiddleware:
    """Sends a reader to the terms that they have not accepted, and back to where they were going.

    Only a click on a page is sent there. A form that is being saved, and a part of a page that renews itself,
    go through if the person accepted an earlier version: a new one is asked for at the next click, and
    nothing is lost.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Comes after the gate's own, which lets nobody but readers through to a view that isn't public."""
        reader = getattr(request, "reader", None)
        kinds = getattr(view, "pam_terms", (TermsOfUse.Kind.USE,))
        if (
            reader is None
            or not kinds
            or getattr(view, "pam_public", False)
            or view.__module__.startswith("allauth.")
        ):
            return None
        request.terms_asked = kinds
        return _to_terms(request, kinds)

    def process_exception(self, request, exception):
        """Leads to the terms that a record's kind asks for."""
        return exception.response if isinstance(exception, AcceptFirst) else None
