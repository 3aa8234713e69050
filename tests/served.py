"""pam for a real Chromium: a web server whose answers are Django's own, of the test's thread and transaction.

Playwright can make up answers by itself, but then Chromium asks anew for each style sheet and script of every
page, and each comes to it through three processes: half of what a page costs.
"""

import traceback
from concurrent.futures import Future
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from django.test import Client

from tests.loop import outside_the_loop, running_loop
from tests.static import static

WIDE = {"width": 1280, "height": 900}
SEAT = "seat"  # the cookie by which the server knows whose browser asks
PASSED_ON = ("accept", "if-none-match", "x-pam-live", "hx-request")
LONGEST = 100  # seconds: no test waits for an answer longer


class Asked:
    """A request, until it is answered."""

    def __init__(self, handler):
        self.method, self.address, self.headers = handler.command, handler.path, handler.headers
        self.path = urlsplit(handler.path).path
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.reply = Future()

    @property
    def is_a_page(self):
        """Whether the browser leaves its page for the answer."""
        return self.headers["Sec-Fetch-Mode"] == "navigate"

    def put_to(self, client, passed_on=PASSED_ON):
        """Django's answer to it, as from `client`, with these of its headers."""
        headers = {name: self.headers[name] for name in passed_on if name in self.headers}
        with outside_the_loop():
            kind = self.headers.get("Content-Type", "")
            return client.generic(self.method, self.address, self.body, content_type=kind, headers=headers)

    def answer(self, response, cookies=()):
        """Sends an answer of Django's, with these cookies of it: they are the test client's as a rule."""
        headers = [*response.items(), *(("Set-Cookie", one.OutputString()) for one in cookies)]
        if not self.reply.done():
            self.reply.set_result((response.status_code, headers, response.getvalue()))

    def drop(self):
        """Sends nothing: the connection is lost."""
        if not self.reply.done():
            self.reply.set_result(None)


class Handler(BaseHTTPRequestHandler):
    """Answers static files by itself, once for each browser; all else is asked of who sits before it."""

    def log_message(self, *args):
        """Say nothing."""

    def do_GET(self):
        """Answers a request of any method."""
        visitor = self.server.visitor_of(self.headers.get("Cookie", ""))
        if visitor is None:
            return
        asked = Asked(self)
        if asked.path.startswith("/static/"):
            asked.answer(static(asked.path, hurried=visitor.hurried))
        else:
            visitor.hears(asked)
        answer = asked.reply.result(LONGEST)
        if answer is None:
            return
        status, headers, body = answer
        self.send_response_only(status)
        for name, value in headers:
            if name != "Content-Length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET


class Server(ThreadingHTTPServer):
    """The server of a worker, and the browsers' windows: who sits there next finds static files that came
    before.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self._visitors, self._free, self._empty, self._count = {}, {}, set(), 0
        Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Says nothing of a browser that has gone."""

    def visitor_of(self, cookies):
        """Whose cookies these are; None if they have left."""
        found = dict(part.strip().partition("=")[::2] for part in cookies.split(";"))
        return self._visitors.get(found.get(SEAT))

    def seat(self, visitor, browser, **options):
        """Gives `visitor` a `context` of `browser` with these options: a free one, or a new one."""
        kind = (browser, visitor.hurried, *sorted(options.items()))
        free = self._free.get(kind)
        visitor.context = free.pop() if free else self._window(browser, options)
        self._count += 1
        visitor.kind, visitor.number = kind, str(self._count)
        self._visitors[visitor.number] = visitor
        visitor.address = f"http://{visitor.host}:{self.server_port}"
        visitor.context.add_cookies([{"name": SEAT, "value": visitor.number, "url": visitor.address}])

    def _window(self, browser, options):
        """A new context, with an empty page that stays: all pages of the window are drawn by its process."""
        context = browser.new_context(viewport=WIDE, **options)
        self._empty.add(context.new_page())
        return context

    def sits(self, visitor):
        """Whether they have not left yet."""
        return visitor.number in self._visitors

    def unseat(self, visitor):
        """They leave: nothing that their pages still ask is heard. The window is kept."""
        del self._visitors[visitor.number]
        context = visitor.context
        for page in context.pages:
            if page not in self._empty:
                page.close()
        context.set_offline(False)
        context.clear_cookies()
        self._free.setdefault(visitor.kind, []).append(context)

    def lose(self, visitor):
        """Their browser was killed."""
        del self._visitors[visitor.number]

    def close_room(self):
        """All leave; returns the windows that are kept."""
        for visitor in list(self._visitors.values()):
            visitor.leave()
        return [context for free in self._free.values() for context in free]

    def forget_windows(self):
        """Those of a browser that has crashed."""
        self._visitors, self._free, self._empty = {}, {}, set()


@cache
def server():
    """The server of this worker."""
    return Server()


class Visitor:
    """A person at a browser with one page, until the test ends. `offline`: no answer comes at all; `hurried`:
    the page saves, and tries again, sooner; `loads`: how often the browser has opened a page; `address`: of
    the server, where they call it `host`.
    """

    host = "127.0.0.1"

    def __init__(self, chromium, client, width=1280, height=900, *, hurried=False, **options):
        self.client, self.hurried, self.offline, self.loads = client, hurried, False, 0
        self._loop, self._waiting = running_loop(), set()
        server().seat(self, chromium, **options)
        self.page = self.new_page(width, height)

    def new_page(self, width=1280, height=900):
        """Another tab."""
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        if (width, height) != tuple(WIDE.values()):
            page.set_viewport_size({"width": width, "height": height})
        return page

    def open(self, path):
        """Goes to a page; returns how it answered."""
        return self.page.goto(self.address + path)

    def waits_for(self, found, seconds=20):
        """Waits until `found()` is true, while the page goes on; fails if it does not become true."""
        for _ in range(seconds * 20):
            if found():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"not within {seconds} seconds, at {self.page.url}")

    def leave(self):
        """Closes the browser. Its pages tell the server nothing of that."""
        if server().sits(self):
            server().unseat(self)
            for asked in list(self._waiting):
                asked.drop()

    def hears(self, asked):
        """Called in a thread of the server's: what is asked is met in the test's."""
        self._waiting.add(asked)
        asked.reply.add_done_callback(lambda _: self._waiting.discard(asked))
        self._loop.call_soon_threadsafe(self._meet, asked)

    def _meet(self, asked):
        if self.offline or not server().sits(self):
            return asked.drop()
        self.loads += asked.is_a_page
        try:
            self.meet(asked)
        except Exception:  # the page would wait for ever
            traceback.print_exc()
            asked.drop()

    def meet(self, asked):
        """What becomes of a request; here it is answered."""
        asked.answer(asked.put_to(self.client))


class Guest(Visitor):
    """Who signs in and out in the browser: the cookies that count are those that it holds."""

    def meet(self, asked):
        """Answers as to a browser that Django knows nothing of but these."""
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies.load(asked.headers["Cookie"])
        response = asked.put_to(client, (*PASSED_ON, "host"))
        asked.answer(response, response.cookies.values())
