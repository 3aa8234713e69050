"""A session ends after some minutes without a click, and some hours after signing in whatever is done."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser

from pam.audit.services import log_sign_in

BEGAN, SEEN = "pam_began", "pam_seen"  # seconds since 1970
NOTED_EVERY = 60  # seconds: a session is not written anew with each click


def why_over(session, now: float) -> str:
    """A sentence for the person if `session` is over at `now` (seconds since 1970), else ""."""
    idle, hours = settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS
    if now - session.get(SEEN, now) > idle * 60:
        return f"You were signed out because you did nothing for {idle:g} minutes."
    if now - session.get(BEGAN, now) > hours * 60 * 60:
        return f"You were signed out because you signed in more than {hours:g} hours ago."
    return ""


class SessionEnds:
    """Middleware before the gate's: signs out whose session is over, and notes that others are still there.

    Parts of a page that renew themselves (htmx, every few seconds) are no clicks and keep no session alive.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.session.session_key and request.user.is_authenticated:
            now = time.time()
            if why := why_over(request.session, now):
                log_sign_in("session ended", name=request.user.name, address=request.META.get("REMOTE_ADDR"))
                request.session.flush()
                request.user = AnonymousUser()
                messages.warning(request, why)
            else:
                self._note(request, now)
        return self.get_response(request)

    @staticmethod
    def _note(request, now):
        if BEGAN not in request.session:
            request.session[BEGAN] = int(now)
        renews_itself = request.headers.get("HX-Request") and request.method == "GET"
        if now - request.session.get(SEEN, 0) > NOTED_EVERY and not renews_itself:
            request.session[SEEN] = int(now)
