"""The pages of series of meetings: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, records
from tests.matrix.targets import pairs

V, M = Level.VIEW, Level.MANAGE


def series(world):
    """Targets: the shared series and the hidden one."""
    rows = {"placed": world.series, "unseen": world.hidden_series}
    return {target: {"uuid": row.uuid} for target, row in rows.items() if row}


def members(world):
    """Targets: a standing member of each."""
    return {
        target: {"uuid": row.uuid, "member": world.parts[target]["standing"].uuid}
        for target, row in {"placed": world.series, "unseen": world.hidden_series}.items()
        if row
    }


def update(world):
    """Targets: what the shared meeting asked about the shared group."""
    row = world.parts.get("meeting", {}).get("update")
    return {"update": {"uuid": row.uuid}} if row else {}


SERIES_PAGES = [
    Page("meetings:update", "record", 200, 200, M, update),
    Page("meetings:ask_updates", "record", 405, 302, M, records("meeting")),
    Page("meetings:register", "record", 200, 200, M, records("meeting")),
    Page("meetings:series_list", "reader", 200, 200),
    Page("meetings:series_new", "reader", 200, 200, without_team=302),
    Page("meetings:series", "record", 200, 200, V, series),
    Page("meetings:series_edit", "record", 200, 200, M, series),
    Page("meetings:series_members", "record", 200, 200, M, series),
    Page("meetings:series_member", "record", 200, 200, M, members),
    Page("meetings:series_next", "record", 200, 200, M, series),
    Page("meetings:carried", "record", 200, 200, M, pairs("carried", "carried", ("meeting", "private"))),
]
