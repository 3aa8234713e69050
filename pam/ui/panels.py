"""The kinds of record, which the rooms above register: the spine knows no case word."""

from pam.db.having_rows import having_rows

_panels = []
_sharing_panels = []
_asides = []


def register_panel(panel, rows):
    """Adds a panel to "My work"; called by a room's AppConfig.

    `rows` is a function of the request that returns a queryset, through the gate, of what the panel shows.
    `panel` is a function of the request and that queryset, or an empty one where it has no rows: so nothing
    is asked for a panel without any. It returns {"template": …, …} (the template is included with the dict as
    `panel`), or None for nothing to show, and asks a constant number of queries. "first": True puts it above
    the others (it is on now), "aside": True among what doesn't wait (only a way there), "top": True over
    everything, in a line or two.
    """
    _panels.append((panel, rows))


def panels_for(request):
    """What the registered panels have to show on this request's "My work", in the order of registration,
    "first" ones first.
    """
    asked = [rows(request) for _, rows in _panels]
    kept = [rows if has else rows.none() for rows, has in zip(asked, having_rows(asked), strict=True)]
    answers = [panel(request, rows) for (panel, _), rows in zip(_panels, kept, strict=True)]
    return sorted(filter(None, answers), key=lambda panel: not panel.get("first"))


def register_sharing_panel(panel):
    """Adds a panel to the Sharing page of each record; called by a room's AppConfig.

    `panel` is a function of the request and the record that returns what `register_panel` says.
    """
    _sharing_panels.append(panel)


def sharing_panels_for(request, record):
    """What the registered panels have to show on the Sharing page of `record`, which the reader manages."""
    return [shown for panel in _sharing_panels if (shown := panel(request, record))]


def register_aside(panel):
    """Adds a card to the column beside each record's own page; called by a room's AppConfig.

    `panel` is a function of the request and the record that returns what `register_panel` says; or
    {"button": …, …}, whose template stands among the buttons at the top of the page.
    """
    _asides.append(panel)


def asides_for(request, record):
    """What the registered cards have to show beside `record`."""
    return [shown for panel in _asides if (shown := panel(request, record))]
