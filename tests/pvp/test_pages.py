"""Each page of what hangs off a case file, and of chronologies, is there for its owner, filled or empty."""

import pytest
from django.urls import reverse

from tests.matrix.case_pages import CASE_PAGES
from tests.matrix.chronology_pages import CHRONOLOGY_PAGES


@pytest.mark.slow
def test_each_page_of_a_case_is_there_for_its_owner(world, sign_in):
    client, wrong = sign_in("owner"), []
    for entry in (*CASE_PAGES, *CHRONOLOGY_PAGES):
        for target, kwargs in entry.addresses(world):
            address = reverse(entry.name, kwargs={name: str(value) for name, value in kwargs.items()})
            answer = client.get(address)
            if answer.status_code != entry.expected("owner", target, "GET"):
                wrong.append(f"{address}: {answer.status_code}")
    assert not wrong
