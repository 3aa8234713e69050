"""A list as its reader keeps it."""

import json
from functools import wraps

from django.shortcuts import redirect

from pam.lists.kept import kept_list
from pam.lists.selectors import address_of, keeping


def _views(request):
    """The views of this list that the request's first statement found, or None."""
    opening = getattr(request, "opening", None)
    return json.loads(opening.answer[1]) if opening and opening.answer else None


def keeps(code):
    """Gives the page of the list `code` what its reader keeps of it, as `request.kept`; its bare address
    leads to the view that they open it with.
    """

    def of(view):
        @wraps(view)
        def opened(request, *args, **kwargs):
            request.kept = keeping(request.reader, kept_list(code), request.GET, _views(request))
            if request.kept.opens and not request.GET and request.method in {"GET", "HEAD"}:
                return redirect(address_of(request.kept.opens))
            return view(request, *args, **kwargs)

        return opened

    return of
