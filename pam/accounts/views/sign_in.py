"""Signing in, what is in the way of it, and which agency one acts for."""

import time
from uuid import UUID

from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pam import __version__
from pam.access.middleware import public
from pam.access.models import Membership
from pam.access.reader import ACTING_FOR, second_factor_done
from pam.accounts.forms.sign_in import ActForForm
from pam.accounts.selectors.membership_requests import waiting_for_person
from pam.accounts.selectors.sessions import live_sessions
from pam.accounts.services import sessions as services
from pam.accounts.sessions import seconds_left
from pam.accounts.sign_in import DEMO_DOMAIN, demo_people, sign_in_demo_person
from pam.forms.views import press


class SignIn(LoginView):
    """allauth's sign-in page; in the demo it lists the demo's people too."""

    def get_context_data(self, **kwargs):
        """Adds `demo_people`."""
        return super().get_context_data(**kwargs) | {"demo_people": demo_people()}


sign_in = public(SignIn.as_view())


@public
@require_POST
def demo_sign_in(request):
    """Signs in as one of the demo's people. Absent (404) outside of the demo."""
    if not settings.DEMO_SIGN_IN:
        raise Http404
    people = Membership.objects.live().filter(user__email__endswith=DEMO_DOMAIN).select_related("user")
    membership = get_object_or_404(people, uuid=_uuid(request.POST.get("person", "")))
    sign_in_demo_person(request, membership)
    return redirect(_next(request))


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _next(request):
    """Where the person was going, if that is a page of ours; else the first page."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL


@public
@require_GET
@login_required
def incomplete(request):
    """Why a signed-in person sees nothing yet, and what to do about it."""
    if request.reader:
        return redirect(settings.LOGIN_REDIRECT_URL)
    done = second_factor_done(request)
    has_one = (
        Authenticator.objects.filter(user=request.user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
    memberships = (
        Membership.objects.filter(user=request.user).select_related("agency").order_by("agency__name__folded")
    )
    return render(
        request,
        "accounts/incomplete.html",
        {
            "needs_factor": not done,
            "has_factor": has_one,
            "again": f"{reverse('mfa_reauthenticate')}?next={reverse(settings.LOGIN_REDIRECT_URL)}",
            "memberships": memberships,
        },
    )


@require_POST
def act_for(request):
    """Acts in another of one's own live memberships from now on."""
    form = ActForForm(request.POST, user=request.user)
    if form.is_valid():
        membership = form.cleaned_data["membership"]
        request.session[ACTING_FOR] = membership.pk
        rotate_token(request)  # a form that was opened for the other agency is not saved in this one's name
        messages.success(request, f"You are now acting for {membership.agency.name}.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    messages.error(request, "You cannot act for that agency: your membership of it is not in force.")
    return redirect("accounts:account")


@require_http_methods(["GET", "POST"])
def session(request):
    """How long this session goes on, for the warning before it ends: asking is no click, posting is one."""
    seconds, can_stay = seconds_left(request.session, time.time())
    return JsonResponse({"seconds": seconds, "can_stay": can_stay})


@require_POST
def end_session(request, uuid):
    """Ends one of the reader's own sessions, in another browser."""
    row = live_sessions(request.reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    press(
        request, lambda: services.end_session(actor=request.reader, row=row), f"{row.device} is signed out."
    )
    return redirect("accounts:account")


@require_POST
def single_keys(request):
    """Turns keys without Ctrl or Alt on or off for the reader (WCAG 2.1.4)."""
    on = request.POST.get("on") == "yes"
    words = f"Single-key shortcuts are {'on' if on else 'off'}."
    press(request, lambda: services.use_single_keys(actor=request.reader, on=on), words)
    return redirect(f"{reverse('accounts:account')}#keys")


@require_GET
def account(request):
    """One's own account: agencies, second factor, password, the browsers that one is signed in with."""
    agent = request.headers.get("User-Agent", "")
    this = services.note_session(actor=request.reader, session=request.session, user_agent=agent)
    memberships = (
        Membership.objects.live().filter(user=request.user).select_related("agency").prefetch_related("teams")
    )
    return render(
        request,
        "accounts/account.html",
        {
            "memberships": memberships.order_by("agency__name__folded"),
            "current": request.reader.membership_id,
            "email": request.user.email,
            "has_password": request.user.has_usable_password(),
            "waiting": waiting_for_person(request.reader.membership_id),
            "sessions": live_sessions(request.reader),
            "this_session": this,
            "version": __version__,
        },
    )
