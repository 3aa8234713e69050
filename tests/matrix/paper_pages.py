"""The pages of papers on items, and of items that members propose: who gets what."""

from pam.access.levels import Level
from tests.matrix import targets
from tests.matrix.rules import Page

V, M = Level.VIEW, Level.MANAGE
IN_MEETING = ("meeting", "private")
ITEMS = targets.pairs("item", "item", IN_MEETING)


def _meetings(world):
    return {"meeting": {"uuid": world.meeting.uuid}, "private": {"uuid": world.private_meeting.uuid}}


def _papers(world):
    named = (("meeting", "meeting"), ("private", "private"), ("hidden", "meeting sealed"))
    return {
        target: {"uuid": world.parts[part]["paper"].uuid}
        for target, part in named
        if "paper" in world.parts.get(part, {})
    }


def _proposal(world):
    return {"meeting": {"uuid": world.parts["meeting"]["proposal"].uuid}}


PAPER_PAGES = [
    Page("meetings:item", "record", 200, 200, M, ITEMS),
    Page("meetings:paper_add", "record", 200, 200, M, ITEMS),
    Page("meetings:paper", "record", 200, 405, V, _papers),
    Page("meetings:paper_version", "record", 200, 200, M, _papers),
    Page("meetings:paper_remove", "record", 200, 302, M, _papers),
    Page("meetings:propose", "record", 404, 404, V, _meetings),  # both are being held
    Page("meetings:proposal", "record", 200, 200, M, _proposal),
]
