"""A framework as a file: the body of a version under its format, kind and code. Pure."""

from dataclasses import dataclass
from typing import Any

from pam.db.folding import fold
from pam.frameworks.kinds import HEAD, Body, FrameworkKind, all_kinds, kind_named
from pam.frameworks.problems import Faulty, Problem, with_lines
from pam.frameworks.yaml_text import read_yaml, write_yaml

FORMAT = 1
ENVELOPE = ("format", "kind", "code", "version")


@dataclass(frozen=True)
class FrameworkFile:
    """What a file says: kind, code, the version that it was taken from (or None), and the body."""

    kind: FrameworkKind
    code: str
    version: int | None
    body: Body


def read_file(source: bytes | str, *, whole: bool = True) -> FrameworkFile:
    """Reads a framework's YAML. With `whole` false a draft is enough: it fits the schema, checks may fail.

    Raises Faulty with the line and the reason of each fault.
    """
    data, lines = read_yaml(source)
    kind, faults = _envelope(data)
    if kind is None:
        raise Faulty(with_lines(faults, lines))
    body = {key: value for key, value in data.items() if key not in ENVELOPE}
    faults += kind.problems(body) if whole else kind.schema_problems(body)
    if faults:
        raise Faulty(with_lines(faults, lines))
    return FrameworkFile(kind, data["code"], data.get("version"), body)


def body_of_data(data: Any) -> tuple[str, str, Body]:
    """(kind, code, body) of a file's plain data, unchecked; empty where it does not say."""
    if not isinstance(data, dict):
        return "", "", {}
    body = {key: value for key, value in data.items() if key not in ENVELOPE}
    return str(data.get("kind", "")), str(data.get("code", "")), body


def _envelope(data: Any) -> tuple[FrameworkKind | None, list[Problem]]:
    if not isinstance(data, dict):
        return None, [Problem((), "A framework's file is a list of keys with their values.")]
    faults = []
    if data.get("format") != FORMAT or isinstance(data.get("format"), bool):
        said = f"not {data['format']}" if "format" in data else "which is missing"
        faults.append(Problem(("format",), f"The format must be {FORMAT}, {str(said)[:60]}."))
    kinds = {kind.code: kind for kind in all_kinds()}
    kind = kinds.get(data["kind"]) if isinstance(data.get("kind"), str) else None
    if kind is None:
        known = ", ".join(sorted(kinds))
        faults.append(Problem(("kind",), f"The kind must be one of {known}."))
    if not valid_code(data.get("code")):
        faults.append(
            Problem(("code",), "The code must be lower-case letters, numbers, - and _ (at most 60).")
        )
    version = data.get("version")
    if version is not None and (not isinstance(version, int) or isinstance(version, bool) or version < 1):
        faults.append(Problem(("version",), "The version must be a whole number from 1."))
    return (None if faults else kind), faults


def valid_code(code: Any) -> bool:
    """Whether this can be the code of a framework."""
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    return isinstance(code, str) and 0 < len(code) <= 60 and code[0].isalpha() and set(code) <= allowed


def write_file(kind: str, code: str, body: Body, version: int | None = None) -> str:
    """The YAML of a framework: the same text for the same body, keys in the order of the schema."""
    head: dict[str, Any] = {"format": FORMAT, "kind": kind, "code": code}
    if version:
        head["version"] = version
    return write_yaml({**head, **ordered(body, kind_named(kind).full_schema)})


def ordered(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None) -> Any:
    """`value` with its keys in the order of the schema; keys that are free (codes) by their letters."""
    root = root or schema
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, list):
        return [ordered(row, schema.get("items", {}), root) for row in value]
    if not isinstance(value, dict):
        return value
    known = schema.get("properties", {})
    free = schema.get("additionalProperties")
    rest = free if isinstance(free, dict) else {}
    keys = [*(key for key in known if key in value), *sorted(key for key in value if key not in known)]
    return {key: ordered(value[key], known.get(key, rest), root) for key in keys}


def file_schema(kind: FrameworkKind) -> dict[str, Any]:
    """The JSON Schema of a kind's file, as it is published in docs/frameworks/."""
    schema = kind.full_schema
    head = {
        "format": {"const": FORMAT},
        "kind": {"const": kind.code},
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,59}$"},
        "version": {"type": "integer", "minimum": 1, "description": "Where it was taken from; not asked."},
    }
    return {
        **schema,
        "properties": {**head, **schema["properties"]},
        "required": ["format", "kind", "code", *schema["required"]],
    }


def words_of(kind: FrameworkKind, code: str, body: Body) -> str:
    """What the library finds a framework by: its name, purpose and what its kind adds, folded."""
    texts = [code, *(body.get(key, "") for key in HEAD if isinstance(body.get(key), str))]
    texts += kind.words(body) if kind.words else ()
    return fold(" ".join(texts))[:20_000]


TAGS = {"strands": "strand", "crime-types": "crime-type", "communities": "community"}


def tags_of(body: Body) -> list[str]:
    """What the library narrows a framework by: "strand:pursue", "crime-type:fraud", "community:children".

    The strands are those of its head, of a card and of a plan's steps.
    """
    found = {f"{tag}:{code}" for key, tag in TAGS.items() for code in body.get(key, ())}
    rows = [body, *body.get("steps", ())]
    return sorted(found | {f"strand:{row['strand']}" for row in rows if row.get("strand")})
