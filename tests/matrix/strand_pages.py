"""The pages of a case's strand, suspects and voices: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, records

V, C = Level.VIEW, Level.CONTRIBUTE


def _hidden_person(world):
    return {"hidden": {"uuid": world.parts["hidden"]["subject"].uuid}} if "hidden" in world.parts else {}


STRAND_PAGES = [
    Page("pvp:strand", "record", 200, 405, V, records("pvp")),
    Page("pvp:strand_answer", "record", 200, 200, C, records("pvp")),
    Page("pvp:perpetrators", "record", 200, 405, V, records("pvp")),
    Page("pvp:voice", "record", 200, 200, C, _hidden_person),
]
