"""Test clients that cost little: signed in by one row, and with one chain of middleware for all of them."""

import time
from importlib import import_module

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.signals import setting_changed
from django.template import Template
from django.test.client import ClientHandler
from django.test.signals import template_rendered
from django.test.utils import _TestState

READ_WHEN_USED = {"MEDIA_ROOT"}  # set by every test that has files; no middleware keeps it
_chain = []


def open_session(client, user, methods):
    """Signs `user` in by writing the session that `methods` ("password", "mfa") leave behind: what
    `Client.force_login` reaches in nine statements, of which the session before signing in is no part.
    """
    from pam.accounts.sessions import BEGAN, SEEN

    now = time.time()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "pam.access.backend.Backend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": now} | ({"type": "totp"} if method == "mfa" else {}) for method in methods
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[BEGAN] = session[SEEN] = int(now)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def share_middleware():
    """Gives every test client from now on the chain of middleware that the first of them made.

    Django makes one for each client, and WhiteNoise then looks at every static file: 25 ms, for two thousand
    clients. It is made anew when a setting changes that a middleware could have read.
    """
    make = ClientHandler.load_middleware

    def load_middleware(handler, is_async=False):
        if is_async:
            make(handler, is_async)
            return
        if not _chain:
            make(handler)
            _chain.append(handler._middleware_chain)
        handler._middleware_chain = _chain[0]

    ClientHandler.load_middleware = load_middleware
    setting_changed.connect(_forget, weak=False)


def keep_the_page_alone():
    """Keeps for `response.context` what the page itself was given, and not the context of each of the hundred
    templates and widgets that are rendered within it: a tenth of a page's time.
    """
    plain, within = _TestState.saved_data.template_render, []

    def render(template, context):
        if within:
            return plain(template, context)
        template_rendered.send(sender=template, template=template, context=context)
        within.append(template)
        try:
            return plain(template, context)
        finally:
            within.pop()

    Template._render = render


def _forget(*, setting, **_):
    if setting not in READ_WHEN_USED:
        _chain.clear()
