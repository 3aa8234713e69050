"""Who is responsible in the small world: a person is asked to lead, a place, a training."""

from ocg.models import GroupPlace, LeadOffer, LeadTraining
from pam.access import visibility
from pam.records import services as records
from pam.reference.models import ReferenceValue


def add_responsible(people, record, canary, agencies):
    """{"lead offer": one that waits for the owner, "place"}, for `agencies`. Written by the owner of the
    database: the owner leads the group already.
    """
    to, actor = [people.agencies[key].pk for key in agencies], people.reader("owner")
    member = people.memberships["owner"]
    offer = LeadOffer.objects.create(
        record_id=record.pk,
        author=member,
        author_agency_id=member.agency_id,
        agencies=to,
        offered_to=member,
        note=f"Seen at the wharf {canary}",
    )
    with visibility.reading(actor):
        place = add_place(people, record, canary, to)
    kind = ReferenceValue.objects.filter(listing="ocg.lro-training").first()
    training = LeadTraining.objects.create(
        membership=people.memberships["colleague"], kind=kind, recorded_by=member
    )
    return {"lead offer": offer, "place": place, "training": training}


def add_place(people, record, canary, agencies=None):
    """A place of a group, by the owner."""
    role = ReferenceValue.objects.get(listing="ocg.place-role", code="supplies")
    area = ReferenceValue.objects.get(listing="records.area", code="prison")
    place = GroupPlace(role=role, area=area, details=f"Wing {canary}")
    return records.add_part(actor=people.reader("owner"), part=place, record=record, agencies=agencies)
