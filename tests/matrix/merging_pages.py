"""The pages of merges: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, records

V, M = Level.VIEW, Level.MANAGE


def _both(world):
    return {"shared": {"uuid": world.ocg.uuid, "other": world.twin.uuid}}


def _merge(world):
    return {"hidden": {"uuid": world.parts["hidden"]["merge"].uuid}}


MERGING_PAGES = [
    Page("merging:of_record", "record", 200, 405, V, records("ocg")),
    Page("merging:begin", "record", 200, 200, M, records("ocg")),
    # A move of the shared group waits, so that it cannot be proposed: the page says so.
    Page("merging:propose", "record", 200, 200, M, _both),
    Page("merging:detail", "record", 200, 405, V, _merge),
    # Who proposed it does not decide it.
    Page("merging:decide", "record", 403, 403, V, _merge),
    Page("merging:withdraw", "record", 200, 200, V, _merge),
    Page("merging:undo", "record", 302, 302, V, _merge),
]
