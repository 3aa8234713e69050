"""What rooms above show on the page of a person, place or object."""

_panels = []


def register_subject_panel(panel):
    """Adds a panel; called by a room's AppConfig.

    `panel` is a function of the request and the rows of one identity that the reader may see, which returns
    {"template": …, …} (the template is included with the dict as `panel`), {"button": …, …} (it stands among
    the buttons at the top), or None for nothing to show. It reads through the gate and asks a constant number
    of queries.
    """
    _panels.append(panel)


def subject_panels_for(request, subjects):
    """What the registered panels have to show."""
    return [shown for panel in _panels if (shown := panel(request, subjects))]
