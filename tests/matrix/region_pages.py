"""The pages of requests to the region: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, records

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE


def _shared(world):
    return {"shared": {"uuid": world.parts["shared"]["region"].uuid}}


REGION_PAGES = [
    Page("ocg:region_requests", "reader", 200, 405),
    Page("ocg:region_download", "reader", 200, 200),
    Page("ocg:region", "record", 200, 405, V, records("ocg")),
    Page("ocg:region_ask", "record", 200, 200, M, records("ocg")),
    Page("ocg:region_request", "record", 200, 405, V, _shared, not_shared=True),
    # It waits for the partner, who may only view: back to the request.
    Page("ocg:region_step", "record", 302, 302, C, _shared, not_shared=True),
]
