"""What every page needs besides its own context: the navigation, and when the session ends."""

from functools import partial

from django.conf import settings
from django.urls import NoReverseMatch

from pam.ui.addresses import address

_counts = {}


def register_count(name, count):
    """Names the function of the request that says what is shown beside the address `name` in the navigation:
    a text, "" for nothing. It is asked only where the navigation is shown. Called by a room's AppConfig.
    """
    _counts[name] = count


def navigation(request):
    """Return {"nav": [...], "session_idle_seconds": n}, each item with `label`, `url`, `current` ("page",
    "true" or "") and `count`, a function or None; the seconds are those without a click after which the
    session ends.

    Reads `settings.PAM_NAVIGATION`, a list of (label, url name) or (label, url name, roles): the latter are
    for readers who hold one of these roles. Those of `PAM_CASE_PAGES` are not for who does no case work. A
    name that is no address here is left out. "page" marks the page itself, "true" a page below it, in the
    sense of aria-current. A person who has not signed in gets no navigation.
    """
    if getattr(request, "reader", None) is None:
        return {"nav": []}
    items, of_cases = [], getattr(settings, "PAM_CASE_PAGES", ())
    for label, name, *roles in getattr(settings, "PAM_NAVIGATION", []):
        if name in of_cases and not works_on_cases(request.reader):
            continue
        if roles and not request.reader.has_role(*roles[0]):
            continue
        try:
            url = address(name)
        except NoReverseMatch:
            continue
        count = partial(_counts[name], request) if name in _counts else None
        items.append({"label": label, "url": url, "current": _current(request, url), "count": count})
    _keep_nearest(items)
    return {"nav": items, "session_idle_seconds": int(settings.SESSION_IDLE_MINUTES * 60)}


def works_on_cases(reader) -> bool:
    """Whether a person may have to do with records: all but those who are in no team and whose only roles
    look after the agency (administrator, auditor, data protection officer).
    """
    return (
        bool(reader.team_ids) or not reader.roles or not reader.roles <= set(settings.PAM_ROLES_WITHOUT_CASES)
    )


def _keep_nearest(items):
    """Only the nearest of the addresses above the page is marked:
    /actions/mailbox/, not /actions/ as well.
    """
    marked = [item for item in items if item["current"]]
    for item in sorted(marked, key=lambda item: len(item["url"]))[:-1]:
        item["current"] = ""


def _current(request, url):
    """A page of a record says in `request.section` under which address it belongs."""
    if request.path == url:
        return "page"
    return "true" if url != "/" and getattr(request, "section", request.path).startswith(url) else ""
