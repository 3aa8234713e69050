"""Reading and accepting the terms; an administrator's list of who did."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from pam.access.errors import Refused
from pam.accounts.forms.invitations import AcceptForm
from pam.accounts.services import terms_of_use as services
from pam.accounts.views.people import for_administrators, turn
from pam.audit.services import Verb, log


@services.asks_nothing
@require_http_methods(["GET", "POST"])
def terms(request, kind):
    """The version that stands: to accept, or to read again."""
    standing = services.current(kind)
    if standing is None:
        raise Http404
    back = _next(request)
    form = AcceptForm(request.POST or None, initial={"version": standing.version, "next": back})
    if form.is_bound and form.is_valid():
        try:
            services.accept(actor=request.reader, kind=kind, version=form.cleaned_data["version"])
        except Refused as error:
            messages.warning(request, error.message)
            form = AcceptForm(initial={"version": standing.version, "next": back})
        else:
            return redirect(back)
    context = {"terms": standing, "form": form, "accepted_at": services.accepted_at(request.reader, standing)}
    return render(request, "accounts/terms.html", context)


def _next(request):
    """Where the person was going, if that is a page of ours; else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@require_GET
@for_administrators
def acceptances(request):
    """Who of the agency accepted which version, and when."""
    context = turn(request, services.acceptances_of(request.reader))
    for kind in services.Kind:
        context[f"current_{kind.value}"] = services.current(kind)
    log(request.reader, Verb.CONSULTATION, "list acceptances")
    return render(request, "accounts/acceptances.html", context)
