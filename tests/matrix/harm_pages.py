"""The pages of the harm ledger: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records

V, C = Level.VIEW, Level.CONTRIBUTE

HARM_PAGES = [
    Page("ocg:harm_ledger", "reader", 200, 405),
    Page("ocg:harm_download", "reader", 200, 200),
    Page("ocg:harm", "record", 200, 405, V, records("ocg")),
    Page("ocg:harm_add", "record", 200, 200, C, records("ocg")),
    Page("ocg:harm_event", "record", 200, 405, V, parts("harm taken out"), not_shared=True),
    Page("ocg:harm_amend", "record", 200, 200, C, parts("harm"), not_shared=True),
    Page("ocg:harm_take_out", "record", 200, 200, C, parts("harm"), not_shared=True),
]
