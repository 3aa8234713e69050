"""What decided a move elsewhere (a meeting): the room that knows registers how to say it."""

from collections.abc import Callable, Iterable
from uuid import UUID

from pam.access.visibility import Reader
from pam.stages.models import Move

Resolver = Callable[[Reader, set[UUID]], dict[UUID, tuple[str, str]]]
_resolvers: list[Resolver] = []


def register_basis(resolver: Resolver) -> None:
    """Adds a function that gives {uuid: (words, address)} of those uuids that the reader may see; called by a
    room's AppConfig. It starts at the gate.
    """
    _resolvers.append(resolver)


def attach_bases(reader: Reader, moves: Iterable[Move]) -> None:
    """Gives each of `moves` its `based_on`, (words, address); None too where the reader may not see it."""
    moves = list(moves)
    wanted = {one.basis for one in moves if one.basis}
    found: dict[UUID, tuple[str, str]] = {}
    for resolver in _resolvers if wanted else ():
        found |= resolver(reader, wanted)
    for one in moves:
        one.based_on = found.get(one.basis) if one.basis else None  # type: ignore[attr-defined]
