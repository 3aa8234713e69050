"""The pages of profiles: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, records


def a_profile(world):
    return {"profile": {"uuid": world.parts["profile"]["profile"].uuid}}


PROFILE_PAGES = [
    Page("ocg:profiles", "record", 200, 200, Level.VIEW, records("ocg")),
    Page("ocg:profile_progress", "record", 204, 405, Level.VIEW, records("ocg")),
    Page("ocg:profile_download", "record", 200, 405, Level.VIEW, a_profile),
]
