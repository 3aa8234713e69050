"""Keys and clicks from the next meeting to issued minutes, counted: what docs/meetings.md says of them."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from meetings.models import AgendaItem
from meetings.secretary.services import raise_in_one_line

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "meetings.md"
KEY, CLICK, THOUGHT = 0.28, 1.3, 1.35  # seconds: the keystroke-level model
ITEMS, ACTIONS, DECISIONS = 12, 20, 3
JUMP = 3  # Alt, Shift and a letter or digit
# An action as it is thought of, 45 characters; and as it is typed: the beginning of a name is enough.
WHOLE = "@probation Fri check the curfew at the flat 2"
TYPED = "@prob Fri check the curfew at the flat 2"
PAM = {
    "agenda and invitations": (0, 2),
    "attendance, start, close, approve, send": (3, 7),
    "discussions": (ITEMS * 150, 0),
    "decisions": (DECISIONS * 170, 0),
    # The box of the line keeps the cursor: the key that leads to it is pressed once an item.
    "actions": (ACTIONS * (len(TYPED) + 1) + ITEMS * JUMP, 0),
    "outcomes, going on": (ITEMS * JUMP, 0),  # an outcome leads to the next item
}
ELSEWHERE = {
    "agenda and invitations": (800, 9),
    "attendance, start, close, approve, send": (220, 25),
    "discussions": (ITEMS * 150, 0),
    "decisions": (DECISIONS * 160, 0),
    "actions": (4260, 60),
    "three audiences": (0, 60),
}


def seconds(side, thoughts):
    keys, clicks = (sum(column) for column in zip(*side.values(), strict=True))
    return keys, clicks, KEY * keys + CLICK * clicks + THOUGHT * thoughts


def test_it_takes_less_than_two_fifths_and_the_docs_say_so():
    keys, clicks, here = seconds(PAM, 40)
    other_keys, other_clicks, there = seconds(ELSEWHERE, 120)
    share = round(100 * here / there)
    assert len(WHOLE) == 45 and share < 40
    told = re.sub(r"\s+", " ", DOCS.read_text())
    assert f"{keys:,} keys, {clicks} clicks: about {round(here, -1):,.0f} s" in told
    assert f"{other_keys:,} keys, {other_clicks} clicks: about {round(there, -1):,.0f} s" in told
    assert f"That is {share} %" in told


@pytest.fixture
def room(held_room):
    return held_room


def test_the_beginning_of_a_name_is_enough(room):
    item = AgendaItem.objects.get(pk=room.items["ocg"].pk)
    with room.reading():
        raised = raise_in_one_line(actor=room.chair, meeting=room.now(), item=item, line=TYPED)
    assert raised.action.owner_name == "Northshire Probation Service"
    assert raised.action.title == "check the curfew at the flat 2"


def test_the_first_outcome_of_an_item_leads_to_the_next_and_a_changed_one_stays(room, sign_in):
    client = sign_in("owner")
    here, there = (
        reverse("meetings:chair_item", args=[room.meeting.uuid, room.items[name].uuid])
        for name in ("plain", "ocg")
    )
    outcomes = [code for code, _ in client.get(here).context["outcome_form"].offered]
    first = client.post(here, {"do": "outcome", "outcome": outcomes[0]})
    again = client.post(here, {"do": "outcome", "outcome": outcomes[1]})
    assert first.url.startswith(there) and again.url.startswith(here)
