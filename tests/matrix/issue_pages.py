"""The pages of the life of minutes: who gets what, once they are approved."""

from pam.access.levels import Level
from tests.matrix import targets
from tests.matrix.marac_pages import MARAC_PAGES
from tests.matrix.pack_pages import PACK_PAGES
from tests.matrix.paper_pages import PAPER_PAGES
from tests.matrix.rules import Page, records

V, M = Level.VIEW, Level.MANAGE
MEETING = records("meeting")
IN_MEETING = ("meeting", "private")

ISSUE_PAGES = [
    *MARAC_PAGES,
    *PAPER_PAGES,
    *PACK_PAGES,
    Page("meetings:words", "record", 200, 405, M, MEETING, after=True),
    Page("meetings:wording", "record", 200, 200, M, targets.pairs("passage", "item", IN_MEETING), after=True),
    Page("meetings:send_minutes", "record", 405, 302, M, MEETING, after=True),
    # No correction is proposed: back to the words.
    Page("meetings:agree_correction", "record", 302, 302, M, MEETING, after=True),
    Page("meetings:minutes_readers", "record", 200, 405, M, MEETING, after=True),
    Page("meetings:make_again", "record", 405, 302, M, targets.copies, after=True),
]
