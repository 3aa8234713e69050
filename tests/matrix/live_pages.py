"""The pages of a meeting while it is held: who gets what."""

from pam.access.levels import Level
from tests.matrix import targets
from tests.matrix.rules import Page

V, M = Level.VIEW, Level.MANAGE
IN_MEETING = ("meeting", "private")


def _meetings(world):
    return {"meeting": {"uuid": world.meeting.uuid}, "private": {"uuid": world.private_meeting.uuid}}


ITEMS = targets.pairs("item", "item", IN_MEETING)
LIVE_PAGES = [
    Page("meetings:wall", "record", 200, 200, M, _meetings),
    Page("meetings:wall_now", "record", 200, 200, M, _meetings),
    Page(
        "meetings:wall_show", "record", 302, 302, M, ITEMS
    ),  # no one is noted as present: back to the tablet
    Page("meetings:wall_stop", "record", 405, 302, M, ITEMS),
    Page("meetings:follow", "record", 200, 200, V, _meetings),
    Page("meetings:follow_now", "record", 200, 200, V, _meetings),
    Page("meetings:conflicts", "record", 200, 200, M, ITEMS),
    Page("meetings:conflict_end", "record", 200, 200, M, targets.pairs("conflict", "conflict", ("meeting",))),
    Page("meetings:reply", "record", 404, 404, V, _meetings),  # both are being held
    Page("meetings:calendar", "record", 404, 404, V, _meetings),
    Page("meetings:chair_now", "record", 200, 200, M, _meetings),
    Page("meetings:put_back", "record", 405, 302, M, _meetings),
    Page("meetings:tablet", "record", 200, 200, M, _meetings),
    Page("meetings:tablet_press", "record", 405, 302, M, ITEMS),
    Page(
        "meetings:tablet_person",
        "record",
        405,
        404,  # no button was pressed
        M,
        targets.pairs("attendance", "attendance", IN_MEETING),
    ),
]
