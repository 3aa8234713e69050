"""What is another in the second of two bodies of the same kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pam.frameworks.problems import Path, Problem

LABELS = ("label", "title", "name", "ask", "step", "says")  # how people call a row, the first that it has


@dataclass(frozen=True)
class Difference:
    """One difference. `before` and `after` are None where it is added or taken out."""

    path: Path
    place: str
    before: Any
    after: Any

    @property
    def change(self) -> str:
        """ "Added", "Taken out" or "Changed"."""
        if self.before is None:
            return "Added"
        return "Taken out" if self.after is None else "Changed"


def differences_of(before: Any, after: Any) -> list[Difference]:
    """Compares value by value; rows of a list that have codes are matched by code, wherever they moved."""
    return list(_differences(before, after, (), []))


def _differences(before, after, path, words) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _differences(before.get(key), after.get(key), (*path, key), [*words, _plain(key)])
    elif _coded(before) and _coded(after):
        yield from _rows(before, after, path, words)
    else:
        yield Difference(path, " › ".join(words) or "Whole", before, after)


def _rows(before, after, path, words):
    old, new = ({row["code"]: row for row in rows} for rows in (before, after))
    for code in [*old, *(code for code in new if code not in old)]:
        row = new.get(code) or old[code]
        place = [*words[:-1], f"{words[-1] if words else ''} “{label_of(row)}”".strip()]
        yield from _differences(old.get(code), new.get(code), (*path, code), place)
    common = [code for code in old if code in new]
    if common != [code for code in new if code in old]:
        yield Difference(
            path, f"{' › '.join(words)} › order", ", ".join(common), ", ".join(c for c in new if c in old)
        )


def label_of(row: dict[str, Any]) -> str:
    """What people call a row of a body: its label, title, question or step; else its code."""
    return next((str(row[key]) for key in LABELS if row.get(key)), str(row.get("code", "")))


def _coded(value):
    if not isinstance(value, list):
        return False
    codes = [row.get("code") if isinstance(row, dict) else None for row in value]
    return all(codes) and len(set(codes)) == len(codes)


def _plain(key):
    words = str(key).replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def twice(rows: list[dict[str, Any]], path: Path, key: str = "code") -> Iterator[Problem]:
    """A problem for each row whose code an earlier row has."""
    seen: set[Any] = set()
    for place, row in enumerate(rows):
        if row.get(key) in seen:
            yield Problem((*path, place, key), f"“{row[key]}” is here twice.")
        seen.add(row.get(key))
