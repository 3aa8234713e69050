"""Lists whose pages are short, so that a few rows fill more than one."""

from pam.access import paging


def few_on_a_page(monkeypatch, size):
    """From now on so many rows are on each page of a list."""
    monkeypatch.setattr(paging.page, "__kwdefaults__", {"size": size, "fetch": None})
