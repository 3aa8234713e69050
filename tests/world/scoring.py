"""Second scores in the small world: one that waits, and a tier that was asked for, with a canary."""

from unittest.mock import patch

from django.utils import timezone

from ocg.models import Ocg, SecondScore
from ocg.scoring import services
from pam.access import visibility
from pam.assessments.models import Assessment
from pam.records.bulk import rows
from tests.world.assessments import _answered, _completed
from tests.world.disruptions import term


def add_second(people, record, canary, agencies=None):
    """{"second": a second score that waits} of a score by the owner, withheld from the colleague."""
    actor = people.reader("owner")
    # The clocks of the small world end with a completed assessment: this one is not told to them.
    with visibility.reading(actor), patch("pam.assessments.services._tell"):
        first = _completed(actor, _answered(actor, people, record, canary, agencies), canary)
    return {"second": withheld(people, first), "withheld": first}


def withheld(people, first, persona="colleague"):
    """A second score of an assessment that waits, written by the owner of the database."""
    held = {"withheld_from": [people.memberships[persona].principal_id], "withheld_at": timezone.now()}
    rows(Assessment).filter(pk=first.pk).update(**held)
    row = SecondScore(first_id=first.pk, framework_version_id=first.framework_version_id, why="sample")
    row.record_id, row.agencies = first.record_id, first.agencies
    row.author_id, row.author_agency_id = first.author_id, first.author_agency_id
    row.save()
    return row


def ask_tier(people, record, canary, tier="2"):
    """{"tier asked"}: another tier, asked for by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        ocg = visibility.visible_to(actor, Ocg).get(pk=record.pk)
        wanted = term("ocg.tier", tier if ocg.tier.code != tier else "1")
        return {"tier asked": services.ask_for_tier(actor=actor, ocg=ocg, tier=wanted, reason=canary)}
