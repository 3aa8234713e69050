"""One Chromium for all tests of a worker, each in contexts of its own: to start one takes seconds."""

import asyncio
from contextlib import suppress

import pytest
from django.db import connections

from local import environment
from tests.served import server

# A process to draw pages with costs more than many a page: one for all pages of a window.
FEW = ["--disable-site-isolation-trials", "--renderer-process-limit=1"]
QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Browsers:
    """Playwright, started for the first test that asks. Its event loop is said to be running only while a
    test has the browser: all other tests ask the database without one.
    """

    def __init__(self):
        self._playwright = self._browser = self._loop = None

    def take(self):
        """The browser, in its loop. Another one, if that of the last test has crashed."""
        from playwright.sync_api import sync_playwright

        path = environment.chromium()
        if not path:
            pytest.skip(
                "There is no Chromium here: apt-get install chromium-headless-shell, or set PAM_CHROMIUM."
            )
        if self._playwright is None:
            self._playwright = sync_playwright().start()
            self._loop = asyncio._get_running_loop()
        asyncio._set_running_loop(self._loop)
        if self._browser is None or not self._browser.is_connected():
            server().forget_windows()
            self._browser = self._playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-gpu", *QUIET, *FEW]
            )
        return self._browser

    def give_back(self):
        """Closes what the test left open, and leaves the loop."""
        with suppress(Exception):  # of a browser that crashed
            kept = server().close_room()
            for context in self._browser.contexts:
                if context not in kept:
                    context.close()
        # Beside an event loop Django opens connections of its own; nobody else would close them.
        connections.close_all()
        asyncio._set_running_loop(None)

    def close(self):
        """Ends the browser."""
        if self._playwright is None:
            return
        asyncio._set_running_loop(self._loop)
        if self._browser is not None:
            self._browser.close()
        self._playwright.stop()
        asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def _browsers():
    browsers = Browsers()
    yield browsers
    browsers.close()


@pytest.fixture
def chromium(monkeypatch, _browsers):
    """A Chromium for this test; the test is skipped where there is none."""
    # Playwright keeps an event loop in this thread, and Django would refuse to ask the database beside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    browser = _browsers.take()
    yield browser
    _browsers.give_back()
