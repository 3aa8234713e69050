"""What names a record elsewhere, in words: rooms above register what only they know."""

from collections.abc import Callable, Collection

from pam.access.visibility import Reader

Named = Callable[[Reader, Collection[int]], dict[int, str]]
_named: list[Named] = []


def register_naming(named: Named) -> None:
    """`named(reader, numbers)` gives {record number: "on the agenda of 3 meetings"} of what the reader may
    see, in a constant number of queries; called by a room's AppConfig.
    """
    _named.append(named)


def named_by(reader: Reader, numbers: Collection[int]) -> dict[int, list[str]]:
    """{record number: [what names it, in words]}."""
    found: dict[int, list[str]] = {}
    for named in _named:
        for number, words in named(reader, numbers).items():
            found.setdefault(number, []).append(words)
    return found
