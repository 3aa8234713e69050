"""Pages of places ask the same number of queries, however much is on them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pam.access import visibility
from places import services
from places.profiles import services as profiles
from tests.actions.world import add_action
from tests.world.places import aware, figure, member, place, profile, recommendation, source

INDICATORS = ("violence", "knife", "asb", "drug-reports")


def fill(people, here, of_area, number):
    """Adds `number` of each kind of row, and as many further places and profiles."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        for n in range(number):
            services.add_board_member(actor=actor, record=here, member=member(f"{n}"))
            rows = [figure(n, code=code, days=n) for code in INDICATORS]
            services.add_figures(actor=actor, record=here, figures=rows)
            row = profiles.add_recommendation(actor=actor, record=of_area, row=recommendation(f"{n}"))
            profiles.add_source(actor=actor, record=of_area, source=source(f"{n}"))
            profiles.add_aware_partner(actor=actor, record=of_area, row=aware(f"{n}"))
            services.create(actor=actor, place=place(people, f"further {n}"))
            profiles.create_profile(actor=actor, profile=profile(people, f"further {n}"))
    for _ in range(number):
        add_action(people, here)
        add_action(people, of_area, plan=row.plan_name)


def asked(client, address):
    """The number of queries of one page, the second time it is opened."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.slow
def test_the_pages_of_places_and_profiles_ask_as_much_for_many_rows_as_for_few(people, sign_in):
    actor = people.reader("owner")
    with visibility.reading(actor):
        here = services.create(actor=actor, place=place(people, "new"))
        of_area = profiles.create_profile(actor=actor, profile=profile(people, "new"))
    fill(people, here, of_area, 2)
    client = sign_in("owner")
    pages = {
        "places": reverse("places:list"),
        "place": here.get_absolute_url(),
        "figures": reverse("places:figures", args=[here.uuid]),
        "profiles": reverse("places:profiles"),
        "profile": of_area.get_absolute_url(),
    }
    few = {name: asked(client, address) for name, address in pages.items()}
    fill(people, here, of_area, 3)
    assert {name: asked(client, address) for name, address in pages.items()} == few
    assert max(few.values()) <= 45, few
