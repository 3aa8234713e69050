"""The pages of members: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records

V, C = Level.VIEW, Level.CONTRIBUTE

MEMBER_PAGES = [
    Page("ocg:releases", "reader", 200, 405),
    Page("ocg:releases_download", "reader", 200, 200),
    Page("ocg:members", "record", 200, 405, V, records("ocg")),
    Page("ocg:members_download", "record", 200, 200, V, records("ocg")),
    Page("ocg:member_add", "record", 200, 200, C, records("ocg")),
    Page("ocg:member", "record", 200, 405, V, parts("member"), not_shared=True),
    Page("ocg:member_edit", "record", 200, 200, C, parts("member"), not_shared=True),
    Page("ocg:member_remove", "record", 200, 200, C, parts("member"), not_shared=True),
    Page("ocg:member_status", "record", 200, 200, C, parts("member"), not_shared=True),
    Page("ocg:status_strike", "record", 200, 200, C, parts("status"), not_shared=True),
]
