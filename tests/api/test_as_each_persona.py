"""The curious system: every address of the API as each persona, with and without the gate: no canary."""

from collections import defaultdict

import pytest
from django.urls import reverse

from tests.api.conftest import API
from tests.matrix.requests import leaks, newest_line, take_gate_away, undone, unlogged, words
from tests.matrix.rules import WHOLE
from tests.world.people import PERSONAS

READERS = [p for p in PERSONAS if p not in {"anonymous", "left_yesterday", "no_second_factor"}]
WITHOUT = {"uuid": "00000000-0000-4000-8000-000000000000"}
OF_RECORD = ("record", "entries", "subjects", "documents", "links", "record_actions")
OF_GROUP = ("disruptions", "group_places")
OF_MEETING = ("agenda", "decisions")
# Which records each persona may open, and who was given the shared one on condition that nothing is copied.
OPENS = {
    "owner": {"ocg", "pvp", "meeting", "private_meeting"},
    "granted": {"ocg", "meeting"},
    "glass_during": {"ocg"},
    "other_force": {"other_ocg"},
}
NOT_TO_COPY = {"narrowed": {"ocg"}}
DISRUPTION = {
    "on": "2026-01-02",
    "what": "Seen",
    "strand": "pursue",
    "claimed": "moderate",
    "claim_reason": "Why",
}
# Who opens nothing of all this asks each view, of records in turn: each is refused to several of them.
IN_TURN = 1 if WHOLE else 3
LISTS = ("records", "records?state=closed", "records?kind=pvp", "actions", "agencies")


def addresses(world):
    """{name of a view: [(name of a record, address under the API)]} of all that records have; and of their
    parts.
    """
    found = defaultdict(list)
    for name in ("ocg", "pvp", "meeting", "private_meeting", "other_ocg"):
        of_kind = OF_GROUP if name.endswith("ocg") else OF_MEETING if name.endswith("meeting") else ()
        for view in (*OF_RECORD, *of_kind):
            found[view].append((name, getattr(world, name).uuid))
    for name, target in (("ocg", "shared"), ("", "police"), ("", "named"), ("pvp", "hidden")):
        found["action"].append((name, world.parts[target]["action"].uuid))
        found["document_file"].append((name, world.parts[target]["document"].uuid))
    return {
        view: [(name, reverse(f"api:{view}", args=[uuid]).removeprefix(API)) for name, uuid in rows]
        for view, rows in found.items()
    }


def ask(world, program, persona, *, every=1, lists=1):
    """[(address, status that it must have or 0, response, canaries that no line of the log names)]; of each
    view one address in so many, and one list in so many, in turn from persona to persona.
    """
    asked, turn = [], READERS.index(persona)
    chosen = [("", path) for path in LISTS[turn % lists :: lists]]
    for rows in addresses(world).values():
        chosen += rows[turn % min(every, len(rows)) :: min(every, len(rows))]
    for name, address in chosen:
        want = 0
        if name:
            want = 200 if name in OPENS.get(persona, set()) else 404
            want = 403 if name in NOT_TO_COPY.get(persona, set()) else want
        with undone():
            since = newest_line()
            response = program.get(address)
            told = words(response)
            asked.append((address, want, response, unlogged(world, told, since), leaks(persona, told)))
    return asked


@pytest.mark.slow
@pytest.mark.parametrize("persona", READERS)
def test_each_address_answers_what_its_system_may_see_and_tells_no_canary(
    persona, world, program, monkeypatch
):
    mine, wrong = program(persona), []
    every = 1 if persona in OPENS or persona in NOT_TO_COPY else IN_TURN
    for address, want, response, not_logged, told in ask(world, mine, persona, every=every):
        if want and response.status_code != want and not (persona == "narrowed" and want == 403):
            wrong.append(f"{address}: {response.status_code}, not {want}")
        if told or not_logged:
            wrong.append(f"{address}: told {told}, not logged {not_logged}")
        if response.status_code >= 500:
            wrong.append(f"{address}: {response.status_code}")
    take_gate_away(monkeypatch)
    mine.client.raise_request_exception = False
    wrong += [
        f"{address}: told {told} without the gate"
        for address, *_, told in ask(world, mine, persona, every=3, lists=3)
        if told
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_hidden_and_absent_answer_the_same_bytes_to_reading_and_to_writing(world, program):
    mine = program("granted")
    bodies = {
        "entries": {"title": "Seen"},
        "subjects": {"name": "Robin Vale"},
        "record_actions": {"title": "V", "due": "2027-01-01", "owner": {}},
        "action_end": {"version": 1, "outcome": "Done"},
        "action_due": {"version": 1, "due": "2027-01-01", "reason": "Why"},
        "disruptions": DISRUPTION,
        "disruptions_amend": DISRUPTION | {"version": 1},
        "group_places": {"role": "supplies", "area": "prison"},
        "group_places_end": {"version": 1},
    }
    parts = {name: world.parts["hidden"]["action"] for name in ("action", "action_end", "action_due")}
    others = world.parts["police"]
    parts |= {"disruptions_amend": others["disruption"], "group_places_end": others["place"]}
    for view in (*OF_RECORD, *OF_GROUP, *OF_MEETING, "action", *bodies):
        row = parts.get(view, world.pvp)
        found = []
        for uuid in (row.uuid, WITHOUT["uuid"]):
            path = reverse(f"api:{view}", args=[uuid]).removeprefix(API)
            answer = mine.post(path, bodies[view]) if view in bodies else mine.get(path)
            found.append((answer.status_code, answer.content, sorted(answer.headers)))
        assert found[0] == found[1] and found[0][0] == 404, view
