"""The pages of safe contact and of the household: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records
from tests.matrix.strand_pages import STRAND_PAGES

V, C = Level.VIEW, Level.CONTRIBUTE

PEOPLE_PAGES = [
    *STRAND_PAGES,
    Page("subjects:safe_contact_add", "record", 200, 200, C, parts("subject"), not_shared=True),
    *(
        Page(f"subjects:{name}", "record", 200, 200, C, parts("safe contact"), not_shared=True)
        for name in ("safe_contact_edit", "safe_contact_end")
    ),
    Page("subjects:household", "record", 200, 405, V, records()),
    Page("subjects:relation_add", "record", 200, 200, C, records()),
    *(
        Page(f"subjects:{name}", "record", 200, 200, C, parts("relation"), not_shared=True)
        for name in ("relation_edit", "relation_end")
    ),
]
