"""The pages of what hangs off a case file: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records
from tests.matrix.transfer_pages import TRANSFER_PAGES

V, C = Level.VIEW, Level.CONTRIBUTE

CASE_PAGES = [
    Page("pvp:risk", "record", 200, 405, V, records("pvp")),
    Page("pvp:risk_see", "record", 200, 200, C, parts("high risk")),
    Page("pvp:marac", "record", 200, 405, V, records("pvp")),
    Page("pvp:marac_refer", "record", 200, 200, C, records("pvp")),
    Page("pvp:marac_referral", "record", 200, 405, V, parts("referral")),
    Page("pvp:marac_told", "record", 200, 200, C, parts("referral")),
    Page("pvp:marac_end_flag", "record", 200, 200, C, parts("referral")),
    Page("pvp:marac_withdraw", "record", 200, 200, C, parts("referral")),
    Page("pvp:safety", "record", 200, 405, V, records("pvp")),
    Page("pvp:safety_add", "record", 200, 200, C, records("pvp")),
    Page("pvp:safety_agree", "record", 200, 200, C, records("pvp")),
    Page("pvp:safety_print", "record", 200, 200, C, records("pvp")),
    Page("pvp:safety_change", "record", 200, 200, C, parts("safety item")),
    Page("pvp:safety_end", "record", 200, 200, C, parts("safety item")),
    Page("pvp:safety_agreed", "record", 200, 405, V, parts("safety agreed")),
    Page("pvp:graded", "record", 200, 405, V, records("pvp")),
    Page("pvp:graded_add", "record", 200, 200, C, records("pvp")),
    Page("pvp:graded_withdraw", "record", 200, 200, C, parts("graded")),
    Page("pvp:missing", "record", 200, 405, V, records("pvp")),
    Page("pvp:missing_add", "record", 200, 200, C, records("pvp")),
    Page("pvp:missing_episode", "record", 200, 405, V, parts("missing")),
    Page("pvp:missing_review", "record", 200, 200, C, parts("missing now")),
    Page("pvp:missing_returned", "record", 200, 200, C, parts("missing now")),
    Page("pvp:missing_interview", "record", 200, 200, C, parts("missing")),
    Page("pvp:mappa", "record", 200, 405, V, records("pvp")),
    Page("pvp:mappa_add", "record", 200, 200, C, records("pvp")),
    Page("pvp:mappa_end", "record", 200, 200, C, parts("mappa")),
    *TRANSFER_PAGES,
]
