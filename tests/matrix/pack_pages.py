"""The pages of packs: who gets what. They are asked once a pack is made, before the minutes are approved."""

from pam.access.levels import Level
from tests.matrix.rules import Page

V, M = Level.VIEW, Level.MANAGE


def _meetings(world):
    return {"meeting": {"uuid": world.meeting.uuid}, "private": {"uuid": world.private_meeting.uuid}}


def _packs(world):
    named = (("meeting", "meeting"), ("private", "private"), ("hidden", "meeting sealed"))
    return {
        target: {"uuid": world.parts[part]["pack"].uuid}
        for target, part in named
        if "pack" in world.parts.get(part, {})
    }


def _leaves(world):
    return {target: {**named, "number": 1} for target, named in _packs(world).items()}


PACK_PAGES = [
    Page("meetings:cancel", "record", 404, 404, M, _meetings),  # both are being held
    Page("meetings:pack", "record", 200, 405, V, _meetings, after=True),
    Page("meetings:pack_make", "record", 405, 302, M, _meetings, after=True),
    Page("meetings:pack_progress", "record", 204, 405, V, _meetings, after=True),
    Page("meetings:pack_file", "record", 200, 405, V, _packs, after=True),
    Page("meetings:pack_again", "record", 405, 302, M, _packs, after=True),
    Page("meetings:pack_page", "record", 200, 405, V, _leaves, after=True),
]
