"""Learning of closed work is offered as a text that names no record; it is read and printed, not copied."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from pam.access.errors import Refused
from pam.practice.models import Offer
from pam.practice.selectors import offers as selectors
from pam.practice.services import copying, preparing
from tests.frameworks.test_versions import as_, seen
from tests.practice.made import second_person
from tests.standing import standing

HOSTILE = "<script>alert(1)</script> {{ 7|add:1 }} \u202egnihtyna {% now 'Y' %} =HYPERLINK(1)"
TEXTS = {"name": "Working with a family", "worked": "Going in pairs.", "not_worked": HOSTILE}


@standing
def closed(world):
    """The shared record, closed."""
    world.ocg.closed_at = world.ocg.created
    world.ocg.save()
    return world.ocg


def learned(world, record, **texts):
    people = world.people
    row = as_(people, "owner", preparing.offer_learning, record=record, **{**TEXTS, **texts})
    for one in as_(people, "owner", preparing.findings_of, preparation=row):
        row = as_(
            people,
            "owner",
            preparing.decide,
            preparation=row,
            version=row.version,
            kind=one.kind,
            text=one.text,
            choice="keep",
            words="Made up",
        )
    row = as_(
        people, "owner", preparing.describe, preparation=row, version=row.version, audience="all", tags=[]
    )
    row = as_(people, "owner", preparing.ask, preparation=row, version=row.version, words="It helps")
    second_person(people)
    people.memberships["colleague"].teams.add(people.teams["unit"])
    return row, as_(people, "colleague", preparing.permit, preparation=row, version=row.version, words="Good")


def test_learning_is_offered_and_hostile_text_in_it_is_text(world, closed, sign_in):
    _, offer = learned(world, closed)
    client = sign_in("other_force")
    page = client.get(reverse("practice:offer", args=[offer.uuid])).text
    assert "Going in pairs." in page and "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    assert "{{ 7|add:1 }}" in page and "Copy to our agency" not in page
    assert closed.reference not in page and closed.title not in page
    assert client.get(reverse("practice:copy", args=[offer.uuid])).status_code == 404
    with pytest.raises(Refused):
        as_(world.people, "other_force", copying.copy_offer, offer=offer)
    assert "Working with a family" in client.get(reverse("practice:library"), {"kind": "learning"}).text


def test_learning_is_written_of_closed_records_of_ones_own_agency_that_one_sees(world, closed):
    people = world.people
    with pytest.raises(Refused) as refusal:
        as_(people, "owner", preparing.offer_learning, record=world.pvp, **TEXTS)
    assert refusal.value.code == "not_closed"
    for persona, error in (("other_force", Http404), ("granted", PermissionDenied)):
        with pytest.raises(error):
            as_(people, persona, preparing.offer_learning, record=closed, **TEXTS)


def test_a_permitter_who_may_not_see_the_record_sees_nothing_of_its_learning(world, sign_in):
    people = world.people
    second_person(people)
    row = world.parts["offer learning"]["preparation"]
    with pytest.raises(Http404):
        seen(people, "colleague", selectors.preparation, row.uuid)
    assert "canaryhidden" not in sign_in("colleague").get(reverse("practice:own")).text
    assert seen(people, "owner", selectors.preparation, row.uuid) == row


@pytest.mark.slow
def test_what_was_done_is_where_the_text_begins_and_the_button_is_on_closed_records_alone(
    world, sign_in, closed
):
    action = world.parts["shared"]["action"]
    action.status, action.done_at = "done", world.ocg.created
    action.save()
    client = sign_in("owner")
    page = client.get(closed.get_absolute_url()).text
    assert "Offer what was learned" in page
    assert "Offer what was learned" not in client.get(world.pvp.get_absolute_url()).text
    assert "Offer what was learned" not in sign_in("granted").get(closed.get_absolute_url()).text
    client = sign_in("owner")
    address = reverse("practice:learning", args=[closed.uuid])
    page = client.get(address).text
    assert "What worked" in page and action.title in page
    answer = client.post(address, {**TEXTS, "purpose": "", "useful_for": ""})
    assert answer.status_code == 302 and Offer.objects.filter(what="learning", state="draft").count() == 2


def test_when_the_record_goes_what_was_offered_stays_and_points_nowhere(world, closed):
    row, offer = learned(world, closed)
    row.delete()  # as erasing the record does (the key cascades)
    assert seen(world.people, "other_force", selectors.text_of, offer).body["worked"] == "Going in pairs."
