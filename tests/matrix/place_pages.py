"""The pages of places: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE


def places(world):
    """Targets: the shared place and the hidden one."""
    rows = {"placed": world.place, "unseen": world.hidden_place}
    return {target: {"uuid": row.uuid} for target, row in rows.items() if row}


def profiles(world):
    """Targets: the shared profile and the hidden one."""
    rows = {"placed": world.profile, "unseen": world.hidden_profile}
    return {target: {"uuid": row.uuid} for target, row in rows.items() if row}


def rows(kind):
    """Targets: rows of one kind of both."""

    def targets(world):
        found = {target: world.parts.get(target, {}).get(kind) for target in ("placed", "unseen")}
        return {target: {"uuid": row.uuid} for target, row in found.items() if row}

    return targets


PLACE_PAGES = [
    Page("places:list", "reader", 200, 200),
    Page("places:list_download", "reader", 200, 200),
    Page("places:new", "reader", 200, 200),
    Page("places:detail", "record", 200, 200, V, places),
    Page("places:edit", "record", 200, 200, M, places),
    Page("places:figures", "record", 200, 405, V, places),
    Page("places:figures_add", "record", 200, 200, C, places),
    Page("places:survey_add", "record", 200, 200, C, places),
    Page("places:board_add", "record", 200, 200, C, places),
    Page("places:board_edit", "record", 200, 200, C, rows("board"), not_shared=True),
    Page("places:figure_edit", "record", 200, 200, C, rows("figure"), not_shared=True),
    Page("places:survey_edit", "record", 200, 200, C, rows("survey"), not_shared=True),
    Page("places:profiles", "reader", 200, 200),
    Page("places:profiles_download", "reader", 200, 200),
    Page("places:profile_new", "reader", 200, 200),
    Page("places:profile", "record", 200, 200, V, profiles),
    Page("places:profile_edit", "record", 200, 200, M, profiles),
    Page("places:source_add", "record", 200, 200, C, profiles),
    Page("places:told_add", "record", 200, 200, C, profiles),
    Page("places:recommendation_add", "record", 200, 200, C, profiles),
    Page("places:source_edit", "record", 200, 200, C, rows("source"), not_shared=True),
    Page("places:told_edit", "record", 200, 200, C, rows("told"), not_shared=True),
    Page("places:recommendation_edit", "record", 200, 200, C, rows("recommendation"), not_shared=True),
    Page("evidence:page", "reader", 200, 405),
    Page("evidence:pdf", "reader", 200, 405),
    Page("evidence:behind", "reader", 200, 405, kwargs=lambda world: {"code": "no-plan"}),
    Page("evidence:behind_download", "reader", 200, 200, kwargs=lambda world: {"code": "profile-impact"}),
]
