"""A session ends after some minutes without a click, and some hours after signing in whatever is done."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.utils.functional import SimpleLazyObject

from pam.access.backend import person_of_session
from pam.accounts.services.sessions import BEGAN, SEEN, note_session
from pam.accounts.services.sign_in_log import log_sign_in

NOTED_EVERY = 60  # seconds: a session is not written anew with each click


def seconds_left(session: Any, now: float) -> tuple[int, bool]:
    """(how many seconds `session` goes on without a click, whether a click would make it longer) at `now`."""
    idle = session.get(SEEN, now) + settings.SESSION_IDLE_MINUTES * 60 - now
    whole = session.get(BEGAN, now) + settings.SESSION_HOURS * 60 * 60 - now
    return max(int(min(idle, whole)), 0), idle < whole


def why_over(session, now: float) -> str:
    """A sentence for the person if `session` is over at `now` (seconds since 1970), else ""."""
    idle, hours = settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS
    if now - session.get(SEEN, now) > idle * 60:
        return f"You were signed out because you did nothing for {idle:g} minutes."
    if now - session.get(BEGAN, now) > hours * 60 * 60:
        return f"You were signed out because you signed in more than {hours:g} hours ago."
    return ""


class SessionCookie(SessionMiddleware):
    """Django's own, but only a page that a person goes to takes the cookie of a dead session away.

    What a page asks for by itself can be answered after the form that was sent at the same moment: it would
    take away the new session, which keeps what was typed until the person has signed in again.
    """

    def process_response(self, request, response):
        """Saves the session, and sets or takes away its cookie."""
        if (
            request.headers.get("HX-Request")
            or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        ):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return super().process_response(request, response)


class PersonOfSession(AuthenticationMiddleware):
    """Django's own middleware, given the person that was found with the session."""

    def process_request(self, request):
        """Sets `request.user`; fetched when it is asked for."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: self._person(request))

    @staticmethod
    def _person(request):
        request.session.get(SESSION_KEY)  # fetches the session, if nothing has
        person = getattr(request.session, "person", (None, None))
        return person_of_session(person, lambda: get_user(request))


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
                log_sign_in("session ended", user=request.user, address=request.META.get("REMOTE_ADDR"))
                request.session.flush()
                request.user = AnonymousUser()
                messages.warning(request, why)
            else:
                self._note(request, now)
        return self.get_response(request)

    @staticmethod
    def _note(request, now):
        request.note_session = False
        if BEGAN not in request.session:
            request.session[BEGAN] = int(now)
        renews_itself = request.headers.get("HX-Request") and request.method == "GET"
        if now - request.session.get(SEEN, 0) > NOTED_EVERY and not renews_itself:
            request.session[SEEN] = int(now)
            request.note_session = True


class SessionsAreListed:
    """Middleware after the gate's: notes for the person which browsers they are signed in with, when the
    session itself is noted.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if getattr(request, "reader", None) and getattr(request, "note_session", False):
            agent = request.headers.get("User-Agent", "")
            note_session(actor=request.reader, session=request.session, user_agent=agent)
        return self.get_response(request)
