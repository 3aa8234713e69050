"""A little server for the look alone: pam.ui's pages and the error pages, no database, the real policy."""

import threading
from unittest.mock import patch
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from pam.ui import samples, views
from tests.served import Visitor
from tests.static import static
from tests.ui.urls import NAVIGATION

PAGES = {"/ui/components/": views.components, "/ui/components/wall/": views.wall}


class Answer(WSGIRequestHandler):
    """Answers without writing a line for each request."""

    def log_message(self, *args):
        """Say nothing."""


def respond(path, query, signed_in=True):
    """Return the HttpResponse for a path of the little server."""
    request = RequestFactory().get(path, query)
    request.reader = samples.Reader() if signed_in else None
    if path.startswith("/static/"):
        return static(path)
    if path in PAGES:
        counts = patch.dict("pam.ui.context._counts", home=lambda request: "12")
        with counts, override_settings(ROOT_URLCONF="tests.ui.urls", PAM_NAVIGATION=NAVIGATION):
            return PAGES[path](request)
    if path.startswith("/error/"):
        return HttpResponse(render_to_string(f"{path.removeprefix('/error/')}.html"))
    return HttpResponse("", status=204)


def application(environ, start_response):
    """The WSGI application: `respond`, under the content security policy of the settings."""
    query = dict(pair.partition("=")[::2] for pair in environ.get("QUERY_STRING", "").split("&") if pair)
    response = respond(environ["PATH_INFO"], query)
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
    headers = [*response.items(), ("Content-Security-Policy", policy)]
    start_response(f"{response.status_code} {response.reason_phrase}", headers)
    return [response.content]


@pytest.fixture(scope="session")
def look_url():
    """The address of the little server, on a port of its own."""
    server = WSGIServer(("127.0.0.1", 0), Answer)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def screen(chromium):
    """A function that opens a page of a width: `screen(390, scripts=False)`."""

    def open_page(width, scripts=True):
        height = 844 if width < 600 else 900
        return Visitor(chromium, None, width, height, java_script_enabled=scripts).page

    return open_page
