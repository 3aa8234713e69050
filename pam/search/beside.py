"""What rooms above show on the page of the search while nothing is typed."""

_panels: list = []


def register_beside(panel):
    """Adds a panel; called by a room's AppConfig.

    `panel` is a function of the request, which returns {"template": …, …} (the template is included with the
    dict as `panel`), or None for nothing to show. It asks a constant number of queries.
    """
    _panels.append(panel)


def beside_search(request):
    """What the registered panels have to show."""
    return [shown for panel in _panels if (shown := panel(request))]
