"""What several files of this room's tests begin with."""

from tests.actions.world import make_ocg, share_with_probation
from tests.standing import standing


@standing
def ocg(people):
    """An OCG of the owner's team that the probation service views. Some files make it for its team alone."""
    record = make_ocg(people)
    share_with_probation(people, record)
    return record
