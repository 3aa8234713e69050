"""What a system writes of a group: disruptions and places, by the services of the pages."""

from django.utils import timezone

from ocg.models import Disruption, GroupPlace, Ocg
from pam.audit.models import LogEntry
from pam.records.models import Entry
from tests.actions.world import add_action, make_ocg
from tests.world.disruptions import add_disruptions
from tests.world.responsible import add_place

SAID = {
    "on": str(timezone.localdate()),
    "what": "Seized at the wharf",
    "strand": "pursue",
    "claimed": "moderate",
    "claim_reason": "Two were charged",
    "outputs": [
        {"kind": "arrests", "amount": 2},
        {"kind": "drugs", "drug": "heroin", "amount": "1.250"},
    ],
}
PLACE = {"role": "supplies", "area": "prison", "details": "Wing B"}


def test_a_disruption_is_submitted_with_what_it_names_and_waits_for_an_assessor(people, program):
    ocg = make_ocg(people)
    mine, action = program("owner"), add_action(people, ocg)
    path = f"records/{ocg.uuid}/disruptions"
    sent = SAID | {"action": str(action.uuid), "evidence": "Exhibit 4"}
    made = mine.post(path, sent, **{"idempotency-key": "one"})
    again = mine.post(path, sent, **{"idempotency-key": "one"})
    assert made.status_code == 201 and again.json() == made.json(), made.content
    row = Disruption.objects.get()
    assert (row.state, row.claimed.code, row.action, row.agencies) == ("submitted", "moderate", action, None)
    assert row.lead_agency == people.agencies["police"] and row.author == mine.membership
    (listed,) = mine.get(path).json()["items"]
    assert {(one["kind"], one["drug"], one["amount"]) for one in listed["outputs"]} == {
        ("arrests", "", 2.0),
        ("drugs", "heroin", 1.25),
    }
    assert Entry.objects.filter(record_id=ocg.pk, kind="disruption").exists()
    assert b"wharf" not in made.content
    line = LogEntry.objects.get(operation="write by API")
    assert line.records == [ocg.pk] and "Nightly" in line.detail


def test_a_disruption_is_said_anew_until_it_is_assessed_and_a_returned_one_goes_in_again(people, program):
    ocg = make_ocg(people)
    rows, mine = add_disruptions(people, ocg, "one"), program("owner")
    returned = rows["disruption returned"]
    path = f"disruptions/{returned.uuid}/amend"
    stale = mine.post(path, SAID | {"version": returned.version + 7})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    done = mine.post(path, SAID | {"version": returned.version})
    assert done.status_code == 200, done.content
    returned.refresh_from_db()
    assert (returned.state, returned.round, returned.what) == ("submitted", 2, SAID["what"])
    assert {float(one.amount) for one in returned.outputs.filter(amount__gt=0)} == {2.0, 1.25}


def test_a_refused_disruption_names_its_field_and_leaves_nothing(people, program):
    ocg, other = make_ocg(people), make_ocg(people)
    mine, theirs = program("owner"), add_action(people, other)
    away = str(people.agencies["council"].uuid)
    for wrong, field in (
        ({"on": "2190-01-01"}, "on"),
        ({"claimed": "huge"}, "claimed"),
        ({"what": " "}, "what"),
        ({"strand": "pray"}, "strand"),
        ({"action": str(theirs.uuid)}, "action"),
        ({"lead_agency": away}, "lead_agency"),
        ({"contributors": [away]}, "contributors"),
        ({"outputs": [{"kind": "drugs", "amount": 1}]}, "outputs"),
        ({"outputs": [{"kind": "arrests", "amount": "1.5"}]}, "outputs"),
    ):
        answer = mine.post(f"records/{ocg.uuid}/disruptions", SAID | wrong)
        told = answer.json()
        assert answer.status_code == 422, (wrong, told)
        assert any(one["field"].startswith(field) for one in told["errors"]), (wrong, told)
    assert not Disruption.objects.exists()


def test_a_place_is_added_once_and_taken_off_by_who_manages_the_group(people, program):
    ocg = make_ocg(people)
    mine, path = program("owner"), f"records/{ocg.uuid}/group-places"
    made = mine.post(path, PLACE)
    assert made.status_code == 201, made.content
    twice = mine.post(path, PLACE)
    assert (twice.status_code, twice.json()["code"]) == (422, "twice")
    wrong = mine.post(path, PLACE | {"role": "sings"})
    assert wrong.json()["errors"][0]["field"] == "role"
    end = f"group-places/{made.json()['uuid']}/end"
    assert mine.post(end, {"version": made.json()["version"] + 3}).status_code == 409
    assert mine.post(end, {"version": made.json()["version"]}).status_code == 200
    assert mine.get(path).json()["items"] == [] and GroupPlace.objects.get().removed_at
    gone = mine.post(end, {"version": GroupPlace.objects.get().version})
    assert (gone.status_code, gone.json()["code"]) == (422, "taken_off")


def test_who_views_or_lacks_the_scope_writes_neither(world, program):
    ocg = world.ocg
    viewer = program("granted")
    sent = [
        (f"records/{ocg.uuid}/disruptions", SAID),
        (f"records/{ocg.uuid}/group-places", PLACE),
    ]
    before = Disruption.objects.count(), GroupPlace.objects.count()
    assert [viewer.post(*one).status_code for one in sent] == [403, 403]
    reads = program("owner", scopes=["records:read"])
    answers = [reads.post(*one) for one in sent]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(403, "out_of_scope")}
    case = world.pvp
    mine = program("owner")
    of_case = [
        mine.post(f"records/{case.uuid}/{path}", body)
        for path, body in (("disruptions", SAID), ("group-places", PLACE))
    ]
    assert [one.status_code for one in of_case] == [404, 404], "a record of another kind"
    assert before == (Disruption.objects.count(), GroupPlace.objects.count()) and Ocg.objects.exists()


def test_a_place_of_a_group_that_one_only_contributes_to_is_refused(people, program):
    from pam.access.levels import Level
    from tests.records.world import share_with

    ocg = make_ocg(people)
    share_with(people, ocg, level=Level.CONTRIBUTE)
    add_place(people, ocg, "One")
    mine = program("granted")
    row = GroupPlace.objects.get()
    assert mine.post(f"records/{ocg.uuid}/group-places", PLACE).status_code == 403
    assert mine.post(f"group-places/{row.uuid}/end", {"version": row.version}).status_code == 403
    assert mine.post(f"records/{ocg.uuid}/disruptions", SAID).status_code == 201
