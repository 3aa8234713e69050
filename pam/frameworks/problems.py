"""What is wrong with a framework, as people read it."""

from dataclasses import dataclass, replace
from typing import Any

Path = tuple[str | int, ...]  # ("sections", 0, "questions", 2, "score")


@dataclass(frozen=True)
class Problem:
    """A fault: where in the body it is, what is wrong in one sentence, and in which line of a file."""

    path: Path
    sentence: str
    line: int | None = None

    @property
    def place(self) -> str:
        """ "sections 1 › questions 3 › score": places in a list are counted from 1."""
        words: list[str] = []
        for step in self.path:
            if isinstance(step, int) and words:
                words[-1] += f" {step + 1}"
            else:
                words.append(str(step))
        return " › ".join(words)

    def __str__(self) -> str:
        line = f"Line {self.line}: " if self.line else ""
        return f"{line}{self.place + ': ' if self.path else ''}{self.sentence}"


class Faulty(Exception):
    """A body or file that can't be used. `problems` say why, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def with_lines(problems: list[Problem], lines: dict[Path, int]) -> list[Problem]:
    """The same problems, each with the line of its path, or of the nearest place around it."""
    found = []
    for one in problems:
        path = one.path
        while path and path not in lines:
            path = path[:-1]
        found.append(one if one.line else replace(one, line=lines.get(path, 1)))
    return sorted(found, key=lambda one: one.line or 0)


def at(body: Any, path: Path) -> Any:
    """What is at `path` in `body`; None if nothing is."""
    for step in path:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return None
    return body
