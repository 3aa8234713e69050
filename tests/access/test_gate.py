"""Each rule of "who may see a record"."""

import pytest

from ocg.models import Ocg
from pam.access import gate
from pam.frameworks.models import Term
from pam.records import services
from tests.world.people import PERSONAS, end_what_has_ended, share_with_personas

SEES = {"owner", "granted"}


@pytest.fixture
def ocg(people):
    actor = people.reader("owner")
    record = Ocg(
        title="Harbour group", team=people.teams["unit"], lead=people.memberships["owner"],
        stage=Term.objects.get(listing="ocg.stage", code="active"), tier=Term.objects.get(listing="ocg.tier", code="2"),
    )
    with gate.reading(actor):
        services.create_record(actor=actor, record=record)
        share_with_personas(people, record)
    end_what_has_ended(people)
    return record


@pytest.mark.parametrize("persona", PERSONAS)
def test_only_those_with_a_live_reach_and_clearance_see_the_record(people, ocg, persona):
    reader = people.reader(persona)
    with gate.reading(reader):
        seen = gate.visible_to(reader, Ocg).filter(pk=ocg.pk).exists()
        behind_the_wall = Ocg.objects.filter(pk=ocg.pk).exists()
    assert seen is (persona in SEES)
    assert behind_the_wall is (persona in SEES)
