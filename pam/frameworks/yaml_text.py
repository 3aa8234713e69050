"""YAML in and out, for frameworks: only what JSON can say, with the line of each value.

Of YAML 1.2 the plain part: mappings, lists, texts, whole numbers, decimals, true, false and null. Anchors,
aliases, tags, keys that are no text, the same key twice and several documents in a file are refused, each
with its line. Nothing is ever built but these values. `yes`, `no`, `on` and dates are texts.
"""

import json
import re
from typing import Any

import yaml

from pam.frameworks.problems import Faulty, Path, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 16
MAX_VALUES = 60_000
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\Z")
DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
READER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read_yaml(source: bytes | str) -> tuple[Any, dict[Path, int]]:
    """(the value that a YAML text says, {path: its line}). Raises Faulty with the line and the reason."""
    text = _decoded(source)
    events = _Events(text)
    try:
        return events.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _fault(f"This is not YAML: {error.problem or error.context}.", mark) from None
    except yaml.YAMLError:
        raise _fault("This is not YAML.", None) from None
    except RecursionError:
        raise _fault("This is nested too deeply.", None) from None


def _decoded(source):
    if len(source) > MAX_BYTES or (
        isinstance(source, str) and len(source.encode(errors="replace")) > MAX_BYTES
    ):
        raise _fault(f"The file is larger than {MAX_BYTES // 1_000_000} MB.", None)
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = source[: error.start].count(b"\n") + 1
            raise Faulty([Problem((), "The file is not UTF-8 text.", line)]) from None
    if found := UNSPEAKABLE.search(source):
        line = source[: found.start()].count("\n") + 1
        raise Faulty([Problem((), "The file holds a character that cannot be shown.", line)])
    return source


def _fault(sentence, mark, path=()):
    return Faulty([Problem(path, sentence, mark.line + 1 if mark else 1)])


class _Events:
    """Reads a document from the parser's events, so that nothing is expanded or built by a tag."""

    def __init__(self, text: str) -> None:
        self.events = iter(yaml.parse(text, READER))
        self.lines: dict[Path, int] = {}
        self.values = 0

    def document(self) -> tuple[Any, dict[Path, int]]:
        """The only document and its lines."""
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise _fault("The file is empty.", None)
        value = self._value(event, ())
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _fault("A file holds one framework: this begins another document.", event.start_mark)
        return value, self.lines

    def _next(self):
        return next(self.events)

    def _value(self, event, path):
        self.values += 1
        mark = event.start_mark
        if self.values > MAX_VALUES:
            raise _fault(f"The file holds more than {MAX_VALUES:,} values.", mark)
        if len(path) > MAX_DEPTH:
            raise _fault("This is nested too deeply.", mark)
        if isinstance(event, yaml.AliasEvent):
            raise _fault(f"Write it out: an alias (*{event.anchor}) is not read.", mark)
        if getattr(event, "anchor", None):
            raise _fault(f"Take the anchor (&{event.anchor}) away: it is not read.", mark)
        if getattr(event, "tag", None):
            raise _fault(f"Take the tag ({event.tag[:60]}) away: it is not read.", mark)
        self.lines.setdefault(path, mark.line + 1)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)

    def _mapping(self, path):
        found = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            mark = event.start_mark
            if not isinstance(event, yaml.ScalarEvent):
                raise _fault("A key must be one word.", mark)
            key = event.value
            if event.tag or event.anchor or len(key) > 100 or key == "<<":
                raise _fault(f"“{key[:40]}” cannot be a key.", mark)
            if key in found:
                raise _fault(f"“{key}” is here twice.", mark, path)
            self.lines[(*path, key)] = mark.line + 1
            found[key] = self._value(self._next(), (*path, key))
        return found

    def _list(self, path):
        found = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found


def _scalar(event):
    text = event.value
    if event.style:  # quoted, or a block
        return text
    if text in WORDS:
        return WORDS[text]
    if INTEGER.match(text):
        return int(text)
    return float(text) if DECIMAL.match(text) else text


class _Writer(yaml.SafeDumper):
    """Writes texts of several lines as they read, and lists below their key set in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are set in."""
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """The same value twice is written twice."""
        return True


def _text(writer, text):
    style = "|" if "\n" in text and not text.startswith((" ", "\n")) else None
    if style is None and _reads_as_other(text):
        style = "'"
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _reads_as_other(text):
    return text in WORDS or bool(INTEGER.match(text) or DECIMAL.match(text))


_Writer.add_representer(str, _text)


def write_yaml(value: Any) -> str:
    """The same value as YAML; the same text each time. `read_yaml` reads the same value from it.

    `value` is what JSON can say.
    """
    return yaml.dump(
        value, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )


def as_kept(value: Any) -> Any:
    """`value` as the database keeps and gives it back."""
    return json.loads(json.dumps(value))


def unkeepable(value: Any) -> list[Problem]:
    """Why `value` is not what a file could say: size, depth, a sign that can't be shown, no real number. At
    most one problem.
    """
    left = MAX_VALUES
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, one = waiting.pop()
        left -= 1
        if left < 0 or len(path) > MAX_DEPTH:
            return [Problem(path[:4], "This is too large or nested too deeply.")]
        if isinstance(one, dict):
            if not all(isinstance(key, str) and key and not UNSPEAKABLE.search(key) for key in one):
                return [Problem(path, "A key must be a word.")]
            waiting += [((*path, key), row) for key, row in one.items()]
        elif isinstance(one, list):
            waiting += [((*path, place), row) for place, row in enumerate(one)]
        elif isinstance(one, str):
            if UNSPEAKABLE.search(one):
                return [Problem(path, "This holds a character that cannot be shown.")]
        elif isinstance(one, int | float) and not isinstance(one, bool):
            if not abs(one) < 1e15:
                return [Problem(path, "This number is too large.")]
        elif not isinstance(one, bool | None):
            return [Problem(path, "This is no text, number, list or group of keys.")]
    if len(json.dumps(value, ensure_ascii=False)) > MAX_BYTES:
        return [Problem((), f"This is larger than {MAX_BYTES // 1_000_000} MB.")]
    return []
