"""The pages of imports, of a record's export and of typing into other systems: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import SEES, Page, records

V, C = Level.VIEW, Level.CONTRIBUTE
SEES["imported"] = {"owner"}


def imported(world):
    """The owner's import."""
    return {"imported": {"uuid": world.importing.uuid}} if world.importing else {}


def sections(world):
    """A section of each group."""
    return {target: {**kwargs, "code": "names"} for target, kwargs in records("ocg")(world).items()}


IMPORT_PAGES = [
    Page("imports:list", "reader", 200, 200, without_team=403),
    Page("imports:import", "record", 200, 302, V, imported),
    Page("imports:map", "record", 200, 200, V, imported),
    Page("imports:run", "record", 200, 200, V, imported),  # a row is refused: nothing is added
    Page("imports:errors", "record", 200, 405, V, imported),
    Page("imports:undo", "record", 302, 302, V, imported),  # back to the import: it is not done
    Page("imports:give_up", "record", 200, 302, V, imported),
    Page("records:export", "record", 200, 200, V, records(), a_copy=True),
    Page("ocg:reentry", "record", 200, 405, V, records("ocg"), a_copy=True),
    Page("ocg:reentry_typed", "record", 200, 200, C, sections),
]
