"""A little server for the look alone: pam.ui's pages and the error pages, no database, the real policy."""

import mimetypes
import threading
from pathlib import Path
from unittest.mock import patch
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from pam.ui import samples, views
from tests.ui.urls import NAVIGATION

AXE = "/static/axe.min.js"
AXE_FILE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
PAGES = {"/ui/components/": views.components, "/ui/components/wall/": views.wall}


class Answer(WSGIRequestHandler):
    """Answers without writing a line for each request."""

    def log_message(self, *args):
        """Say nothing."""


def kept(content, kind):
    """An answer that a browser asks for once."""
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "max-age=86400, immutable"})


def respond(path, query, signed_in=True):
    """Return the HttpResponse for a path of the little server."""
    request = RequestFactory().get(path, query)
    request.reader = samples.Reader() if signed_in else None
    if path == AXE:
        return kept(AXE_FILE.read_bytes(), "text/javascript")
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        if not found:
            return HttpResponse("no such file", status=404)
        return kept(Path(found).read_bytes(), mimetypes.guess_type(found)[0])
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
    """A function that opens a page of a width: `screen(390, scripts=False)`. Closed after the test."""
    contexts = []

    def open_page(width, scripts=True):
        height = 844 if width < 600 else 900
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, bypass_csp=False
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
