"""The kinds of record, which the rooms above register: the spine knows no case word."""

from dataclasses import dataclass

from django.urls import reverse

_kinds = {}
_checks = []


@dataclass(frozen=True)
class Kind:
    """What the spine needs to know of a kind of record.

    `code` is stored on the record, `prefix` begins its reference, `view` is the URL name of its page (which
    takes `uuid`), `model` is the label of its model. `asks` is the kind of terms accepted before one is
    opened, on any page. `reopens` says whether a closed one can be opened again.
    """

    code: str
    label: str
    plural: str
    prefix: str
    view: str
    model: str
    asks: str = ""
    reopens: bool = True

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


def register_check(check):
    """Adds a function of the request and a record that raises if something comes before opening it; by an
    AppConfig.
    """
    _checks.append(check)


def check_opening(request, record):
    """Raises what a registered check raises; called before a look at `record` is logged."""
    for check in _checks:
        check(request, record)


ROLES = {
    "lead": "Named as the lead",
    "sro": "Named as Senior Responsible Officer",
    "secretary": "Named as secretary",
}
