"""The pages of transfers: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, records

V, M = Level.VIEW, Level.MANAGE
# Above every level: what the one end may do alone.
NOBODY, GIVER, RECEIVER = M + 1, frozenset({"owner"}), frozenset({"other_force"})


def _transfer(world):
    return {"transfer": {"uuid": world.parts["transfer"]["transfer"].uuid}}


def _came(world):
    return {"other": {"uuid": world.other_ocg.uuid}} if world.other_ocg else {}


TRANSFER_PAGES = [
    Page("transfers:transfers", "reader", 200, 405),
    Page("transfers:propose", "record", 200, 200, M, records("ocg", "meeting")),
    Page("transfers:came_from", "record", 200, 405, V, _came),
    Page("transfers:transfer", "record", 200, 405, V, _transfer),
    Page("transfers:accept", "record", 200, 200, NOBODY, _transfer, own=RECEIVER),
    Page("transfers:decline", "record", 200, 200, NOBODY, _transfer, own=RECEIVER),
    Page("transfers:withdraw", "record", 200, 200, NOBODY, _transfer, own=GIVER),
]
