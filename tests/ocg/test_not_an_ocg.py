"""What proves to be no group is set aside with the reason, is found, and comes back by a second yes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from ocg.services import create
from pam.access import visibility
from pam.stages.models import Move
from tests.records.world import add_person, page_text
from tests.stages.made import again, move, second_supervisor
from tests.world.world import term


@pytest.fixture
def trigger(people):
    """A group of the owner's that was recorded just now."""
    actor = people.reader("owner")
    row = Ocg(
        title="Quay group",
        team=people.teams["unit"],
        lead=people.memberships["owner"],
        tier=term("ocg.tier", "4"),
    )
    with visibility.reading(actor):
        return create(actor=actor, ocg=row)


def sent(record, **values):
    """What the page of a move sends."""
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    return {"version": record.version, **day, **values}


@pytest.mark.slow
def test_what_is_no_ocg_is_set_aside_with_a_reason_stays_findable_and_comes_back_by_a_second_person(
    people, trigger, sign_in
):
    client, colleague = sign_in("owner"), sign_in("colleague")
    add_person(people, trigger, "Ann Ash")
    move(people, trigger, "assess")
    row = again(people, trigger)
    aside = reverse("stages:move", args=[trigger.uuid, "set-aside"])
    assert "There is a problem" in page_text(client.post(aside, sent(row, reason="")))
    text = page_text(client.post(aside, sent(row, reason="Two lone thieves"), follow=True))
    assert "The stage is Not an OCG now." in text and "Two lone thieves" in text
    row = again(people, trigger)
    assert (row.stage, bool(row.closed_at)) == ("not-an-ocg", True)
    assert trigger.title not in page_text(client.get(reverse("ocg:list")))
    assert trigger.title in page_text(client.get(reverse("ocg:list"), {"stage": "not-an-ocg"}))
    assert "Ann Ash" in page_text(client.get(reverse("search:results"), {"q": "Ann Ash"}))
    second_supervisor(people)
    back = reverse("stages:move", args=[trigger.uuid, "take-out"])
    client.post(back, sent(row, reason="They recruit now"))
    asked = Move.objects.get(record_id=trigger.pk, move="take-out")
    assert asked.state == "asked" and again(people, trigger).closed_at
    answer = {"version": asked.version, "answer": "approve", "decision": "Yes"}
    colleague.post(reverse("stages:decide", args=[asked.uuid]), answer)
    row = again(people, trigger)
    assert (row.stage, row.closed_at) == ("reopened", None)
    assert "They recruit now" in page_text(client.get(trigger.get_absolute_url()))
