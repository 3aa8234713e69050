"""The pages of plans: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, parts, records

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE


def _of_plan(**more):
    """The shared group, which has a plan."""
    return lambda world: {"shared": {"uuid": world.ocg.uuid, **more}}


def _parts(what):
    def targets(world):
        return {target: {**kwargs, "what": what} for target, kwargs in parts(f"plan {what}")(world).items()}

    return targets


def _tactics(world):
    """Actions of the shared group."""
    return {
        target: {"uuid": world.parts[target]["action"].uuid}
        for target in ("shared", "police")
        if target in world.parts
    }


PLAN_PAGES = [
    Page("ocg:plan", "record", 200, 405, V, records("ocg")),
    Page("ocg:plan_head", "record", 200, 200, M, _of_plan()),
    Page("ocg:plan_add", "record", 200, 200, C, _of_plan(what="gap")),
    Page("ocg:plan_strands", "record", 200, 302, C, _of_plan()),
    Page("ocg:plan_sign", "record", 302, 302, V, _of_plan()),  # signed as it is, or not theirs to sign
    Page("ocg:plan_cards", "record", 200, 200, C, records("ocg")),  # the menu: nothing is ticked
    Page("ocg:plan_write", "record", 200, 200, C, records("ocg")),
    Page("ocg:plan_tactic", "record", 200, 302, C, _tactics, not_shared=True),
    Page("ocg:plan_review", "record", 200, 200, M, _of_plan()),
    Page("ocg:plan_review_page", "record", 200, 405, V, parts("plan review"), not_shared=True),
    # Nobody is the Senior Responsible Officer of the group: back to the review.
    Page("ocg:plan_review_comment", "record", 302, 302, V, parts("plan review"), not_shared=True),
    Page("ocg:plan_version", "record", 200, 405, V, parts("plan version"), not_shared=True),
    Page("ocg:plan_compare", "record", 200, 405, V, parts("plan version"), not_shared=True),
    Page("ocg:plan_change", "record", 200, 200, C, _parts("gap"), not_shared=True),
    Page("ocg:plan_take_out", "record", 200, 200, C, _parts("risk"), not_shared=True),
]
