"""The kinds of framework. A room registers its own; nothing else of the library, files and pages is written
anew for it (docs/frameworks.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pam.frameworks import schema_faults
from pam.frameworks.differences import Difference, differences_of
from pam.frameworks.problems import Problem
from pam.frameworks.yaml_text import unkeepable

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

Body = dict[str, Any]
CODE = {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,59}$"}
NOT_BLANK = r"\S"  # of a text that forms would take for empty
TEXT = {"type": "string", "pattern": NOT_BLANK, "maxLength": 4000}
NAME = {"type": "string", "pattern": NOT_BLANK, "maxLength": 120}


def _codes(description: str) -> dict[str, Any]:
    return {
        "type": "array",
        "items": CODE,
        "uniqueItems": True,
        "maxItems": 20,
        "description": description,
    }


# What every framework says of itself, whatever its kind.
HEAD: dict[str, Any] = {
    "name": {**NAME, "description": "What people call it."},
    "purpose": {**TEXT, "description": "What it is for, in a sentence or two."},
    "for": _codes("The kinds of record that it is for, by code. Without it: any."),
    "source": {**TEXT, "description": "Where the method comes from: its owner, its edition, its licence."},
    "strands": _codes("The strands of cases that it is for, by code. The library finds it by them."),
    "crime-types": _codes("The types of crime that it is for, by code. The library finds it by them."),
    "communities": _codes("The communities that it is about, by code. The library finds it by them."),
}


def _any_name(_body: Body) -> list[Problem]:
    return []


@dataclass(frozen=True)
class FrameworkKind:
    """A kind of framework.

    `schema` is the JSON Schema of an object: `properties` (in the order of a file) and `required`, without
    what HEAD adds. `checks` find what a schema can't say, each a function of a body that fits the schema.
    `blank` is the body of a new draft, without its name. `page` is the template that shows a body as people
    read it, given `body` and what `context(body)` adds. `differences` compares two bodies; without it they
    are compared value by value. `words` gives further texts that the library finds a framework by.
    `in_force_now` is done, in the same transaction, whenever another version of a framework comes into force
    or none is: given the actor (None for the owner of the database) and the framework; it may raise Refused.
    """

    code: str
    name: str
    plural: str
    schema: dict[str, Any]
    meaning: str = ""
    checks: tuple[Callable[[Body], Iterable[Problem]], ...] = ()
    blank: Body = field(default_factory=dict)
    page: str = "frameworks/kinds/any.html"
    context: Callable[[Body], dict[str, Any]] | None = None
    differences: Callable[[Body, Body], list[Difference]] | None = None
    words: Callable[[Body], Iterable[str]] | None = None
    in_force_now: Callable[[Any, Any], None] | None = None

    @cached_property
    def full_schema(self) -> dict[str, Any]:
        """The JSON Schema of a body: HEAD, then the kind's own. Keys that it doesn't know are refused."""
        return {
            **self.schema,
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.name,
            "type": "object",
            "properties": {**HEAD, **self.schema.get("properties", {})},
            "required": ["name", *self.schema.get("required", ())],
            "additionalProperties": False,
        }

    @cached_property
    def _validator(self) -> "Draft202012Validator":
        from jsonschema import Draft202012Validator  # slow to import

        Draft202012Validator.check_schema(self.full_schema)
        return Draft202012Validator(self.full_schema)

    def schema_problems(self, body: Any) -> list[Problem]:
        """What of `body` does not fit the schema. A draft must have none."""
        return unkeepable(body) or schema_faults.problems(self._validator, body)

    def problems(self, body: Any) -> list[Problem]:
        """All that is wrong with `body`. What is published must have none."""
        found = self.schema_problems(body)
        if found:
            return found
        named = [one for check in (*SHARED_CHECKS, *self.checks) for one in check(body)]
        return list(dict.fromkeys(named))

    def compare(self, before: Body, after: Body) -> list[Difference]:
        """What is another in `after`."""
        return (self.differences or differences_of)(before, after)


def _for_known_kinds(body: Body) -> Iterable[Problem]:
    known = names("record_kind")
    for place, code in enumerate(body.get("for", ())):
        if known and code not in known:
            yield Problem(("for", place), f"No kind of record has the code “{code}”: {listed(known)}.")


SHARED_CHECKS: tuple[Callable[[Body], Iterable[Problem]], ...] = (_for_known_kinds,)
_kinds: dict[str, FrameworkKind] = {}
_names: dict[str, list[Callable[[], dict[str, str]]]] = {}


def register_kind(kind: FrameworkKind) -> None:
    """Makes a kind known; called by its room's AppConfig. Raises ValueError for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"The kind of framework {kind.code} is registered twice.")
    _kinds[kind.code] = kind


def kind_named(code: str) -> FrameworkKind:
    """The kind with this code. Raises KeyError for one that no room registered."""
    return _kinds[code]


def all_kinds() -> list[FrameworkKind]:
    """Every kind, by its plural."""
    return sorted(_kinds.values(), key=lambda kind: kind.plural.lower())


def register_names(subject: str, find: Callable[[], dict[str, str]]) -> None:
    """Makes names known that frameworks may use: `find` gives {code: what people read}.

    Subjects: "record_kind", "strand", "requirement" (what a stage asks to be there), "role", "calendar".
    """
    _names.setdefault(subject, []).append(find)


def names(subject: str) -> dict[str, str]:
    """{code: label} of every name of a subject; empty if no room registered any."""
    return {code: label for find in _names.get(subject, ()) for code, label in find().items()}


def listed(choices: Iterable[str]) -> str:
    """ "use one of a, b, c"."""
    return f"use one of {', '.join(sorted(choices))}"
