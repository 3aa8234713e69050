"""The menu of tactic cards: what could be done, by strand and type of crime."""

from dataclasses import dataclass

from ocg.lists import CRIME_TYPES
from ocg.models import Ocg
from ocg.strands import FOUR_P
from pam.access.visibility import Reader
from pam.frameworks.models import FrameworkVersion
from pam.frameworks.selectors import in_force
from pam.reference.selectors.lists import terms

MOST_CHOSEN = 40


@dataclass(frozen=True)
class Shelf:
    """The cards of one strand; `card.suits` says that one is for a type of crime of the group."""

    code: str
    label: str
    cards: list[FrameworkVersion]


def cards(reader: Reader, ocg: Ocg) -> list[FrameworkVersion]:
    """The cards in force for groups: those for the group's types of crime first. Two queries."""
    codes = [term.code for term in terms(CRIME_TYPES) if term.pk in (ocg.crimes or ())]
    first = [f"crime-type:{code}" for code in codes]
    rows = in_force(reader, "tactic", "ocg", first=first)
    return [row for row in rows if row.body.get("strand") in dict(FOUR_P.choices)]


def menu(rows: list[FrameworkVersion], strand: str = "", crime: str = "") -> list[Shelf]:
    """The cards by strand, narrowed to one strand or to one type of crime (a code); cards of no crime suit
    each.
    """
    shelves = []
    for code, label in FOUR_P.choices:
        own = [row for row in rows if row.body["strand"] == code and strand in ("", code)]
        own = [row for row in own if not crime or crime in row.body.get("crime-types", [crime])]
        if own:
            shelves.append(Shelf(code, label, own))
    return shelves


def crimes_of(rows: list[FrameworkVersion]) -> list[tuple[str, str]]:
    """[(code, label)] of the types of crime that the cards are for, in the order of the list."""
    used = {code for row in rows for code in row.body.get("crime-types", ())}
    return [(term.code, term.label) for term in terms(CRIME_TYPES) if term.code in used]
