"""How many queries the pages of disruptions take: the same at 3 rows and at 6."""

import pytest
from django.urls import reverse

from tests.ocg.made import assess, assessor, output, submit
from tests.records.test_queries import count
from tests.records.world import group, url

QUERIES = {
    "of a group": 17,
    "one": 18,
    "to assess": 8,
    "figures": 9,
}


@pytest.mark.slow
def test_pages_of_disruptions_take_the_same_queries_at_3_and_at_6_rows(people, sign_in):
    assessor(people)
    record, client = group(people), None
    for number in (3, 3):
        for n in range(number):
            row = submit(people, record, what=f"Wharf {n}", outputs=[output("arrests", n)])
            if n % 2:
                assess(people, row)
        client = sign_in("colleague")
        addresses = {
            "of a group": url("ocg:disruptions", record),
            "one": url("ocg:disruption", row),
            "to assess": reverse("ocg:to_assess"),
            "figures": reverse("ocg:disruption_figures"),
        }
        assert {name: count(client, address) for name, address in addresses.items()} == QUERIES
