"""How many queries the pages of members take: the same at 2 and at 5 members."""

import pytest
from django.urls import reverse

from pam.records.models import Subject
from tests.ocg.test_members import add
from tests.orders.test_orders import add as add_order
from tests.records.test_queries import count
from tests.records.world import group, url
from tests.subjects.test_warnings import add as warn_about

QUERIES = {"of a group": 17, "one": 18, "releases": 12}


@pytest.mark.slow
def test_pages_of_members_take_the_same_queries_at_2_and_at_5_members(people, sign_in):
    record, of_group = group(people), set()
    for number in (2, 3):
        for n in range(number):
            code = "exploited" if n % 3 == 0 else "significant"
            row = add(people, record, Subject(name=f"Jo Quay {n}", category="suspect"), code=code)
            warn_about(people, row.subject, "dogs")
            add_order(people, record, row.subject)
        client = sign_in("owner")
        addresses = {
            "of a group": url("ocg:members", record),
            "one": url("ocg:member", row),
            "releases": reverse("ocg:releases"),
        }
        of_group.add(count(client, record.get_absolute_url()))
        assert {name: count(client, address) for name, address in addresses.items()} == QUERIES
    assert len(of_group) == 1
