"""Each rule of "who may see a record"."""

import pytest

from ocg.models import Ocg
from pam.access import visibility
from tests.world.people import PERSONAS

SEES = {"owner", "granted", "narrowed", "glass_during"}


@pytest.mark.parametrize("persona", PERSONAS)
def test_only_those_with_a_live_reach_and_clearance_see_the_record(people, world, persona):
    reader = people.reader(persona)
    with visibility.reading(reader):
        seen = visibility.visible_to(reader, Ocg).filter(pk=world.ocg.pk).exists()
        behind_the_wall = Ocg.objects.filter(pk=world.ocg.pk).exists()
    assert seen is (persona in SEES)
    assert behind_the_wall is (persona in SEES)
