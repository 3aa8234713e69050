"""The pages of lists of cases and of research on them: who gets what."""

from uuid import uuid4

from pam.access.levels import Level
from tests.matrix.rules import Page

V, M = Level.VIEW, Level.MANAGE


def _marac(world):
    return {"marac": {"uuid": world.marac.uuid}}


def _referral(world):
    return {"marac": {"uuid": world.marac.uuid, "provider": "none", "referral": uuid4()}}


def _part(target, kind):
    return lambda world: {target: {"uuid": world.parts["marac"][kind].uuid}}


MARAC_PAGES = [
    Page("meetings:figures", "reader", 200, 405),
    Page("meetings:minutes_together", "reader", 200, 405),
    Page("meetings:decisions_download", "reader", 200, 200),
    Page("meetings:cases", "record", 200, 405, V, _marac),
    Page("meetings:refer", "record", 200, 200, V, _marac),
    Page("meetings:open_list", "record", 200, 200, M, _marac),
    Page("meetings:take_referral", "record", 405, 302, M, _referral),
    Page("meetings:case", "record", 200, 405, V, _part("marac", "entry")),
    Page("meetings:case_decide", "record", 200, 200, M, _part("marac", "entry")),
    # Not heard yet: back to the case.
    Page("meetings:case_told", "record", 302, 302, M, _part("marac", "entry")),
    # The police were asked nothing of this case: their own paper is as absent as any other.
    Page("meetings:research", "record", 200, 200, V, _part("paper", "entry")),
    Page("meetings:nothing_known", "record", 405, 302, V, _part("paper", "entry")),
    Page("meetings:release_line", "record", 200, 200, V, _part("paper", "line")),
    Page("meetings:keep_back", "record", 200, 200, V, _part("paper", "line")),
    Page("meetings:research_call", "record", 200, 200, M, _part("marac", "research")),
]
