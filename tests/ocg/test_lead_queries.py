"""How many queries the lists of who is responsible take: the same at 2 rows and at 5."""

import pytest
from django.urls import reverse

from ocg.models import LeadTraining
from pam.access.models import Membership
from tests.ocg.test_lead import ask
from tests.records.test_queries import count
from tests.records.world import group, url


@pytest.mark.slow
def test_lists_of_who_is_responsible_take_the_same_queries_at_2_and_at_5_rows(people, sign_in):
    client, found = sign_in("owner"), []
    cleared = Membership.objects.live().filter(agency=people.agencies["police"], clearance__gte=2)
    people_of_police = list(cleared.order_by("pk")[:6])
    for begin, end in ((0, 2), (2, 5)):
        for number in range(begin, end):
            record = group(
                people, f"Wharf group {number}", lead=people_of_police[number % len(people_of_police)]
            )
            if record.lead_asked_id is None and number < 2:
                ask(people, record)
        addresses = (reverse("ocg:without_lead"), reverse("ocg:untrained"), url("ocg:lead", record))
        found.append([count(client, address) for address in addresses])
    assert found[0] == found[1] and not LeadTraining.objects.exists()
