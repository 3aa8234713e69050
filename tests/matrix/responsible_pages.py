"""The pages of who is responsible for groups: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records

V, M = Level.VIEW, Level.MANAGE
SUPERVISE = frozenset({"supervisor", "administrator"})


def a_training(world):
    return {"uuid": world.parts["police"]["training"].uuid}


RESPONSIBLE_PAGES = [
    Page("ocg:lead", "record", 200, 405, V, records("ocg")),
    Page("ocg:lead_offer", "record", 200, 200, M, records("ocg")),
    # It waits for the owner, who is of the police: others of the police may see it, and are not asked.
    Page("ocg:lead_answer", "record", 200, 200, M, parts("lead offer"), not_shared=True),
    Page("ocg:lead_withdraw", "record", 200, 200, M, parts("lead offer"), not_shared=True),
    Page("ocg:without_lead", "reader", 200, 405),
    Page("ocg:without_lead_download", "reader", 200, 200),
    Page("ocg:untrained", "reader", 200, 405),
    Page("ocg:untrained_download", "reader", 200, 200),
    Page("ocg:training", "reader", 200, 405, roles=SUPERVISE),
    Page("ocg:training_add", "reader", 200, 200, roles=SUPERVISE),
    Page("ocg:training_remove", "reader", 200, 302, kwargs=a_training, roles=SUPERVISE),
]
