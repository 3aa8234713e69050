"""What pages answered when they were opened. Each is opened once for all tests of one worker: the matrix
looks at how it is answered and at the canaries, tests/forms at its forms.
"""

from dataclasses import dataclass

from tests.matrix.requests import body, leaks, newest_line, undone, unlogged, words


@dataclass
class Opened:
    """The answer to one address: its status, its bytes and their kind, and the canaries in it (`told`: that
    the persona may not read, `unlogged`: of records that no line of the log names).
    """

    status: int
    kind: str
    raw: bytes
    told: list
    unlogged: list


_opened = {}  # {persona, address} of one and the same world
_worlds = []


def opened(world, client, persona, address):
    """The answer to a persona's GET of an address, what it wrote taken back; asked once in one world."""
    if _worlds != [world.ocg.uuid]:
        _opened.clear()
        _worlds[:] = [world.ocg.uuid]
    if (persona, address) not in _opened:
        since = newest_line()
        with undone():
            response = client.get(address)
            told = words(response)
            found = leaks(persona, told), unlogged(world, told, since)
        kind = response.get("Content-Type", "")
        _opened[persona, address] = Opened(response.status_code, kind, body(response), *found)
    return _opened[persona, address]
