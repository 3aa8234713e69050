"""The kinds of record, which the rooms above register: the spine knows no case word."""

from dataclasses import dataclass

from django.urls import reverse

_kinds = {}
_panels = []
_sharing_panels = []
_asides = []
_checks = []


@dataclass(frozen=True)
class Kind:
    """What the spine needs to know of a kind of record.

    `code` is stored on the record, `prefix` begins its reference, `view` is the URL name of its page (which
    takes `uuid`), `model` is the label of its model. `over` is a (field, value) of the model that says that
    nobody leads it any more, besides being closed. `asks` is the kind of terms accepted before one is opened,
    on any page.
    """

    code: str
    label: str
    plural: str
    prefix: str
    view: str
    model: str
    over: tuple[str, str] | None = None
    asks: str = ""

    def url(self, uuid):
        """The address of the record's page."""
        return reverse(self.view, args=[uuid])


def register(kind):
    """Makes `kind` known; called by its room's AppConfig."""
    _kinds[kind.code] = kind


def kind_of(code):
    """The `Kind` with this code. Raises KeyError for a code that no room registered."""
    return _kinds[code]


def all_kinds():
    """Every registered kind, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)


def register_panel(panel):
    """Adds a panel to "My work"; called by a room's AppConfig.

    `panel` is a function of the request that returns {"template": …, …} (the template is included with the
    dict as `panel`), or None for nothing to show. It reads through the gate and asks a constant number of
    queries. "first": True puts it above the others (it is on now), "aside": True among what doesn't wait
    (only a way there).
    """
    _panels.append(panel)


def panels_for(request):
    """What the registered panels have to show on this request's "My work", in the order of registration,
    "first" ones first.
    """
    shown = [shown for panel in _panels if (shown := panel(request))]
    return sorted(shown, key=lambda panel: not panel.get("first"))


def register_check(check):
    """Adds a function of the request and a record that raises if something comes before opening it; by an
    AppConfig.
    """
    _checks.append(check)


def check_opening(request, record):
    """Raises what a registered check raises; called before a look at `record` is logged."""
    for check in _checks:
        check(request, record)


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

    `panel` is a function of the request and the record that returns what `register_panel` says.
    """
    _asides.append(panel)


def asides_for(request, record):
    """What the registered cards have to show beside `record`."""
    return [shown for panel in _asides if (shown := panel(request, record))]
