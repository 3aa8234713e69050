"""Playwright's event loop runs in the thread of the tests; Django asks no database beside one."""

import asyncio
from contextlib import contextmanager


def running_loop():
    """Playwright's event loop, while a test has the browser."""
    return asyncio._get_running_loop()


@contextmanager
def outside_the_loop():
    """Django's work on the test's own connection: beside Playwright's event loop it would open another."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
