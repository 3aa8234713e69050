"""A request to the region in the small world, whose texts carry a canary."""

from datetime import timedelta

from django.utils import timezone

from ocg.models import RegionRequest
from tests.world.disruptions import term


def add_region(people, record, canary, agencies=("police", "probation")):
    """{"region": a request that waits for the partner to triage it}. No partner of the small world may
    contribute, so that the owner of the database writes it.
    """
    member = people.memberships["owner"]
    row = RegionRequest.objects.create(
        record_id=record.pk,
        author=member,
        author_agency_id=member.agency_id,
        agencies=sorted(people.agencies[key].pk for key in agencies),
        region=people.agencies["probation"],
        support=term("ocg.region-support", "analysis"),
        why=f"Who pays whom {canary}",
        wanted_by=timezone.localdate() + timedelta(days=30),
    )
    return {"region": row}
