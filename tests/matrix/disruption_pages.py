"""The pages of disruptions: who gets what."""

from pam.access.levels import Level
from tests.matrix import targets
from tests.matrix.rules import Page, parts, records

V, C = Level.VIEW, Level.CONTRIBUTE

DISRUPTION_PAGES = [
    Page("ocg:to_assess", "reader", 200, 405),
    Page("ocg:disruption_figures", "reader", 200, 405),
    Page("ocg:disruption_figures_download", "reader", 200, 200),
    Page("ocg:disruptions", "record", 200, 405, V, records("ocg")),
    Page("ocg:disruption_add", "record", 200, 200, C, records("ocg")),
    Page("ocg:disruption", "record", 200, 405, V, parts("disruption returned"), not_shared=True),
    Page("ocg:disruption_amend", "record", 200, 200, C, parts("disruption returned"), not_shared=True),
    # Nobody of the small world is an assessor, and nothing is assessed: back to the disruption.
    Page("ocg:disruption_assess", "record", 302, 302, V, parts("disruption"), not_shared=True),
    # Asked with a token: tests/api asks as each persona.
    Page("api:disruptions", "public", 401, 401, kwargs=targets.anything),
    Page("api:group_places", "public", 401, 401, kwargs=targets.anything),
    Page("api:disruptions_amend", "public", 405, 401, kwargs=targets.anything),
    Page("api:group_places_end", "public", 405, 401, kwargs=targets.anything),
    Page("ocg:disruption_typed", "record", 302, 302, C, parts("disruption"), not_shared=True),
]
