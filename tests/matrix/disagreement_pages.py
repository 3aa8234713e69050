"""The pages of escalations and decisions not to share: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records

V, C = Level.VIEW, Level.CONTRIBUTE

DISAGREEMENT_PAGES = [
    Page("disagreements:escalations", "reader", 200, 405),
    Page("disagreements:refusals", "reader", 200, 405),
    Page("disagreements:of_record", "record", 200, 405, V, records("ocg", "pvp")),
    Page("disagreements:escalate", "record", 200, 200, C, records("ocg")),
    Page("disagreements:not_share", "record", 200, 200, C, records("ocg")),
    Page("disagreements:escalation", "record", 200, 405, V, parts("escalation"), not_shared=True),
    *(
        Page(f"disagreements:{name}", "record", 200, 200, C, parts("escalation"), not_shared=True)
        for name in ("answer", "further", "settle")
    ),
    Page("disagreements:decision", "record", 200, 405, V, parts("not shared"), not_shared=True),
    Page("disagreements:review", "record", 200, 200, C, parts("not shared"), not_shared=True),
]
