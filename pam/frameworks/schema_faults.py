"""What JSON Schema finds, in plain sentences."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pam.frameworks.problems import Path, Problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

MAX_FAULTS = 50
TYPES = {
    "object": "a group of keys",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "empty",
}


def problems(validator: "Draft202012Validator", body: Any) -> list[Problem]:
    """At most MAX_FAULTS problems of `body`, in the order of its paths."""
    found: list[Problem] = []
    for error in validator.iter_errors(body):
        found.extend(_problems_of(error))
        if len(found) >= MAX_FAULTS:
            break
    unique = dict.fromkeys(found[:MAX_FAULTS])
    return sorted(unique, key=lambda one: [(isinstance(step, str), str(step)) for step in one.path])


def _problems_of(error: "ValidationError") -> Iterable[Problem]:
    path: Path = tuple(error.absolute_path)
    rule: str = str(error.validator)
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if rule in ("anyOf", "oneOf"):
        closest = min(error.context or [error], key=lambda one: (-len(one.absolute_path), str(one.validator)))
        if closest is not error:
            yield from _problems_of(closest)
            return
    if rule == "additionalProperties":
        known = schema.get("properties", {})
        patterns = schema.get("patternProperties", {})
        for key in value:
            if key not in known and not patterns:
                yield Problem((*path, key), f"“{key}” is not known here. Known: {_some(known)}.")
        if patterns:
            yield Problem(path, "A code is lower-case letters, numbers, - and _, and begins with a letter.")
        return
    if rule == "required":
        for key in wanted:
            if key not in value:
                yield Problem(path, f"“{key}” is missing.")
        return
    yield Problem(path, _sentence(rule, value, wanted))


def _sentence(rule: str, value: Any, wanted: Any) -> str:
    if rule == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        return f"This must be {' or '.join(TYPES[kind] for kind in kinds)}, not {_shown(value)}."
    if rule == "enum":
        return f"{_shown(value)} is not one of {_some(map(str, wanted))}."
    if rule == "const":
        return f"This must be {_shown(wanted)}, not {_shown(value)}."
    if rule == "pattern" and wanted == r"\S":
        return "This must not be empty."
    if rule == "pattern":
        return f"{_shown(value)} is not written as it must be here (pattern {wanted})."
    if rule == "not":
        return f"{_shown(value)} cannot be used here."
    simple = {
        "maxLength": f"This is longer than {wanted} characters.",
        "minItems": f"This needs at least {wanted}.",
        "maxItems": f"This has more than {wanted}.",
        "uniqueItems": "The same is here twice.",
        "minimum": f"This must be {wanted} or more.",
        "maximum": f"This must be {wanted} or less.",
        "exclusiveMinimum": f"This must be more than {wanted}.",
        "minProperties": f"This needs at least {wanted}.",
        "maxProperties": f"This has more than {wanted}.",
        "multipleOf": f"This must be a multiple of {wanted}.",
        "format": f"{_shown(value)} is no {wanted}.",
    }
    return simple.get(rule, f"{_shown(value)} is not valid here.")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return TYPES["object" if isinstance(value, dict) else "array"]
    if value is None:
        return "empty"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _some(words: Iterable[str]) -> str:
    found = list(words)
    return ", ".join(found[:12]) + (" …" if len(found) > 12 else "")
