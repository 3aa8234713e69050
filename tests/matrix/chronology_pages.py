"""The pages of multi-agency chronologies: who gets what."""

from pam.access.levels import Level
from pam.chronology.views import key_of
from tests.matrix.rules import Page, parts, records

V, C = Level.VIEW, Level.CONTRIBUTE
KINDS = records("ocg", "pvp")


def merged(world):
    """The shared group alone, and the hidden case with a meeting's record: each as one chronology."""
    found = {"shared": {"key": key_of([world.ocg])}}
    return found | ({"hidden": {"key": key_of([world.pvp])}} if world.pvp else {})


CHRONOLOGY_PAGES = [
    Page("chronology:merged", "reader", 200, 405),
    Page("chronology:merged_of", "record", 200, 405, V, merged),
    Page("chronology:merged_download", "record", 200, 200, V, merged),
    Page("chronology:of_record", "record", 200, 405, V, KINDS),
    Page("chronology:add", "record", 200, 200, C, KINDS),
    Page("chronology:event", "record", 200, 405, V, parts("event struck"), not_shared=True),
    Page("chronology:strike", "record", 200, 200, C, parts("event"), not_shared=True),
    Page("chronology:correct", "record", 200, 200, C, parts("event"), not_shared=True),
]
