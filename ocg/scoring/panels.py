"""What a group's page shows of its scores."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from ocg.models import Ocg, Score, SecondScore, TierMove
from ocg.scoring.due import cadence_of, due_of
from ocg.scoring.lists import SCORER
from ocg.scoring.results import results_of
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.reference.selectors.lists import attach_reference_values


def scores_of(reader: Reader, ocg: Ocg, typed: Sequence[Score] | None = None) -> dict[str, Any]:
    """{"results": Results, "due": Due or None, "asked": tiers that were asked for, "withheld": what of its
    scores is withheld from the reader until they or another scorer made it again}. `typed` are its typed
    scores that the reader sees, the latest first, where they were read already.
    """
    asked = _asked(reader, ocg.pk)
    attach_reference_values(asked, "tier", "before")
    withheld = []
    if reader.has_role(SCORER):
        withheld = _withheld(reader, ocg.pk)
    results = results_of(reader, ocg, cadence_of(ocg), typed)
    days = [timezone.localdate(row.since) for row in withheld if row.why == SecondScore.Why.SAMPLE]
    last = max((day for day in (results.latest, *days) if day), default=None)
    asked_on = max((timezone.localdate(move.created) for move in asked), default=None)
    return {
        "results": results,
        "due": due_of(reader, ocg, last, asked_on),
        "asked": asked,
        "withheld": withheld,
    }


@RowsOf
def _asked(reader, number, today):
    rows = visibility.visible_to(reader, TierMove).filter(record_id=number, state=TierMove.State.ASKED)
    return rows.select_related("author__user", "author_agency")


@RowsOf
def _withheld(reader, number, today):
    rows = visibility.visible_to(reader, SecondScore).filter(record_id=number, state__in=SecondScore.OPEN)
    return rows.select_related("framework_version")
