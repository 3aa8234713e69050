"""The kinds of record, which the rooms above register: the spine knows no case word."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pam.ui.addresses import address

_kinds = {}
_checks = []
_followings = []


@dataclass(frozen=True)
class Strand:
    """One of the strands that the actions about a kind of record are sorted by."""

    code: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Strands:
    """What people call the strands together ("4P"), and each of them."""

    label: str
    values: tuple[Strand, ...]

    @property
    def choices(self):
        """[(code, label)], in their order."""
        return [(strand.code, strand.label) for strand in self.values]

    @property
    def hints(self):
        """{code: hint}."""
        return {strand.code: strand.hint for strand in self.values}


@dataclass(frozen=True)
class Kind:
    """What the spine needs to know of a kind of record.

    `code` is stored on the record, `prefix` begins its reference, `view` is the URL name of its page (which
    takes `uuid`), `model` is the label of its model. `required_terms` is the kind of terms accepted before
    one is opened, on any page. `reopens` says whether a closed one can be opened again. `strands` are those
    that actions about one are sorted by; without them none is asked. `named_roles` are the fields that name
    people who may open the record because of it, each with the reason that their grant gives. `stage_map` is
    the code of the stage map that its records go through; without it they have no stages. `asked` is a field
    that names a person who was asked to lead it and may open it until they answer; they, and a lead who
    accepted, may be of another agency. `lead_live` (reader, record) says whether it has a lead who accepted
    and can act; without it a lead in post will do. `ask_lead` (actor, record, to, note) asks a person to lead
    it, where nobody is named without being asked. `method_tags` (reader, record) says which methods suit a
    record first (pam/frameworks/bodies.py, tags_of). `review_view` is the URL name of the page on which one
    is reviewed; without it, its own page. `about_person` says that a record is about one person, who is
    asked: alone or not, through an interpreter or not.
    """

    code: str
    label: str
    plural: str
    prefix: str
    view: str
    model: str
    required_terms: str = ""
    reopens: bool = True
    strands: Strands | None = None
    named_roles: tuple[tuple[str, str], ...] = (("lead", "Named as the lead"),)
    stage_map: str = ""
    asked: str = ""
    lead_live: Callable[[Any, Any], bool] | None = None
    ask_lead: Callable[..., Any] | None = None
    method_tags: Callable[[Any, Any], list[str]] = lambda reader, record: []
    review_view: str = ""
    about_person: bool = False

    def review_url(self, uuid):
        """The address of the page on which the record is reviewed."""
        return address(self.review_view or self.view, uuid)

    def url(self, uuid):
        """The address of the record's page."""
        return address(self.view, uuid)


def register(kind):
    """Makes `kind` known; called by its room's AppConfig."""
    _kinds[kind.code] = kind


def kind_of(code):
    """The `Kind` with this code. Raises KeyError for a code that no room registered."""
    return _kinds[code]


def all_kinds():
    """Every registered kind, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)


def record_kind_names():
    """{code: label} of the kinds of record, for the frameworks that are for some of them."""
    return {kind.code: kind.label for kind in _kinds.values()}


def strand_names():
    """{"kind.strand": label} of the strands of every kind of record, for the frameworks that name one."""
    with_strands = [kind for kind in _kinds.values() if kind.strands]
    return {f"{kind.code}.{code}": label for kind in with_strands for code, label in kind.strands.choices}


def strand_label(code):
    """What people call the strand with this code, of whichever kind; "" for none."""
    strands = [strand for kind in _kinds.values() if kind.strands for strand in kind.strands.values]
    return next((strand.label for strand in strands if strand.code == code), code)


def register_check(check):
    """Adds a function of the request and a record that raises if something comes before opening it; by an
    AppConfig.
    """
    _checks.append(check)


def register_following(follow):
    """Adds a function of the request and a uuid that raises if the record with it went elsewhere; by an
    AppConfig.
    """
    _followings.append(follow)


def follow(request, uuid):
    """Raises what a registered function raises, before a record is said to be absent."""
    for one in _followings:
        one(request, uuid)


def check_opening(request, record):
    """Raises what a registered check raises; called before a look at `record` is logged."""
    for check in _checks:
        check(request, record)
