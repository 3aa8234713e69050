"""The pages of scoring: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE

SCORING_PAGES = [
    Page("ocg:scores_due", "reader", 200, 405),
    Page("ocg:scores_due_download", "reader", 200, 200),
    Page("ocg:unassessed", "reader", 200, 405),
    Page("ocg:unassessed_download", "reader", 200, 200),
    Page("ocg:seconds", "reader", 200, 405),
    Page("ocg:drift", "reader", 200, 405),
    Page("ocg:scores", "record", 200, 405, V, records("ocg")),
    Page("ocg:score_by", "record", 200, 200, C, records("ocg")),
    Page("ocg:tier", "record", 200, 200, M, records("ocg")),
    Page("ocg:tier_ask", "record", 200, 200, C, records("ocg")),
    Page("ocg:tier_decline", "record", 200, 200, M, parts("tier asked"), not_shared=True),
    Page("ocg:second", "record", 200, 405, V, parts("second"), not_shared=True),
    # Nobody of the small world scores or moderates: back to the second score.
    Page("ocg:second_take", "record", 302, 302, V, parts("second"), not_shared=True),
    Page("ocg:moderate", "record", 302, 302, V, parts("second"), not_shared=True),
    Page("ocg:second_end", "record", 200, 200, M, parts("second"), not_shared=True),
]
